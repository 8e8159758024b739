"use client";

import { NumberInput } from "#components/form/number-input.client";

type SecondsProps = { value: number | undefined; onMs: (ms: number | undefined) => void };

/** Milliseconds, shown and typed in seconds. */
export function Seconds({ value, onMs, ...props }: SecondsProps) {
  return (
    <NumberInput
      {...props}
      step="any"
      value={value === undefined ? undefined : value / 1_000}
      onValue={(seconds) => onMs(seconds === undefined ? undefined : Math.round(seconds * 1_000))}
    />
  );
}
