import type { ComponentProps } from "react";
import { cn } from "./cn.tsx";
import { IntentLink } from "./intent-link.tsx";
import { ScrollRegion } from "./scroll-region.client.tsx";

export type PlainTableProps = ComponentProps<"table"> & {
  /** What the rows are, for screen readers. */
  label: string;
  /** Stays a table on a phone, scrolling sideways, instead of two-line rows. */
  keepColumns?: boolean | undefined;
};

/**
 * The bare table, for what is no list: matrices, forms in rows, a handful of figures side by side. Lists are `Table` of
 * `#ui/table`. Its rows become two-line items on a phone (see `mobile` of Td).
 */
export function PlainTable({ label, keepColumns = false, className, children, ...props }: PlainTableProps) {
  return (
    <ScrollRegion label={label} always={keepColumns}>
      <table
        aria-label={label}
        className={cn("w-full border-collapse", !keepColumns && "collapsing", className)}
        {...props}
      >
        {children}
      </table>
    </ScrollRegion>
  );
}

/** The head; sticks under the top bar, where the table is as wide as the page and so does not scroll by itself. */
export function TableHead({ className, children, ...props }: ComponentProps<"thead">) {
  return (
    <thead className={cn("lg:sticky lg:top-(--top) lg:z-10 [[data-scrolls]_&]:top-0", className)} {...props}>
      <tr>{children}</tr>
    </thead>
  );
}

export function TableBody(props: ComponentProps<"tbody">) {
  return <tbody {...props} />;
}

export type ThProps = Omit<ComponentProps<"th">, "scope"> & { numeric?: boolean | undefined };

/** A column's head. */
export function Th({ numeric = false, className, ...props }: ThProps) {
  return (
    <th
      scope="col"
      className={cn(
        "h-9 bg-surface px-3 py-1.5 text-left text-sm font-medium whitespace-nowrap text-text-3 shadow-[inset_0_-1px_0_var(--line)] first:rounded-tl-lg last:rounded-tr-lg",
        numeric && "num text-right",
        className,
      )}
      {...props}
    />
  );
}

export type TrProps = ComponentProps<"tr"> & { selected?: boolean | undefined };

/** A row. A RowLink inside makes all of it open. */
export function Tr({ selected = false, className, ...props }: TrProps) {
  return (
    <tr
      aria-current={selected || undefined}
      className={cn(
        "relative border-b border-line last:border-b-0 has-[[data-row-link]]:hover:bg-sunken has-[[data-row-link]:focus-visible]:bg-sunken",
        selected && "bg-accent-weak has-[[data-row-link]]:hover:bg-accent-weak",
        className,
      )}
      {...props}
    />
  );
}

export type TdProps = ComponentProps<"td"> & {
  numeric?: boolean | undefined;
  /** The column's name; stands before the value on a phone. */
  label?: string | undefined;
  /** On a phone: the first line's title, what stands at its right end, or nothing at all. Unset: the second line. */
  mobile?: "title" | "aside" | "hide" | undefined;
};

/** A cell, 36 px high. */
export function Td({ numeric = false, label, mobile, className, ...props }: TdProps) {
  return (
    <td
      data-label={label}
      data-mobile={mobile}
      className={cn("h-9 px-3 py-1.5 align-middle", numeric && "num text-right whitespace-nowrap", className)}
      {...props}
    />
  );
}

/** The link that opens a row: one per row, in its title cell. Other controls in the row need `relative z-1`. */
export function RowLink({ className, ...props }: ComponentProps<typeof IntentLink>) {
  return (
    <IntentLink
      data-row-link=""
      className={cn(
        "font-medium text-text after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent",
        className,
      )}
      {...props}
    />
  );
}
