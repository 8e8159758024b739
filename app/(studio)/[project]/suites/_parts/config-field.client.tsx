"use client";

import { choiceLabel } from "#client/models";
import { useState } from "react";
import { FieldAt } from "#components/form/form-scope.client";
import { Checkbox } from "#ui/checkbox";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";
import { Textarea } from "#ui/textarea";
import type { EvaluatorField } from "#schema/evaluation";

export type ModelOption = {
  connectionId: string;
  model: string;
  connectionName: string;
  isSimulated: boolean;
};
type Props = {
  field: EvaluatorField;
  value: unknown;
  onChange: (value: unknown) => void;
  models: readonly ModelOption[];
  disabled: boolean;
};

/** One field of an evaluator's configuration. */
export function ConfigFieldInput({ field, value, onChange, models, disabled }: Props) {
  const shared = { disabled, "aria-label": field.label };
  const text = typeof value === "string" ? value : "";
  switch (field.control) {
    case "boolean":
      return (
        <FieldAt path={`config.${field.name}`} label={field.label} hint={field.hint} inline>
          <Checkbox
            checked={value === true}
            disabled={disabled}
            onCheckedChange={(checked) => onChange(checked === true)}
          />
        </FieldAt>
      );
    case "text":
    case "code":
    case "pattern":
      return (
        <FieldAt path={`config.${field.name}`} label={field.label} hint={field.hint}>
          <Input
            {...shared}
            value={text}
            className={field.control !== "text" ? "font-mono" : undefined}
            onChange={(event) => onChange(event.target.value || undefined)}
          />
        </FieldAt>
      );
    case "long":
      return (
        <FieldAt
          path={`config.${field.name}`}
          label={field.label}
          hint={field.hint}
          className="col-span-full"
        >
          <Textarea {...shared} rows={5} value={text} onChange={(event) => onChange(event.target.value)} />
        </FieldAt>
      );
    case "number":
      return (
        <FieldAt path={`config.${field.name}`} label={field.label} hint={field.hint}>
          <Input
            {...shared}
            type="number"
            min={field.min}
            max={field.max}
            step={field.isWhole ? 1 : "any"}
            value={typeof value === "number" ? value : ""}
            onChange={(event) => onChange(event.target.value === "" ? undefined : Number(event.target.value))}
          />
        </FieldAt>
      );
    case "choice":
      return (
        <FieldAt path={`config.${field.name}`} label={field.label} hint={field.hint}>
          <NativeSelect {...shared} value={text} onChange={(event) => onChange(event.target.value)}>
            {field.choices.map((choice) => (
              <option key={choice.value} value={choice.value}>
                {choice.label}
              </option>
            ))}
          </NativeSelect>
        </FieldAt>
      );
    case "lines":
      return <Lines field={field} value={value} onChange={onChange} disabled={disabled} />;
    case "json":
      return <Json field={field} value={value} onChange={onChange} disabled={disabled} />;
    case "model":
      return <Model field={field} value={value} onChange={onChange} models={models} disabled={disabled} />;
    default:
      return field.control satisfies never;
  }
}

type Part = Omit<Props, "models">;

/** Keeps what is typed, empty lines too, while the value holds only the lines that say something. */
function Lines({ field, value, onChange, disabled }: Part) {
  const [text, setText] = useState(Array.isArray(value) ? value.join("\n") : "");
  return (
    <FieldAt path={`config.${field.name}`} label={field.label} hint={field.hint} className="col-span-full">
      <Textarea
        rows={3}
        disabled={disabled}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          onChange(event.target.value.split("\n").filter((line) => line.trim() !== ""));
        }}
      />
    </FieldAt>
  );
}

/** Holds the text until it is JSON; what is not stays in the field with a word about it. */
function Json({ field, value, onChange, disabled }: Part) {
  const [text, setText] = useState(() => JSON.stringify(value, null, 2));
  const [isWrong, setIsWrong] = useState(false);
  const read = (typed: string) => {
    setText(typed);
    try {
      onChange(JSON.parse(typed));
      setIsWrong(false);
    } catch {
      // Half typed: the last valid schema stands until this one is.
      setIsWrong(true);
    }
  };
  return (
    <FieldAt
      path={`config.${field.name}`}
      label={field.label}
      hint={field.hint}
      error={isWrong ? "This is not JSON yet; the last valid text counts." : undefined}
      className="col-span-full"
    >
      <Textarea
        rows={8}
        disabled={disabled}
        value={text}
        className="font-mono"
        onChange={(event) => read(event.target.value)}
      />
    </FieldAt>
  );
}

function Model({ field, value, onChange, models, disabled }: Props) {
  const target = value as { connectionId: string; model: string } | undefined;
  const at = models.findIndex(
    (each) => each.connectionId === target?.connectionId && each.model === target.model,
  );
  return (
    <FieldAt path={`config.${field.name}`} label={field.label} hint={field.hint}>
      <NativeSelect
        disabled={disabled}
        value={String(at)}
        onChange={(event) => {
          const chosen = models[Number(event.target.value)];
          if (chosen) onChange({ connectionId: chosen.connectionId, model: chosen.model });
        }}
      >
        {at < 0 ? (
          <option value="-1">{target ? `${target.model} (not listed)` : "Choose a model"}</option>
        ) : null}
        {models.map((each, place) => (
          <option key={`${each.connectionId} ${each.model}`} value={place}>
            {choiceLabel(each)}
          </option>
        ))}
      </NativeSelect>
    </FieldAt>
  );
}
