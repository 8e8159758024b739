"use client";

import { Plus, X } from "lucide-react";
import { useState } from "react";
import { FieldAt } from "#components/form/form-scope.client";
import { isAppError } from "#platform/errors";
import { parseJsonExactly } from "#platform/json";
import type { ExampleContentInput } from "#schema/datasets";
import { Button } from "#ui/button";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";
import { Textarea } from "#ui/textarea";

/** One named value as it is typed: plain text, or JSON where it is a number, a list or the like. */
export type TypedValue = { id: number; name: string; text: string; isJson: boolean };
export type ExampleDraft = { inputs: TypedValue[]; reference: TypedValue; metadata: TypedValue[] };

let count = 0;
const typed = (name: string, value: unknown): TypedValue => {
  count += 1;
  const isText = typeof value === "string" || value === null || value === undefined;
  return { id: count, name, text: isText ? (value ?? "") : JSON.stringify(value, null, 2), isJson: !isText };
};
const listed = (values: Record<string, unknown>) =>
  Object.entries(values).map(([name, value]) => typed(name, value));

/** What the form starts with: an example to edit, or one whose field names are to be used again. */
export function draftOf(
  example: { inputs: Record<string, unknown>; reference: unknown; metadata: Record<string, unknown> } | null,
  isEmptied: boolean,
): ExampleDraft {
  const inputs = example ? listed(example.inputs) : [typed("input", "")];
  const metadata = example ? listed(example.metadata) : [];
  const reference = typed("reference", example?.reference ?? "");
  if (!isEmptied) return { inputs, reference, metadata };
  const cleared = (value: TypedValue): TypedValue => ({ ...value, text: "", isJson: false });
  return { inputs: inputs.map(cleared), reference: cleared(reference), metadata: [] };
}

/** The draft as an example, and by path what of it cannot be read; such a value stands as null. */
export function contentOf(draft: ExampleDraft): {
  content: ExampleContentInput;
  problems: Record<string, string>;
} {
  const problems: Record<string, string> = {};
  const read = (value: TypedValue, path: string) => {
    if (!value.isJson) return value.text;
    try {
      return parseJsonExactly(value.text) as Exclude<ExampleContentInput["reference"], undefined>;
    } catch (cause) {
      problems[path] = isAppError(cause)
        ? cause.message
        : `This is not valid JSON: ${cause instanceof Error ? cause.message : ""}`;
      return null;
    }
  };
  const fields = (kind: "inputs" | "metadata") => {
    const values = draft[kind];
    for (const [at, value] of values.entries()) {
      if (value.name.trim() === "") problems[`${kind}.${at}`] = "Give it a name.";
      else if (values.findIndex((other) => other.name.trim() === value.name.trim()) !== at)
        problems[`${kind}.${at}`] = "Another one has this name.";
    }
    return Object.fromEntries(values.map((value, at) => [value.name.trim(), read(value, `${kind}.${at}`)]));
  };
  const content = {
    inputs: fields("inputs"),
    reference: draft.reference.text === "" ? null : read(draft.reference, "reference"),
    metadata: fields("metadata"),
  };
  return { content, problems };
}

type ExampleFormProps = {
  draft: ExampleDraft;
  onChange: (draft: ExampleDraft) => void;
};

/** Inputs, reference and metadata, each value as text or as JSON. */
export function ExampleForm({ draft, onChange }: ExampleFormProps) {
  return (
    <div className="flex flex-col gap-4">
      <Values
        title="Inputs"
        hint="The variables of the prompt."
        path="inputs"
        values={draft.inputs}
        onChange={(inputs) => onChange({ ...draft, inputs })}
      />
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-medium">Reference</legend>
        <ValueRow
          value={draft.reference}
          path="reference"
          onChange={(reference) => onChange({ ...draft, reference })}
          hint="The answer you want; leave it empty where there is none."
          isNamed={false}
        />
      </fieldset>
      <Values
        title="Metadata"
        hint="To filter by: language, source, difficulty."
        path="metadata"
        values={draft.metadata}
        onChange={(metadata) => onChange({ ...draft, metadata })}
      />
    </div>
  );
}

type ValuesProps = {
  title: string;
  hint: string;
  path: "inputs" | "metadata";
  values: TypedValue[];
  onChange: (values: TypedValue[]) => void;
};

function Values({ title, hint, path, values, onChange }: ValuesProps) {
  const [isFresh, setFresh] = useState(false);
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">{title}</legend>
      {values.length === 0 && !isFresh ? <p className="text-sm text-text-3">{hint}</p> : null}
      {values.map((value, at) => (
        <ValueRow
          key={value.id}
          value={value}
          path={`${path}.${at}`}
          onChange={(next) => onChange(values.map((other) => (other.id === next.id ? next : other)))}
          onRemove={() => onChange(values.filter((other) => other.id !== value.id))}
          isNamed
        />
      ))}
      <div>
        <Button
          size="sm"
          onClick={() => {
            setFresh(true);
            onChange([...values, typed("", "")]);
          }}
        >
          <Plus aria-hidden="true" />
          Add {title === "Inputs" ? "an input" : "metadata"}
        </Button>
      </div>
    </fieldset>
  );
}

type ValueRowProps = {
  value: TypedValue;
  path: string;
  onChange: (value: TypedValue) => void;
  onRemove?: () => void;
  hint?: string;
  isNamed: boolean;
};

function ValueRow({ value, path, onChange, onRemove, hint, isNamed }: ValueRowProps) {
  const name = value.name || "unnamed";
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center gap-2">
        {isNamed ? (
          <Input
            aria-label="Name"
            value={value.name}
            onChange={(event) => onChange({ ...value, name: event.target.value })}
            className="max-w-52 font-mono"
            maxLength={200}
          />
        ) : null}
        <div className="w-24">
          <NativeSelect
            aria-label={`How ${name} is written`}
            value={value.isJson ? "json" : "text"}
            onChange={(event) => onChange({ ...value, isJson: event.target.value === "json" })}
          >
            <option value="text">text</option>
            <option value="json">JSON</option>
          </NativeSelect>
        </div>
        {onRemove ? (
          <Button
            variant="ghost"
            size="sm"
            icon
            aria-label={`Remove ${name}`}
            onClick={onRemove}
            className="ml-auto"
          >
            <X aria-hidden="true" />
          </Button>
        ) : null}
      </div>
      <FieldAt path={path} label={<span className="sr-only">Value of {name}</span>} hint={hint}>
        <Textarea
          value={value.text}
          onChange={(event) => onChange({ ...value, text: event.target.value })}
          className={value.isJson ? "font-mono text-sm" : "text-lg"}
        />
      </FieldAt>
    </div>
  );
}
