"use client";

import { RadioGroup } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn.tsx";
import { IntentLink } from "./intent-link.tsx";

const frame = "inline-flex max-w-full overflow-x-auto rounded-md border border-line-2 bg-surface";
const item =
  "flex h-6.5 shrink-0 items-center gap-1 border-r border-line px-2.25 text-sm whitespace-nowrap text-text-2 transition-colors duration-120 last:border-r-0 hover:text-text focus-visible:-outline-offset-2 aria-[current]:bg-sunken aria-[current]:font-medium aria-[current]:text-text data-[state=checked]:bg-sunken data-[state=checked]:font-medium data-[state=checked]:text-text pointer-coarse:h-10.5";

export type SegmentedProps = {
  /** What is being chosen. */
  label: string;
  items: readonly { value: string; label: ReactNode; href: string; count?: number | undefined }[];
  value: string;
  className?: string | undefined;
};

/** A choice kept in the URL: each part is a link. */
export function Segmented({ label, items, value, className }: SegmentedProps) {
  return (
    <nav aria-label={label} className={cn(frame, className)}>
      {items.map((each) => (
        <IntentLink
          key={each.value}
          href={each.href}
          scroll={false}
          aria-current={each.value === value ? "true" : undefined}
          className={item}
        >
          {each.label}
          {each.count === undefined ? null : <span className="num">{each.count}</span>}
        </IntentLink>
      ))}
    </nav>
  );
}

export type SegmentedControlProps = {
  label: string;
  items: readonly { value: string; label: ReactNode; disabled?: boolean | undefined }[];
  value: string;
  onValueChange: (value: string) => void;
  className?: string | undefined;
};

/** The same look for a choice held by a client component (pair it with nuqs). */
export function SegmentedControl({ label, items, value, onValueChange, className }: SegmentedControlProps) {
  return (
    <RadioGroup.Root
      aria-label={label}
      orientation="horizontal"
      value={value}
      onValueChange={onValueChange}
      className={cn(frame, className)}
    >
      {items.map((each) => (
        <RadioGroup.Item
          key={each.value}
          value={each.value}
          disabled={each.disabled ?? false}
          className={item}
        >
          {each.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
