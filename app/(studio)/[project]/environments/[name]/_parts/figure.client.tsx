"use client";

import { FieldAt } from "#components/form/form-scope.client";
import { Input } from "#ui/input";

type Props = {
  /** Where it lies in its condition. */
  path: string;
  label: string;
  value: number | null;
  onChange: (value: number | null) => void;
  hint?: string;
};

/** A number of a gate; empty is null. */
export function Figure({ path, label, value, onChange, hint }: Props) {
  return (
    <FieldAt path={path} label={label} hint={hint}>
      <Input
        type="number"
        inputMode="decimal"
        min={0}
        step="any"
        defaultValue={value ?? ""}
        onChange={(event) => onChange(event.target.value === "" ? null : Number(event.target.value))}
      />
    </FieldAt>
  );
}

/** A share of a gate, written in per cent. */
export function Percent({ path, label, value, onChange, hint }: Props) {
  return (
    <Figure
      path={path}
      label={`${label}, %`}
      value={value === null ? null : Number((value * 100).toFixed(4))}
      onChange={(percent) => onChange(percent === null ? null : percent / 100)}
      {...(hint ? { hint } : {})}
    />
  );
}
