"use client";

import { Switch as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.tsx";

/** A setting that takes effect at once. */
export function Switch({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      className={cn(
        "relative inline-flex h-4.5 w-8 shrink-0 items-center rounded-full border border-text-3 bg-sunken p-0.5 transition-colors duration-120 after:absolute after:-inset-1.5 disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent pointer-coarse:after:-inset-3.5",
        className,
      )}
      {...props}
    >
      <Primitive.Thumb className="size-3 rounded-full bg-text-3 transition-transform duration-120 data-[state=checked]:translate-x-3.5 data-[state=checked]:bg-accent-ink" />
    </Primitive.Root>
  );
}
