"use client";

import { useRouter } from "next/navigation";
import { useOptimistic, useTransition } from "react";
import { NativeSelect } from "./native-select.tsx";

export type LinkSelectProps = {
  /** "environment", in front of the choice. */
  label: string;
  value: string;
  /** Where each choice leads: the same page, its address written by the page's own `href`. */
  options: readonly { value: string; label: string; href: string }[];
  /** For those who cannot see it only. */
  isLabelHidden?: boolean | undefined;
};

/** A choice kept in the address, too long for `Segmented`: it shows at once, and the page follows. */
export function LinkSelect({ label, value, options, isLabelHidden = false }: LinkSelectProps) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const [shown, show] = useOptimistic(value);
  const open = (chosen: string) => {
    const href = options.find((option) => option.value === chosen)?.href;
    if (href === undefined) return;
    startTransition(() => {
      show(chosen);
      router.push(href, { scroll: false });
    });
  };
  return (
    <label className="flex shrink-0 items-center gap-1.5 text-sm text-text-3">
      <span className={isLabelHidden ? "sr-only" : "max-sm:sr-only"}>{label}</span>
      <NativeSelect
        className="w-auto max-w-52"
        aria-busy={isPending}
        value={shown}
        onChange={(event) => open(event.target.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </NativeSelect>
    </label>
  );
}
