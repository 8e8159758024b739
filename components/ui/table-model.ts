import type { ReactNode } from "react";
import type { TdProps } from "./plain-table.tsx";

export type TableSelection = {
  selected: ReadonlySet<string>;
  /** What a row's box is called: "Select task 12". */
  nameOf: (id: string) => string;
  onSelect: (ids: ReadonlySet<string>) => void;
};

export type GridColumn = {
  key: string;
  head: ReactNode;
  label: string | undefined;
  isSortable: boolean;
  /** The first press of the head puts the highest on top, as figures and times are read. */
  isDescendingFirst: boolean;
  /** What links to the row; it cannot be hidden. */
  isTitle: boolean;
  numeric: boolean;
  mobile: TdProps["mobile"];
  className: string | undefined;
};

/** A row with its cells made, by the keys of the columns. */
export type GridRow = {
  id: string;
  href: string | undefined;
  anchor: string | undefined;
  isCurrent: boolean;
  cells: Record<string, ReactNode>;
  values: Record<string, string | number | undefined>;
};

export type TableGridProps = {
  label: string;
  columns: GridColumn[];
  rows: GridRow[];
  keys: boolean;
  /** The rows come in the order of the address; another order is asked of the server, from its first page. */
  isSortedByServer: boolean;
  /** The verb behind the list can put it in order, so its rows may have come in one. */
  hasServerOrder: boolean;
  name?: string | undefined;
  sortName?: string | undefined;
  selection?: TableSelection | undefined;
  keepColumns?: boolean | undefined;
  className?: string | undefined;
};

/** Whether columns can be hidden: in a list that has a name and enough of them. */
export function hasMenu(name: string | undefined, columns: readonly GridColumn[]): boolean {
  return name !== undefined && columns.length > 3;
}
