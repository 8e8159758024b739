"use client";

import { X } from "lucide-react";
import { useState } from "react";
import { variableTypes } from "#constants/prompts";
import { fitsType } from "#client/prompts";
import { parseJsonExactly } from "#platform/json";
import type { PromptContent, PromptVariable, TemplateProblem } from "#schema/prompts";
import { Button } from "#ui/button";
import { Checkbox } from "#ui/checkbox";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";
import { PlainTable, TableBody, TableHead, Td, Th, Tr } from "#ui/plain-table";

export type VariablesTableProps = {
  content: PromptContent;
  problems: TemplateProblem[];
  onChange: (content: PromptContent) => void;
  readOnly: boolean;
};

/** The variables of a prompt: those its templates use come by themselves; here they get their type and meaning. */
export function VariablesTable({ content, problems, onChange, readOnly }: VariablesTableProps) {
  const { variables } = content;
  const set = (index: number, change: Partial<PromptVariable>) =>
    onChange({
      ...content,
      variables: variables.map((each, at) => (at === index ? cleaned({ ...each, ...change }) : each)),
    });
  const remove = (index: number) =>
    onChange({ ...content, variables: variables.filter((_, at) => at !== index) });
  return (
    <section aria-label="Variables" className="border-b border-line">
      <header className="flex items-center gap-2 px-4 pt-2.5 pb-1">
        <h3>Variables</h3>
        <span className="text-sm text-text-3">
          {variables.length === 0 ? "none yet; write {{name}} in a message" : "found in the messages"}
        </span>
      </header>
      {variables.length === 0 ? null : (
        <PlainTable label="Variables">
          <TableHead>
            <Th>Name</Th>
            <Th>Type</Th>
            <Th>Required</Th>
            <Th>Default</Th>
            <Th>Description</Th>
            <Th>
              <span className="sr-only">Remove</span>
            </Th>
          </TableHead>
          <TableBody>
            {variables.map((variable, index) => {
              const isUnused = problems.some(({ place }) => place === `variables.${index}`);
              return (
                <Tr key={variable.name}>
                  <Td mobile="title" className="font-mono text-sm">
                    {variable.name}
                    {isUnused ? (
                      <span className="block font-sans text-warn">▲ not used by any message</span>
                    ) : null}
                  </Td>
                  <Td label="Type" className="min-w-28">
                    <NativeSelect
                      aria-label={`Type of ${variable.name}`}
                      disabled={readOnly}
                      value={variable.type}
                      onChange={(event) =>
                        set(index, {
                          type: variableTypes.find((type) => type === event.target.value) ?? "string",
                        })
                      }
                    >
                      {variableTypes.map((type) => (
                        <option key={type}>{type}</option>
                      ))}
                    </NativeSelect>
                    {variable.type === "enum" ? (
                      <OptionsInput
                        variable={variable}
                        readOnly={readOnly}
                        onOptions={(options) => set(index, { options })}
                      />
                    ) : null}
                  </Td>
                  <Td label="Required">
                    <Checkbox
                      aria-label={`${variable.name} is required`}
                      disabled={readOnly}
                      checked={variable.required}
                      onCheckedChange={(checked) => set(index, { required: checked === true })}
                    />
                  </Td>
                  <Td label="Default" className="min-w-32 max-sm:w-full">
                    <DefaultInput
                      key={variable.type}
                      variable={variable}
                      readOnly={readOnly}
                      onDefault={(value) => set(index, { default: value })}
                    />
                  </Td>
                  <Td label="Description" className="min-w-40 max-sm:w-full">
                    <Input
                      aria-label={`Description of ${variable.name}`}
                      readOnly={readOnly}
                      value={variable.description ?? ""}
                      onChange={(event) => set(index, { description: event.target.value || undefined })}
                    />
                  </Td>
                  <Td mobile="aside">
                    {readOnly || !isUnused ? null : (
                      <Button
                        variant="ghost"
                        size="sm"
                        icon
                        aria-label={`Remove ${variable.name}`}
                        onClick={() => remove(index)}
                      >
                        <X aria-hidden="true" />
                      </Button>
                    )}
                  </Td>
                </Tr>
              );
            })}
          </TableBody>
        </PlainTable>
      )}
    </section>
  );
}

type InputProps<Name extends string, Value> = { variable: PromptVariable; readOnly: boolean } & Record<
  Name,
  (value: Value) => void
>;

function OptionsInput({ variable, readOnly, onOptions }: InputProps<"onOptions", string[]>) {
  const [text, setText] = useState((variable.options ?? []).join(", "));
  return (
    <Input
      className="mt-1"
      aria-label={`Values of ${variable.name}`}
      placeholder="one, two, three"
      readOnly={readOnly}
      aria-invalid={!variable.options?.length}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        onOptions([
          ...new Set(
            event.target.value
              .split(",")
              .map((each) => each.trim())
              .filter(Boolean),
          ),
        ]);
      }}
    />
  );
}

/** A default as text; read as the variable's type, and left out of the prompt while it does not fit. */
function DefaultInput({ variable, readOnly, onDefault }: InputProps<"onDefault", PromptVariable["default"]>) {
  const [text, setText] = useState(showDefault(variable.default));
  const isWrong = text !== "" && readDefault(variable, text) === undefined;
  return (
    <Input
      aria-label={`Default of ${variable.name}`}
      title={isWrong ? `Not of type ${variable.type}` : undefined}
      placeholder="—"
      readOnly={readOnly}
      aria-invalid={isWrong}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        onDefault(readDefault(variable, event.target.value));
      }}
    />
  );
}

function showDefault(value: PromptVariable["default"]): string {
  return value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
}

function readDefault(variable: PromptVariable, text: string): PromptVariable["default"] {
  if (text === "") return undefined;
  const isText = variable.type === "string" || variable.type === "text" || variable.type === "enum";
  const value = isText ? text : parseJson(text);
  return value !== undefined && fitsType(variable, value) ? value : undefined;
}

function parseJson(text: string): PromptVariable["default"] {
  try {
    return parseJsonExactly(text) as PromptVariable["default"];
  } catch {
    // Half-typed JSON is no value yet; the field says so.
    return undefined;
  }
}

/** Without keys that hold nothing, and without a default or options that another type left behind. */
function cleaned(variable: PromptVariable): PromptVariable {
  const { name, type, required, description, default: fallback, options } = variable;
  return {
    name,
    type,
    required,
    ...(description ? { description } : {}),
    ...(fallback !== undefined && fitsType(variable, fallback) ? { default: fallback } : {}),
    ...(type === "enum" ? { options: options ?? [] } : {}),
  };
}
