"use client";

import { lazy, type RefObject, Suspense, useSyncExternalStore } from "react";
import { cn } from "./cn.tsx";
import { TableHead } from "./plain-table.tsx";
import { ScrollRegion } from "./scroll-region.client.tsx";
import { type TableHeadsProps, TableHeads } from "./table-heads.client.tsx";
import type { GridColumn, GridRow } from "./table-model.ts";
import { RoomForRows, rowHeight } from "./room-for-rows.tsx";
import { TableRow, type TableRowProps } from "./table-row.client.tsx";

type TableFrameProps = Pick<TableHeadsProps, "sorted" | "onSort" | "ticks"> & {
  label: string;
  /** Those that are shown. */
  columns: readonly GridColumn[];
  /** In the order they stand. */
  rows: readonly GridRow[];
  hasMenu: boolean;
  tickOf: (id: string) => TableRowProps["tick"];
  /** Where a long list puts how to bring a row near the screen. */
  showRow: RefObject<((place: number) => void) | null>;
  keepColumns?: boolean | undefined;
  className?: string | undefined;
};

/** More rows than this and only those near the screen are in the page. */
const manyRows = 200;
const ManyRows = lazy(() =>
  import("./many-rows.client.tsx").then(({ ManyRows: part }) => ({ default: part })),
);

/** The table of a list as it stands, whoever put it in order. */
export function TableFrame({
  label,
  columns,
  rows,
  hasMenu,
  sorted,
  onSort,
  ticks,
  tickOf,
  showRow,
  keepColumns = false,
  className,
}: TableFrameProps) {
  const parts = rows.map((row) => ({ row, columns, hasMenu, tick: tickOf(row.id) }));
  const isLong = rows.length > manyRows;
  return (
    <ScrollRegion label={label} always={keepColumns}>
      <table
        aria-label={label}
        aria-rowcount={isLong ? rows.length + 1 : undefined}
        className={cn("w-full border-collapse", !keepColumns && "collapsing", className)}
      >
        <TableHead>
          <TableHeads columns={columns} hasMenu={hasMenu} sorted={sorted} onSort={onSort} ticks={ticks} />
        </TableHead>
        {isLong ? (
          <LongBody parts={parts} span={columns.length + (ticks ? 1 : 0)} showRow={showRow} />
        ) : (
          <tbody>
            {parts.map((part) => (
              <TableRow key={part.row.id} {...part} />
            ))}
          </tbody>
        )}
      </table>
    </ScrollRegion>
  );
}

type LongBodyProps = { parts: TableRowProps[]; span: number; showRow: TableFrameProps["showRow"] };

/** How many rows of a long list the server sends: two screens of them. */
const firstRows = 50;

/** The server knows no screen: it sends the first rows; those near the screen are the browser's to say. */
function LongBody({ parts, span, showRow }: LongBodyProps) {
  const isInBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const first = (
    <tbody>
      {parts.slice(0, firstRows).map((part) => (
        <TableRow key={part.row.id} {...part} />
      ))}
      <RoomForRows height={(parts.length - firstRows) * rowHeight} span={span} />
    </tbody>
  );
  return isInBrowser ? (
    <Suspense fallback={first}>
      <ManyRows rows={parts} span={span} showRow={showRow} />
    </Suspense>
  ) : (
    first
  );
}

const never = () => () => {};
