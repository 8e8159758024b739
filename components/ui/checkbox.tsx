"use client";

import { Check, Minus } from "lucide-react";
import { Checkbox as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.tsx";

/** Yes or no; `checked="indeterminate"` for some of many. */
export function Checkbox({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      className={cn(
        "group relative inline-grid size-4 shrink-0 place-items-center rounded-sm border border-text-3 bg-surface text-accent-ink transition-colors duration-120 after:absolute after:-inset-1.5 disabled:opacity-50 aria-invalid:border-bad data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent pointer-coarse:after:-inset-3.5",
        className,
      )}
      {...props}
    >
      <Primitive.Indicator>
        <Check className="size-3 stroke-3 group-data-[state=indeterminate]:hidden" aria-hidden="true" />
        <Minus className="hidden size-3 stroke-3 group-data-[state=indeterminate]:block" aria-hidden="true" />
      </Primitive.Indicator>
    </Primitive.Root>
  );
}
