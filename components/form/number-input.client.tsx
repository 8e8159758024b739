"use client";

import { type ComponentProps, useState } from "react";
import { Input } from "#ui/input";

type NumberInputProps = Omit<ComponentProps<typeof Input>, "value" | "onChange" | "type"> & {
  value: number | undefined;
  onValue: (value: number | undefined) => void;
};

/** A number, or nothing; what is no number yet stays as it was typed. */
export function NumberInput({ value, onValue, ...props }: NumberInputProps) {
  const [text, setText] = useState(value === undefined ? "" : String(value));
  return (
    <Input
      {...props}
      type="number"
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        const typed = event.target.value.trim();
        const next = typed === "" ? undefined : Number(typed);
        if (next === undefined || Number.isFinite(next)) onValue(next);
      }}
    />
  );
}
