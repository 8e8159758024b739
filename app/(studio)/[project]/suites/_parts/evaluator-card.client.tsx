"use client";

import { Trash2 } from "lucide-react";
import { FieldAt } from "#components/form/form-scope.client";
import { descriptorOf, fieldsOf, isQuality } from "#client/evaluation";
import type { Evaluator } from "#schema/evaluation";
import { Button } from "#ui/button";
import { Checkbox } from "#ui/checkbox";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { ConfigFieldInput, type ModelOption } from "./config-field.client.tsx";

type Props = {
  evaluator: Evaluator;
  isPrimary: boolean;
  models: readonly ModelOption[];
  disabled: boolean;
  onChange: (evaluator: Evaluator) => void;
  onPrimary: () => void;
  onRemove: () => void;
};

/** One evaluator of the suite under edit. */
export function EvaluatorCard({
  evaluator,
  isPrimary,
  models,
  disabled,
  onChange,
  onPrimary,
  onRemove,
}: Props) {
  const set = (change: Partial<Record<keyof Evaluator, unknown>>) =>
    onChange({ ...evaluator, ...change } as Evaluator);
  const { title, about, measure, config: schema, messagesOf } = descriptorOf(evaluator.kind);
  const fields = fieldsOf(schema);
  const quality = isQuality(evaluator);
  const config = evaluator.config as Record<string, unknown>;
  return (
    <section className="border-b border-line p-3.5 last:border-b-0">
      <header className="mb-3 flex items-center gap-x-2">
        <div className="flex min-w-0 flex-wrap items-center gap-x-2">
          <h3>{evaluator.name || title}</h3>
          <span className="text-sm text-text-2">{about}</span>
        </div>
        {disabled ? null : (
          <Button
            variant="ghost"
            size="sm"
            icon
            aria-label={`Remove ${evaluator.name || title}`}
            className="ml-auto"
            onClick={onRemove}
          >
            <Trash2 />
          </Button>
        )}
      </header>
      <div className="grid grid-cols-[2fr_1fr_1fr_1fr_1fr] gap-x-4 gap-y-3 max-lg:grid-cols-3 max-sm:grid-cols-2">
        <FieldAt path="name" label="Name" className="max-sm:col-span-2">
          <Input
            value={evaluator.name}
            disabled={disabled}
            onChange={(event) => set({ name: event.target.value })}
          />
        </FieldAt>
        <FieldAt path="key" label="Key" hint="Names it in runs.">
          <Input
            value={evaluator.key}
            disabled={disabled}
            className="font-mono"
            onChange={(event) => set({ key: event.target.value.toLowerCase().replace(/[^a-z0-9_]/g, "_") })}
          />
        </FieldAt>
        {quality ? (
          <NumberField
            path="weight"
            label="Weight"
            value={evaluator.weight}
            disabled={disabled}
            onChange={(weight) => set({ weight: weight ?? 0 })}
            hint="In the score; 0 is out."
          />
        ) : null}
        <NumberField
          path="threshold"
          label={measure.type === "number" ? measure.limit : "Mean at least, 0 to 1"}
          value={evaluator.threshold}
          disabled={disabled}
          onChange={(threshold) => set({ threshold })}
          hint="Empty: nothing is asked."
        />
        {quality ? (
          <NumberField
            path="passScore"
            label="A case passes at"
            value={evaluator.passScore}
            disabled={disabled}
            onChange={(passScore) => set({ passScore: passScore ?? 0.5 })}
            hint="0 to 1"
          />
        ) : null}
      </div>
      {fields.length > 0 ? (
        <div className="mt-3 grid grid-cols-3 gap-x-4 gap-y-3 max-md:grid-cols-2 max-sm:grid-cols-1">
          {fields.map((field) => (
            <ConfigFieldInput
              key={field.name}
              field={field}
              value={config[field.name] ?? field.whenAbsent?.(config)}
              models={models}
              disabled={disabled}
              onChange={(value) => set({ config: withValue(config, field.name, value) })}
            />
          ))}
        </div>
      ) : null}
      {quality ? (
        <div className="mt-3 flex flex-wrap gap-x-6 gap-y-1">
          <Field label="Primary metric: the verdict rests on it" inline>
            <Checkbox checked={isPrimary} disabled={disabled || isPrimary} onCheckedChange={onPrimary} />
          </Field>
          <Field label="Safety: one failed case fails the gate" inline>
            <Checkbox
              checked={evaluator.isSafety}
              disabled={disabled}
              onCheckedChange={(checked) => set({ isSafety: checked === true })}
            />
          </Field>
        </div>
      ) : null}
      {messagesOf ? <Messages messages={messagesOf(config)} /> : null}
    </section>
  );
}

/** What the model will read, word for word. */
function Messages({ messages }: { messages: readonly { role: string; content: string }[] }) {
  return (
    <details className="mt-3">
      <summary className="cursor-pointer text-sm text-text-2">The prompt the judge gets</summary>
      {messages.map(({ role, content }) => (
        <div key={role} className="mt-2">
          <p className="text-sm text-text-3">{role}</p>
          <pre className="rounded-md bg-sunken p-2.5 font-mono text-sm break-words whitespace-pre-wrap">
            {content}
          </pre>
        </div>
      ))}
    </details>
  );
}

type NumberProps = {
  path: string;
  label: string;
  value: number | undefined;
  disabled: boolean;
  hint?: string;
  onChange: (value: number | undefined) => void;
};

function NumberField({ path, label, value, disabled, hint, onChange }: NumberProps) {
  return (
    <FieldAt path={path} label={label} hint={hint}>
      <Input
        type="number"
        step="any"
        min={0}
        disabled={disabled}
        value={value ?? ""}
        onChange={(event) => onChange(event.target.value === "" ? undefined : Number(event.target.value))}
      />
    </FieldAt>
  );
}

/** Without the key where the value is gone: an absent option is not an empty one. */
function withValue(config: Record<string, unknown>, name: string, value: unknown): Record<string, unknown> {
  const { [name]: _before, ...rest } = config;
  return value === undefined ? rest : { ...rest, [name]: value };
}
