import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.tsx";
import { IntentLink } from "./intent-link.tsx";
import { ScrollRegion } from "./scroll-region.client.tsx";
import { TableKeys } from "./table-keys.client.tsx";

export type TableProps = ComponentProps<"table"> & {
  /** What the rows are, for screen readers. */
  label: string;
  /** J and K move between the rows' links, Enter opens. */
  keys?: boolean | undefined;
  /** Stays a table on a phone, scrolling sideways, instead of two-line rows. */
  keepColumns?: boolean | undefined;
};

/** A table whose rows become two-line items on a phone (see `mobile` of Td). */
export function Table({
  label,
  keys = false,
  keepColumns = false,
  className,
  children,
  ...props
}: TableProps) {
  const table = (
    <table
      aria-label={label}
      className={cn("w-full border-collapse", !keepColumns && "collapsing", className)}
      {...props}
    >
      {children}
    </table>
  );
  const scrolling = (
    <ScrollRegion label={label} always={keepColumns}>
      {table}
    </ScrollRegion>
  );
  return keys ? <TableKeys>{scrolling}</TableKeys> : scrolling;
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

export type ThProps = Omit<ComponentProps<"th">, "scope"> & {
  numeric?: boolean | undefined;
  /** The address that sorts by this column, and how it is sorted now. */
  sortHref?: string | undefined;
  sorted?: "ascending" | "descending" | undefined;
};

/** A column's head. */
export function Th({ numeric = false, sortHref, sorted, className, children, ...props }: ThProps) {
  const sign = sorted === "ascending" ? " ▲" : sorted === "descending" ? " ▼" : "";
  return (
    <th
      scope="col"
      aria-sort={sorted}
      className={cn(
        "h-9 bg-surface px-3 py-1.5 text-left text-sm font-medium whitespace-nowrap text-text-3 shadow-[inset_0_-1px_0_var(--line)] first:rounded-tl-lg last:rounded-tr-lg",
        numeric && "num text-right",
        className,
      )}
      {...props}
    >
      {sortHref ? (
        <Link href={sortHref} scroll={false} className="hover:text-text">
          {children}
          {sign}
        </Link>
      ) : (
        children
      )}
    </th>
  );
}

export type TrProps = ComponentProps<"tr"> & { selected?: boolean | undefined };

/** A row. A RowLink inside makes all of it open. */
export function Tr({ selected = false, className, ...props }: TrProps) {
  return (
    <tr
      aria-selected={selected || undefined}
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
export function RowLink({ className, ...props }: ComponentProps<typeof Link>) {
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

export type Column<Row> = {
  key: string;
  head: ReactNode;
  cell: (row: Row) => ReactNode;
  numeric?: boolean | undefined;
  /** The name on a phone, where `head` is not a string. */
  label?: string | undefined;
  mobile?: TdProps["mobile"];
  sortHref?: string | undefined;
  sorted?: ThProps["sorted"];
  className?: string | undefined;
};

export type DataTableProps<Row> = {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Where a row opens; its first column becomes the link. */
  rowHref?: ((row: Row) => string) | undefined;
  isSelected?: ((row: Row) => boolean) | undefined;
  keys?: boolean | undefined;
  keepColumns?: boolean | undefined;
  className?: string | undefined;
};

/** A whole table from columns and rows. Give an EmptyState in its place when there are no rows. */
export function DataTable<Row>({
  label,
  columns,
  rows,
  rowKey,
  rowHref,
  isSelected,
  keys,
  keepColumns,
  className,
}: DataTableProps<Row>) {
  return (
    <Table label={label} keys={keys ?? rowHref !== undefined} keepColumns={keepColumns} className={className}>
      <TableHead>
        {columns.map((column) => (
          <Th key={column.key} numeric={column.numeric} sortHref={column.sortHref} sorted={column.sorted}>
            {column.head}
          </Th>
        ))}
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <Tr key={rowKey(row)} selected={isSelected?.(row)}>
            {columns.map((column, index) => (
              <Td
                key={column.key}
                numeric={column.numeric}
                label={column.label ?? (typeof column.head === "string" ? column.head : undefined)}
                mobile={column.mobile ?? (index === 0 ? "title" : undefined)}
                className={column.className}
              >
                {index === 0 && rowHref ? (
                  <RowLink href={rowHref(row)}>{column.cell(row)}</RowLink>
                ) : (
                  column.cell(row)
                )}
              </Td>
            ))}
          </Tr>
        ))}
      </TableBody>
    </Table>
  );
}
