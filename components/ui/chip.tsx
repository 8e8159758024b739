import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.tsx";

const chipVariants = cva(
  "inline-flex h-5 max-w-full items-center gap-1 rounded-sm border border-transparent px-1.5 text-sm leading-none whitespace-nowrap [&_svg]:size-3 [&_svg]:shrink-0",
  {
    variants: {
      tone: {
        neutral: "border-line bg-sunken text-text-2",
        good: "bg-good-weak text-good",
        bad: "bg-bad-weak text-bad",
        warn: "bg-warn-weak text-warn",
        accent: "bg-accent-weak text-accent",
        info: "bg-info-weak text-info",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

export type ChipTone = NonNullable<VariantProps<typeof chipVariants>["tone"]>;

const signs: Partial<Record<ChipTone, string>> = { good: "✓", bad: "✕", warn: "◷" };

export type ChipProps = ComponentProps<"span"> & {
  tone?: ChipTone | undefined;
  /** The sign before the words, so that colour is never alone. `true` takes the tone's own: ✓ ✕ ◷. */
  sign?: ReactNode | true;
};

/** A small word about a state. */
export function Chip({ tone = "neutral", sign, className, children, ...props }: ChipProps) {
  const mark = sign === true ? signs[tone] : sign;
  return (
    <span className={cn(chipVariants({ tone }), className)} {...props}>
      {mark ? <span aria-hidden="true">{mark}</span> : null}
      {children}
    </span>
  );
}
