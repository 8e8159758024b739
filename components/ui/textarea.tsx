import type { ComponentProps } from "react";
import { cn } from "./cn.tsx";
import { controlClasses } from "./input.tsx";

/** Several lines of text; grows with what is typed. */
export function Textarea({ className, rows = 3, ...props }: ComponentProps<"textarea">) {
  return <textarea rows={rows} className={cn(controlClasses, "field-sizing-content min-h-7 py-1 read-only:bg-sunken", className)} {...props} />;
}
