"use client";

import { useRouter } from "next/navigation";
import { NativeSelect } from "#ui/native-select";

export type ScopeSwitchProps = {
  /** "environment", in front of the choice. */
  label: string;
  value: string;
  options: readonly { value: string; label: string; href: string }[];
};

/** One part of a scope, kept in the address: choosing goes to the same page in the other scope. */
export function ScopeSwitch({ label, value, options }: ScopeSwitchProps) {
  const router = useRouter();
  const open = (chosen: string) => {
    const href = options.find((option) => option.value === chosen)?.href;
    if (href) router.push(href, { scroll: false });
  };
  return (
    <label className="flex shrink-0 items-center gap-1.5 text-sm text-text-3">
      <span className="max-sm:sr-only">{label}</span>
      <NativeSelect className="w-auto max-w-52" value={value} onChange={(event) => open(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </NativeSelect>
    </label>
  );
}
