import type { ReactNode } from "react";
import type { TdProps } from "./plain-table.tsx";
import type { TableSelection } from "./table-model.ts";
import { TableGrid } from "./table-grid.client.tsx";
import { type SortValue, sortValueOf } from "./table-sort.ts";

/** A column of a list, written once for it: the head, the cell, and what it is ordered by. */
export type Column<Row> = {
  key: string;
  head: ReactNode;
  cell: (row: Row) => ReactNode;
  /** What the rows are ordered by under this head; null stands last. Without it, or in a list that is one page of several, the head does not sort. */
  sort?: ((row: Row) => SortValue) | undefined;
  numeric?: boolean | undefined;
  /** The name on a phone and in the menu of columns, where `head` is not a string. */
  label?: string | undefined;
  /** Where it stands on a phone. The "title" is also what links to the row and cannot be hidden; the first column, if none says so. */
  mobile?: TdProps["mobile"];
  className?: string | undefined;
};

export type TableProps<Row> = {
  /** What the rows are, for screen readers. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Where a row opens; its title becomes the link. */
  rowHref?: ((row: Row) => string) | undefined;
  /** Marks the row that the page is about. */
  isCurrent?: ((row: Row) => boolean) | undefined;
  /** The id a row has in the page, for links to it. */
  rowAnchor?: ((row: Row) => string) | undefined;
  /** Whether these are all the rows there are: only then can they be put in order here. */
  isWhole: boolean;
  /** The columns that the verb behind the list sorts by; where the rows are one page of several, these heads ask the server. */
  serverOrders?: readonly string[] | undefined;
  /** The list's name in what a person keeps; with it, columns can be hidden. */
  name?: string | undefined;
  /** The parameter of the address that holds the order; of its own where a page has two lists. */
  sortName?: string | undefined;
  /** J and K walk the rows, Enter opens; as a rule, where rows open. */
  keys?: boolean | undefined;
  /** Rows to tick, for a bar of actions; only from client components. */
  selection?: TableSelection | undefined;
  /** Stays a table on a phone, scrolling sideways, instead of two-line rows. */
  keepColumns?: boolean | undefined;
  className?: string | undefined;
};

/**
 * Every list of the studio. The cells are made here, on the server where the page is, and put in order, hidden, ticked and
 * walked by TanStack Table in the browser; the first paint is in the order the address asks for. Give an EmptyState in its
 * place when there are no rows.
 */
export function Table<Row>({
  columns,
  rows,
  rowKey,
  rowHref,
  isCurrent,
  rowAnchor,
  isWhole,
  serverOrders,
  keys = rowHref !== undefined,
  ...rest
}: TableProps<Row>) {
  const mayOrder = isWhole && rows.length > 1;
  const isByServer = !isWhole && serverOrders !== undefined;
  const title = Math.max(
    0,
    columns.findIndex(({ mobile }) => mobile === "title"),
  );
  return (
    <TableGrid
      {...rest}
      keys={keys}
      isSortedByServer={isByServer}
      hasServerOrder={serverOrders !== undefined}
      columns={columns.map(({ key, head, label, sort, numeric, mobile, className }, place) => ({
        key,
        head,
        label: label ?? (typeof head === "string" ? head : undefined),
        isSortable: isByServer ? serverOrders.includes(key) : mayOrder && sort !== undefined,
        isDescendingFirst: rows.some((row) => typeof sortValueOf(sort?.(row)) === "number"),
        numeric: numeric ?? false,
        isTitle: place === title,
        mobile: place === title ? "title" : mobile,
        className,
      }))}
      rows={rows.map((row) => ({
        id: rowKey(row),
        href: rowHref?.(row),
        anchor: rowAnchor?.(row),
        isCurrent: isCurrent?.(row) ?? false,
        cells: Object.fromEntries(columns.map(({ key, cell }) => [key, cell(row)])),
        values: mayOrder
          ? Object.fromEntries(columns.map(({ key, sort }) => [key, sortValueOf(sort?.(row))]))
          : {},
      }))}
    />
  );
}
