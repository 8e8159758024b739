"use client";

import { type ReactNode, useId, useState } from "react";
import { cn } from "./cn.tsx";
import { floating } from "./surface.ts";

export type TooltipProps = { content: ReactNode; children: ReactNode };

/**
 * A word more about a control, under it, on hover and focus; Escape puts it away. The child must take focus; never the
 * only place of a fact. Drawn by CSS, so that it costs a page nothing.
 */
export function Tooltip({ content, children }: TooltipProps) {
  const id = useId();
  const [isAway, setAway] = useState(false);
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- focus and Escape come up from the child
    <span
      className="group/tip relative inline-flex"
      aria-describedby={id}
      onKeyDown={(event) => (event.key === "Escape" ? setAway(true) : undefined)}
      onPointerEnter={() => setAway(false)}
      onBlur={() => setAway(false)}
    >
      {children}
      <span
        role="tooltip"
        id={id}
        className={cn(
          floating,
          // Not drawn until it is wanted: an invisible box would still make a narrow page scroll sideways.
          "absolute top-full left-0 z-50 mt-1 hidden w-72 rounded-md px-2 py-1 text-sm",
          isAway ? "" : "group-focus-within/tip:block group-hover/tip:block",
        )}
      >
        {content}
      </span>
    </span>
  );
}
