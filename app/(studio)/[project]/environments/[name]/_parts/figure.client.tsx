"use client";

import { Field } from "#ui/field";
import { Input } from "#ui/input";

type Props = {
  label: string;
  value: number | null;
  onChange: (value: number | null) => void;
  hint?: string;
};

/** A number of a gate; empty is null. */
export function Figure({ label, value, onChange, hint }: Props) {
  return (
    <Field label={label} hint={hint}>
      <Input
        type="number"
        inputMode="decimal"
        min={0}
        step="any"
        defaultValue={value ?? ""}
        onChange={(event) => onChange(event.target.value === "" ? null : Number(event.target.value))}
      />
    </Field>
  );
}

/** A share of a gate, written in per cent. */
export function Percent({ label, value, onChange, hint }: Props) {
  return (
    <Figure
      label={`${label}, %`}
      value={value === null ? null : Number((value * 100).toFixed(4))}
      onChange={(percent) => onChange(percent === null ? null : percent / 100)}
      {...(hint ? { hint } : {})}
    />
  );
}
