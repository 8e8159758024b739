import type { ComponentProps } from "react";
import { cn } from "./cn.tsx";

/** The name of a control; `htmlFor` ties it. */
export function Label({ className, ...props }: ComponentProps<"label">) {
  // The caller gives htmlFor or the control as a child.
  // oxlint-disable-next-line jsx-a11y/label-has-associated-control
  return <label className={cn("text-sm font-medium text-text-2", className)} {...props} />;
}
