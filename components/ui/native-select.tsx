import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn.tsx";
import { controlClasses } from "./input.tsx";

/** The browser's own select: for plain forms, GET filters and phones. Children are option elements. */
export function NativeSelect({ className, ...props }: ComponentProps<"select">) {
  return (
    <span className="relative inline-flex w-full">
      <select
        className={cn(controlClasses, "h-7 appearance-none pr-7 pointer-coarse:h-11", className)}
        {...props}
      />
      <ChevronDown
        className="pointer-events-none absolute top-1/2 right-2 size-3.5 -translate-y-1/2 text-text-3"
        aria-hidden="true"
      />
    </span>
  );
}
