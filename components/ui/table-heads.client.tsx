"use client";

import { cn } from "./cn.tsx";
import { Th } from "./plain-table.tsx";
import type { GridColumn } from "./table-model.ts";
import { Tick } from "./table-tick.client.tsx";

export type TableHeadsProps = {
  columns: readonly GridColumn[];
  hasMenu: boolean;
  sorted: { id: string; desc: boolean } | null;
  onSort: (key: string) => void;
  ticks: { isAll: boolean; isSome: boolean; onAll: (event: unknown) => void } | null;
};

/** The heads of a list; those that can put it in order are buttons. */
export function TableHeads({ columns, hasMenu, sorted, onSort, ticks }: TableHeadsProps) {
  return (
    <>
      {ticks ? (
        <Th className="w-9 pr-0">
          <Tick label="Select all rows here" isOn={ticks.isAll} isSome={ticks.isSome} onTick={ticks.onAll} />
        </Th>
      ) : null}
      {columns.map(({ key, head, numeric, isSortable }, at) => {
        const isSorted = sorted?.id === key;
        const direction = sorted?.desc ? ("descending" as const) : ("ascending" as const);
        return (
          <Th
            key={key}
            numeric={numeric}
            aria-sort={isSorted ? direction : undefined}
            className={cn(hasMenu && at === columns.length - 1 && "pr-10", isSorted && "text-text")}
          >
            {isSortable ? (
              <>
                {/* On a phone the heads are out of sight, so nothing in them may be focused; the menu puts the list in
                    order there. */}
                <span className="hidden max-sm:inline">{head}</span>
                <button
                  type="button"
                  className="group font-medium hover:text-text max-sm:hidden"
                  onClick={() => onSort(key)}
                >
                  {head}
                  <span
                    aria-hidden="true"
                    className={cn("ml-1 inline-block w-2", !isSorted && "opacity-0 group-hover:opacity-50")}
                  >
                    {isSorted && !sorted.desc ? "↑" : "↓"}
                  </span>
                </button>
              </>
            ) : (
              head
            )}
          </Th>
        );
      })}
    </>
  );
}
