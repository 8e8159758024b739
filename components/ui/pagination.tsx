import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { cn } from "./cn.tsx";

export type PaginationProps = {
  /** The address of the page before; left out on the first. */
  newerHref?: string | undefined;
  olderHref?: string | undefined;
  newerLabel?: string | undefined;
  olderLabel?: string | undefined;
  /** What is shown: "50 of 1,204". */
  children?: ReactNode;
  className?: string | undefined;
};

/** Cursor paging. Nothing at all when there is one page and nothing to say. */
export function Pagination({
  newerHref,
  olderHref,
  newerLabel = "Newer",
  olderLabel = "Older",
  children,
  className,
}: PaginationProps) {
  if (!newerHref && !olderHref && !children) return null;
  return (
    <nav
      aria-label="Pages"
      className={cn("flex items-center gap-2 px-3.5 py-2 text-sm text-text-3", className)}
    >
      <span className="num">{children}</span>
      <span className="flex-1" />
      <Step href={newerHref} rel="prev" label={newerLabel} />
      <Step href={olderHref} rel="next" label={olderLabel} />
    </nav>
  );
}

function Step({ href, rel, label }: { href: string | undefined; rel: "prev" | "next"; label: string }) {
  if (!href) {
    return (
      <Button size="sm" disabled>
        {label}
      </Button>
    );
  }
  return (
    <Button size="sm" asChild>
      <Link href={href} rel={rel}>
        {label}
      </Link>
    </Button>
  );
}
