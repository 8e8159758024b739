import type { ComponentProps } from "react";
import { cn } from "./cn.tsx";
import { controlClasses } from "./input.tsx";

// The height of so many lines: where a box grows with its text, browsers ignore `rows`.
const heights: Record<number, string> = {
  1: "min-h-7",
  2: "min-h-12.5",
  3: "min-h-17.5",
  4: "min-h-22.5",
  5: "min-h-27.5",
  6: "min-h-32.5",
  8: "min-h-42.5",
  10: "min-h-52.5",
  12: "min-h-62.5",
  16: "min-h-82.5",
  20: "min-h-102.5",
};

/** Several lines of text; grows with what is typed. */
export function Textarea({ className, rows = 3, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea
      rows={rows}
      className={cn(
        controlClasses,
        "field-sizing-content py-1",
        heights[rows] ?? "min-h-17.5",
        "read-only:bg-sunken",
        className,
      )}
      {...props}
    />
  );
}
