import type { ComponentProps } from "react";
import { cn } from "./cn.tsx";

/** The look every text control shares. */
export const controlClasses =
  "w-full min-w-0 rounded-md border border-line-2 bg-surface px-2 text-base text-text transition-colors duration-120 hover:border-text-3 focus-visible:border-accent focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-accent-weak disabled:cursor-not-allowed disabled:bg-sunken disabled:text-text-3 aria-invalid:border-bad";

/** One line of text. */
export function Input({ className, type = "text", ...props }: ComponentProps<"input">) {
  return (
    <input
      type={type}
      className={cn(
        controlClasses,
        "h-7 read-only:bg-sunken pointer-coarse:h-11",
        type === "number" && "num",
        className,
      )}
      {...props}
    />
  );
}
