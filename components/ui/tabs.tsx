"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "./cn.tsx";
import { IntentLink } from "./intent-link.tsx";

export type TabsProps = {
  /** What these are faces of. */
  label: string;
  items: readonly { label: ReactNode; href: string; count?: number | undefined }[];
  /** The href of the face shown; found from the path when left out. */
  current?: string | undefined;
  className?: string | undefined;
};

/** Faces of one thing, each at its own address. Stands directly under the top bar, edge to edge. */
export function Tabs({ label, items, current, className }: TabsProps) {
  const pathname = usePathname();
  const shown =
    current ??
    items.filter((each) => isUnder(pathname, each.href)).sort((a, b) => b.href.length - a.href.length)[0]
      ?.href;
  return (
    <nav
      aria-label={label}
      className={cn(
        "relative flex gap-4 overflow-x-auto border-b border-line bg-surface px-5 max-sm:px-3.5",
        className,
      )}
    >
      {items.map((each) => (
        <IntentLink
          key={each.href}
          href={each.href}
          aria-current={each.href === shown ? "page" : undefined}
          ref={each.href === shown ? bringIntoSight : null}
          className="shrink-0 border-b-2 border-transparent pt-2 pb-1.5 whitespace-nowrap text-text-2 hover:text-text focus-visible:-outline-offset-2 aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-text"
        >
          {each.label}
          {each.count === undefined ? null : <span className="num"> {each.count}</span>}
        </IntentLink>
      ))}
    </nav>
  );
}

/** On a phone the row scrolls; the face shown stands in its middle. */
function bringIntoSight(link: HTMLElement | null): void {
  const row = link?.parentElement;
  if (link && row) row.scrollLeft = link.offsetLeft - (row.clientWidth - link.offsetWidth) / 2;
}

function isUnder(pathname: string, href: string): boolean {
  const path = href.split("?")[0] ?? href;
  return pathname === path || pathname.startsWith(`${path}/`);
}
