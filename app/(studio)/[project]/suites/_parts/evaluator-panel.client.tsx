"use client";

import { FieldAt } from "#components/form/form-scope.client";
import { descriptorOf, fieldsOf, isNegatable, isQuality } from "#client/evaluation";
import type { Evaluator } from "#schema/evaluation";
import { Checkbox } from "#ui/checkbox";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import type { ModelOption } from "./config-field-props.ts";
import { ConfigField } from "./config-field.client.tsx";
import { EvaluatorTry } from "./evaluator-try.client.tsx";

export type EvaluatorPanelProps = {
  evaluator: Evaluator;
  onChange: (evaluator: Evaluator) => void;
  isPrimary: boolean;
  onPrimary: () => void;
  models: readonly ModelOption[];
  disabled: boolean;
};

/** All that can be said of one evaluator; its fields come from the kind's descriptor. */
export function EvaluatorPanel(props: EvaluatorPanelProps) {
  const { evaluator, onChange, models, disabled } = props;
  const { about, config: schema, messagesOf } = descriptorOf(evaluator.kind);
  const fields = fieldsOf(schema);
  const config: Record<string, unknown> = evaluator.config;
  const setConfig = (name: string, value: unknown) =>
    // Checked by the suite's schema when it is saved; half-filled evaluators exist only here.
    onChange({ ...evaluator, config: withValue(config, name, value) } as Evaluator);
  return (
    <div className="flex flex-col gap-3">
      <p className="text-text-2">{about}</p>
      <Demands {...props} />
      {fields.length > 0 ? (
        <div className="grid grid-cols-3 gap-x-4 gap-y-3 max-md:grid-cols-2 max-sm:grid-cols-1">
          {fields.map((field) => (
            <ConfigField
              key={field.name}
              field={field}
              value={config[field.name] ?? field.whenAbsent?.(config) ?? field.start}
              config={config}
              models={models}
              disabled={disabled}
              onChange={(value) => setConfig(field.name, value)}
            />
          ))}
        </div>
      ) : null}
      <Switches {...props} />
      {messagesOf ? <Messages messages={messagesOf(config)} /> : null}
      <KindDetails kind={evaluator.kind} />
      {isQuality(evaluator) && !disabled ? <EvaluatorTry evaluator={evaluator} /> : null}
    </div>
  );
}

/** Name, key, and what the suite asks of it. */
function Demands({ evaluator, onChange, disabled }: EvaluatorPanelProps) {
  const set = (change: Partial<Record<keyof Evaluator, unknown>>) =>
    onChange({ ...evaluator, ...change } as Evaluator);
  const { measure } = descriptorOf(evaluator.kind);
  const number = (
    name: "weight" | "threshold" | "passScore",
    label: string,
    hint: string,
    empty?: number,
  ) => (
    <FieldAt path={name} label={label} hint={hint}>
      <Input
        type="number"
        step="any"
        min={0}
        disabled={disabled}
        value={evaluator[name] ?? ""}
        onChange={(event) => set({ [name]: event.target.value === "" ? empty : Number(event.target.value) })}
      />
    </FieldAt>
  );
  const least = evaluator.direction === "lower" ? "at most" : "at least";
  return (
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
      {isQuality(evaluator) ? number("weight", "Weight", "In the score; 0 is out.", 0) : null}
      {number(
        "threshold",
        measure.type === "number" ? measure.limit : `Mean ${least}, 0 to 1`,
        "Empty: nothing is asked.",
      )}
      {measure.type === "scale" || (measure.type === "boolean" && evaluator.passScore !== 0.5)
        ? number("passScore", `A case passes ${least === "at most" ? "at most at" : "at"}`, "0 to 1", 0.5)
        : null}
    </div>
  );
}

function Switches({ evaluator, onChange, isPrimary, onPrimary, disabled }: EvaluatorPanelProps) {
  if (!isQuality(evaluator)) return null;
  const { measure } = descriptorOf(evaluator.kind);
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-1">
      <Field label="Primary metric: the verdict rests on it" inline>
        <Checkbox checked={isPrimary} disabled={disabled || isPrimary} onCheckedChange={onPrimary} />
      </Field>
      <Field label="Safety: one failed case fails the gate" inline>
        <Checkbox
          checked={evaluator.isSafety}
          disabled={disabled}
          onCheckedChange={(checked) => onChange({ ...evaluator, isSafety: checked === true })}
        />
      </Field>
      {isNegatable(evaluator) ? (
        <FieldAt path="isNegated" label="Not: right where this does not hold" inline>
          <Checkbox
            checked={evaluator.isNegated === true}
            disabled={disabled}
            onCheckedChange={(checked) => {
              const { isNegated: _before, ...rest } = evaluator;
              onChange(checked === true ? { ...rest, isNegated: true } : rest);
            }}
          />
        </FieldAt>
      ) : null}
      {measure.type === "scale" ? (
        <Field label="Less is better" inline>
          <Checkbox
            checked={evaluator.direction === "lower"}
            disabled={disabled}
            onCheckedChange={(checked) =>
              onChange({ ...evaluator, direction: checked === true ? "lower" : "higher" })
            }
          />
        </Field>
      ) : null}
    </div>
  );
}

/** What it takes and where it errs: said before a gate rests on it. */
function KindDetails({ kind }: { kind: Evaluator["kind"] }) {
  const { cost, knownError } = descriptorOf(kind);
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 text-sm">
      <dt className="text-text-3">Cost</dt>
      <dd className="text-text-2">{cost}</dd>
      <dt className="text-text-3">Known error</dt>
      <dd className="text-text-2">
        {knownError.text}
        {knownError.measured === null ? "" : ` Measured in ${knownError.measured}.`}
      </dd>
    </dl>
  );
}

/** What the model will read, word for word. */
function Messages({ messages }: { messages: readonly { role: string; content: string }[] }) {
  return (
    <details>
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

/** Without the key where the value is gone: an absent option is not an empty one. */
function withValue(config: Record<string, unknown>, name: string, value: unknown): Record<string, unknown> {
  const { [name]: _before, ...rest } = config;
  return value === undefined ? rest : { ...config, [name]: value };
}
