"use client";

import type { ComponentProps } from "react";
import { cn } from "./cn.tsx";
import { RowLink, Td, Tr } from "./plain-table.tsx";
import type { GridColumn, GridRow } from "./table-model.ts";
import { Tick } from "./table-tick.client.tsx";

export type TableRowProps = {
  row: GridRow;
  columns: readonly GridColumn[];
  /** The last cell keeps clear of the menu over its head. */
  hasMenu: boolean;
  /** Null where rows are not ticked. */
  tick: { label: string; isOn: boolean; onTick: (event: unknown) => void } | null;
};

/** One row of a list. */
export function TableRow({ row, columns, hasMenu, tick, ...props }: TableRowProps & ComponentProps<"tr">) {
  return (
    <Tr
      data-row={row.id}
      id={row.anchor}
      selected={row.isCurrent}
      className={tick?.isOn ? "bg-accent-weak has-[[data-row-link]]:hover:bg-accent-weak" : undefined}
      {...props}
    >
      {tick ? (
        <td className="relative z-1 w-9 pt-2.5 pb-1.5 pr-0 pl-3 align-top" data-mobile="tick">
          <Tick {...tick} />
        </td>
      ) : null}
      {columns.map(({ key, label, isTitle, numeric, mobile, className }, at) => (
        <Td
          key={key}
          numeric={numeric}
          label={label}
          mobile={mobile}
          className={cn(className, hasMenu && at === columns.length - 1 && "sm:pr-10")}
        >
          {isTitle && row.href ? <RowLink href={row.href}>{row.cells[key]}</RowLink> : row.cells[key]}
        </Td>
      ))}
    </Tr>
  );
}
