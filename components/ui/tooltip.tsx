"use client";

import { Tooltip as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn.tsx";
import { Kbd } from "./kbd.tsx";
import { floating } from "./surface.ts";

export const TooltipProvider = Primitive.Provider;

export type TooltipProps = {
  content: ReactNode;
  kbd?: ReactNode;
  side?: "top" | "right" | "bottom" | "left" | undefined;
  children: ReactNode;
};

/** A word more about a control, on hover and focus. The child must take focus; never the only place of a fact. */
export function Tooltip({ content, kbd, side = "top", children }: TooltipProps) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={cn(
            floating,
            "flex max-w-72 animate-fade-in items-center gap-2 rounded-md px-2 py-1 text-sm",
          )}
        >
          {content}
          {kbd ? <Kbd>{kbd}</Kbd> : null}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
