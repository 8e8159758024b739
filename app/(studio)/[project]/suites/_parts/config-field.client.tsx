"use client";

import { choiceLabel } from "#client/models";
import { useState } from "react";
import { FieldAt } from "#components/form/form-scope.client";
import { Checkbox } from "#ui/checkbox";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";
import { Textarea } from "#ui/textarea";
import { type ConfigFieldProps, wordsOf } from "./config-field-props.ts";
import { PatternField } from "./pattern-field.client.tsx";

/** One field of an evaluator's configuration, drawn from what the room knows of it. */
export function ConfigField(props: ConfigFieldProps) {
  const { field, value, onChange, disabled } = props;
  const text = typeof value === "string" ? value : "";
  const frame = { ...wordsOf(field), required: isAskedFor(props) };
  switch (field.control) {
    case "boolean":
      return (
        <FieldAt {...frame} required={false} inline className="self-start">
          <Checkbox
            checked={value === true}
            disabled={disabled}
            onCheckedChange={(checked) => onChange(checked === true)}
          />
        </FieldAt>
      );
    case "text":
    case "code":
      return (
        <FieldAt {...frame}>
          <Input
            disabled={disabled}
            value={text}
            maxLength={field.maxLength}
            className={field.control === "code" ? "font-mono" : undefined}
            onChange={(event) => onChange(event.target.value || undefined)}
          />
        </FieldAt>
      );
    case "pattern":
      return <PatternField {...props} />;
    case "long":
      return (
        <FieldAt {...frame} className="col-span-full">
          <Textarea
            disabled={disabled}
            rows={5}
            value={text}
            maxLength={field.maxLength}
            onChange={(event) => onChange(event.target.value)}
          />
        </FieldAt>
      );
    case "number":
      return (
        <FieldAt {...frame}>
          <Input
            type="number"
            disabled={disabled}
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
        <FieldAt {...frame}>
          <NativeSelect disabled={disabled} value={text} onChange={(event) => onChange(event.target.value)}>
            {field.choices.map((choice) => (
              <option key={choice.value} value={choice.value}>
                {choice.label}
              </option>
            ))}
          </NativeSelect>
        </FieldAt>
      );
    case "lines":
      return <Lines {...props} />;
    case "json":
      return <Json {...props} />;
    case "model":
      return <Model {...props} />;
    default:
      return field.control satisfies never;
  }
}

/** Said only while it is empty: a field that is filled in needs no reminder. */
function isAskedFor({ field, value }: ConfigFieldProps): boolean {
  return field.isRequired && (value === undefined || value === "");
}

/** Keeps what is typed, empty lines too, while the value holds only the lines that say something. */
function Lines({ field, value, onChange, disabled }: ConfigFieldProps) {
  const [text, setText] = useState(Array.isArray(value) ? value.join("\n") : "");
  return (
    <FieldAt {...wordsOf(field)} className="col-span-full">
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

/** Keeps what is typed; while that is not JSON the value is the text itself, which the schema refuses. */
function Json({ field, value, onChange, disabled }: ConfigFieldProps) {
  const [text, setText] = useState(() =>
    typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value, null, 2),
  );
  return (
    <FieldAt
      {...wordsOf(field)}
      error={typeof value === "string" ? "This is not JSON yet." : undefined}
      className="col-span-full"
    >
      <Textarea
        rows={8}
        disabled={disabled}
        value={text}
        className="font-mono"
        spellCheck={false}
        onChange={(event) => {
          setText(event.target.value);
          const isLeftOut = !field.isRequired && event.target.value.trim() === "";
          onChange(isLeftOut ? undefined : parsed(event.target.value));
        }}
      />
    </FieldAt>
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Half typed, or wrong: the person sees that beside the field.
    return text;
  }
}

function Model({ field, value, onChange, models, disabled }: ConfigFieldProps) {
  const target = value as { connectionId: string; model: string } | undefined;
  const at = models.findIndex(
    (each) => each.connectionId === target?.connectionId && each.model === target.model,
  );
  return (
    <FieldAt {...wordsOf(field)}>
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
