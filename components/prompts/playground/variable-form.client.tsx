"use client";

import type { PromptVariable, VariableIssue } from "#schema/prompts";
import { cn } from "#ui/cn";
import { NativeSelect } from "#ui/native-select";
import { Textarea } from "#ui/textarea";

export type VariableFormProps = {
  variables: PromptVariable[];
  values: Record<string, string>;
  issues: VariableIssue[];
  onChange: (name: string, value: string) => void;
};

/** A field for each variable; texts grow with what they hold. What is left empty takes its default. */
export function VariableForm({ variables, values, issues, onChange }: VariableFormProps) {
  if (variables.length === 0)
    return (
      <p className="px-4 py-2 text-sm text-text-3">
        The prompt has no variables. Write {"{{name}}"} in a message to make one.
      </p>
    );
  return (
    <div className="grid grid-cols-[96px_minmax(0,1fr)] items-start gap-x-2.5 gap-y-1.5 px-4 py-2.5 max-sm:grid-cols-1">
      {variables.map((variable) => {
        const issue = issues.find((each) => each.variable === variable.name);
        const id = `variable-${variable.name}`;
        const noteId = `${id}-note`;
        const control = {
          id,
          value: values[variable.name] ?? "",
          "aria-invalid": issue !== undefined,
          "aria-required": variable.required,
          ...(issue || variable.description ? { "aria-describedby": noteId } : {}),
        };
        const choices =
          variable.type === "boolean"
            ? ["true", "false"]
            : variable.type === "enum"
              ? (variable.options ?? [])
              : null;
        return (
          <div key={variable.name} className="contents">
            <label
              htmlFor={id}
              className="truncate pt-1 font-mono text-sm"
              title={variable.description ?? variable.name}
            >
              {variable.name}
            </label>
            <div className="min-w-0">
              {choices ? (
                <NativeSelect {...control} onChange={(event) => onChange(variable.name, event.target.value)}>
                  <option value="">{placeholderOf(variable)}</option>
                  {choices.map((choice) => (
                    <option key={choice}>{choice}</option>
                  ))}
                </NativeSelect>
              ) : (
                <Textarea
                  {...control}
                  rows={1}
                  className={cn(
                    "block max-h-60 resize-none",
                    (variable.type === "json" || variable.type === "messages") && "font-mono text-sm",
                  )}
                  placeholder={placeholderOf(variable)}
                  onChange={(event) => onChange(variable.name, event.target.value)}
                />
              )}
              {issue || variable.description ? (
                <p id={noteId} className={issue ? "mt-0.5 text-sm text-bad" : "sr-only"}>
                  {issue ? <span aria-hidden="true">✕ </span> : null}
                  {issue?.message ?? variable.description}
                </p>
              ) : null}
            </div>
          </div>
        );
      })}
    </div>
  );
}

function placeholderOf({ default: fallback, type, required }: PromptVariable): string {
  if (fallback !== undefined) return typeof fallback === "string" ? fallback : JSON.stringify(fallback);
  if (type === "messages") return '[{"role": "user", "content": "…"}]';
  if (type === "json") return '{"key": "value"}';
  return required ? type : `${type}, may stay empty`;
}
