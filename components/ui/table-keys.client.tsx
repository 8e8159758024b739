"use client";

import { type ReactNode, useRef } from "react";
import { useShortcut } from "#ui/shortcuts.client";

/** Lets J and K walk the row links inside; Enter opens, as links do. */
export function TableKeys({ children }: { children: ReactNode }) {
  const root = useRef<HTMLDivElement>(null);
  const step = (by: 1 | -1) => {
    const links = [...(root.current?.querySelectorAll<HTMLElement>("[data-row-link]") ?? [])];
    const at = links.findIndex((link) => link === document.activeElement);
    const start = by === 1 ? 0 : links.length - 1;
    links[at === -1 ? start : Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
  };
  useShortcut("j", "Next row", () => step(1));
  useShortcut("k", "Row before", () => step(-1));
  useShortcut("enter", "Open the row", () => {}, { isListedOnly: true });
  return <div ref={root}>{children}</div>;
}
