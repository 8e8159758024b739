import type { ComponentProps } from "react";
import { cn } from "./cn.tsx";

/** The shape of what comes. Size it by class. */
export function Skeleton({ className, ...props }: ComponentProps<"span">) {
  return (
    <span
      aria-hidden="true"
      className={cn("block h-3 animate-pulse rounded-sm bg-line", className)}
      {...props}
    />
  );
}
