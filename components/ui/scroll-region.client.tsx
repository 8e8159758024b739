"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { cn } from "./cn.tsx";

export type ScrollRegionProps = {
  label: string;
  /** Scrolls at every width; else only where the page is too narrow for a table and too wide for a list. */
  always: boolean;
  children: ReactNode;
};

/** Lets what is too wide scroll sideways, and be reached by keyboard exactly while it does. */
export function ScrollRegion({ label, always, children }: ScrollRegionProps) {
  const box = useRef<HTMLElement>(null);
  const [scrolls, setScrolls] = useState(false);
  // Follows the sizes the browser lays out.
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () =>
      setScrolls(element.scrollWidth > element.clientWidth && getComputedStyle(element).overflowX === "auto");
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);
  return (
    <section
      ref={box}
      aria-label={scrolls ? label : undefined}
      // A region that scrolls must be reachable by keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={scrolls ? 0 : undefined}
      data-scrolls={always ? "" : undefined}
      className={cn("overflow-x-auto", !always && "max-sm:overflow-visible lg:overflow-visible")}
    >
      {children}
    </section>
  );
}
