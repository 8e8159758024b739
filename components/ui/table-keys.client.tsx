"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { isTyping } from "./typing.ts";

/** Lets J and K walk the row links inside; Enter opens, as links do. */
export function TableKeys({ children }: { children: ReactNode }) {
  const root = useRef<HTMLDivElement>(null);
  // Synchronises with the keyboard of the whole document.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target))
        return;
      const step = event.key === "j" ? 1 : event.key === "k" ? -1 : 0;
      if (step === 0) return;
      const links = [...(root.current?.querySelectorAll<HTMLElement>("[data-row-link]") ?? [])];
      if (links.length === 0) return;
      const at = links.findIndex((link) => link === document.activeElement);
      const next =
        at === -1 ? (step === 1 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + step));
      event.preventDefault();
      links[next]?.focus();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
  return <div ref={root}>{children}</div>;
}
