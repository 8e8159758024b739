"use client";

import { useState } from "react";
import { stopLimits } from "#constants/models";
import { isSetting } from "#client/models";
import { readJsonSchema, readTools } from "#client/prompts";
import { isAppError } from "#platform/errors";
import { parseJsonExactly } from "#platform/json";
import type { ModelChoice } from "#schema/models";
import type { OfferedRoute } from "#schema/routes";
import type { PromptContent, PromptSettings } from "#schema/prompts";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { Textarea } from "#ui/textarea";
import { ModelField } from "./model-field.client.tsx";

export type SettingsFormProps = {
  content: PromptContent;
  models: readonly ModelChoice[];
  routes: readonly OfferedRoute[];
  onChange: (content: PromptContent) => void;
  readOnly: boolean;
};

const numbers = [
  { name: "temperature", label: "Temperature", hint: "0 to 2", step: 0.1 },
  { name: "maxTokens", label: "Most tokens", hint: "of the answer", step: 1 },
  { name: "topP", label: "Top P", hint: "0 to 1", step: 0.05 },
  { name: "frequencyPenalty", label: "Frequency penalty", hint: "-2 to 2", step: 0.1 },
  { name: "presencePenalty", label: "Presence penalty", hint: "-2 to 2", step: 0.1 },
  { name: "seed", label: "Seed", hint: "whole number", step: 1 },
] as const;

/** Model settings, response schema and tools; what is empty is left to the model. */
export function SettingsForm({ content, models, routes, onChange, readOnly }: SettingsFormProps) {
  const { settings } = content;
  const setSettings = (change: Partial<PromptSettings>) => {
    const next = Object.fromEntries(
      Object.entries({ ...settings, ...change }).filter(([, value]) => value !== undefined),
    );
    onChange({ ...content, settings: next });
  };
  return (
    <section aria-label="Settings" className="flex flex-col gap-3 px-4 py-2.5">
      <h3>Settings</h3>
      <ModelField
        label="Model or route"
        hint="What this version is served by; another one is a new version or a promotion"
        models={models}
        routes={routes}
        value={settings.model}
        none="none: calls that name none are refused"
        readOnly={readOnly}
        onChange={(model) => setSettings({ model })}
      />
      <div className="grid grid-cols-4 gap-3 max-lg:grid-cols-3 max-sm:grid-cols-2">
        {numbers.map(({ name, label, hint, step }) => (
          <NumberField
            key={name}
            label={label}
            hint={hint}
            step={step}
            readOnly={readOnly}
            value={settings[name]}
            isAllowed={(next) => isSetting(name, next)}
            onValue={(value) => setSettings({ [name]: value })}
          />
        ))}
        <StopField readOnly={readOnly} value={settings.stop} onValue={(stop) => setSettings({ stop })} />
      </div>
      <JsonField
        label="Response schema"
        hint="A JSON schema the answer must follow; empty is free text"
        readOnly={readOnly}
        value={content.responseSchema}
        read={readJsonSchema}
        onValue={(responseSchema) => onChange(without(content, "responseSchema", responseSchema))}
      />
      <JsonField
        label="Tools"
        hint="A list of {name, description, parameters}"
        readOnly={readOnly}
        value={content.tools}
        read={readTools}
        onValue={(tools) => onChange(without(content, "tools", tools))}
      />
    </section>
  );
}

/** Sets an optional part, or takes it away; a key that holds undefined would count as a change. */
function without<Key extends "responseSchema" | "tools">(
  content: PromptContent,
  key: Key,
  value: PromptContent[Key],
): PromptContent {
  const next = { ...content, [key]: value };
  if (value === undefined) delete next[key];
  return next;
}

type NumberFieldProps = {
  label: string;
  hint: string;
  step: number;
  readOnly: boolean;
  value: number | undefined;
  isAllowed: (value: number) => boolean;
  onValue: (value: number | undefined) => void;
};

function NumberField({ label, hint, step, readOnly, value, isAllowed, onValue }: NumberFieldProps) {
  const [text, setText] = useState(value === undefined ? "" : String(value));
  const typed = text.trim() === "" ? undefined : Number(text);
  const isFine = typed === undefined || isAllowed(typed);
  const isStale = isFine && typed !== value;
  return (
    <Field label={label} hint={hint} error={isFine ? undefined : "Out of range"}>
      <Input
        type="number"
        step={step}
        readOnly={readOnly}
        // Another version may have been put in its place from outside.
        value={isStale ? (value === undefined ? "" : String(value)) : text}
        onChange={(event) => {
          setText(event.target.value);
          const next = event.target.value.trim() === "" ? undefined : Number(event.target.value);
          if (next === undefined || isAllowed(next)) onValue(next);
        }}
      />
    </Field>
  );
}

function StopField({
  readOnly,
  value,
  onValue,
}: {
  readOnly: boolean;
  value: string[] | undefined;
  onValue: (value: string[] | undefined) => void;
}) {
  const [text, setText] = useState((value ?? []).map((each) => JSON.stringify(each).slice(1, -1)).join(", "));
  return (
    <Field label="Stop at" hint="texts, by commas; \n is a new line">
      <Input
        readOnly={readOnly}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          const stops = event.target.value
            .split(",")
            .map((each) => each.trim().replaceAll("\\n", "\n"))
            .filter(Boolean)
            .slice(0, stopLimits.count);
          onValue(stops.length > 0 ? stops : undefined);
        }}
      />
    </Field>
  );
}

type Read<Value> = { value: Value } | { problem: string };

type JsonFieldProps<Value> = {
  label: string;
  hint: string;
  readOnly: boolean;
  value: Value | undefined;
  read: (json: unknown) => Read<Value>;
  onValue: (value: Value | undefined) => void;
};

/** JSON as text; the prompt keeps the last text that could be read, and the field says what is wrong with this one. */
function JsonField<Value>({ label, hint, readOnly, value, read, onValue }: JsonFieldProps<Value>) {
  const [text, setText] = useState(value === undefined ? "" : JSON.stringify(value, null, 2));
  const typed = readJson(text, read);
  return (
    <Field label={label} hint={hint} error={"problem" in typed ? typed.problem : undefined}>
      <Textarea
        rows={1}
        readOnly={readOnly}
        spellCheck={false}
        className="font-mono text-sm"
        value={text}
        onChange={(event) => {
          const next = event.target.value;
          setText(next);
          const now = readJson(next, read);
          if ("value" in now) onValue(now.value);
        }}
      />
    </Field>
  );
}

function readJson<Value>(text: string, read: (json: unknown) => Read<Value>): Read<Value | undefined> {
  if (text.trim() === "") return { value: undefined };
  try {
    return read(parseJsonExactly(text));
  } catch (error) {
    if (isAppError(error)) return { problem: error.message };
    return { problem: `Not JSON yet: ${error instanceof Error ? error.message : "unreadable"}` };
  }
}
