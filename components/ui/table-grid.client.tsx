"use client";

import {
  type ColumnDef,
  columnVisibilityFeature,
  createSortedRowModel,
  rowSelectionFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useQueryStates } from "nuqs";
import { useMemo, useRef, useTransition } from "react";
import { parseAsPlace, parseAsSort, type Sort } from "#platform/list-address";
import { TableFrame } from "./table-frame.client.tsx";
import { TableMenu } from "./table-menu.client.tsx";
import { type GridColumn, type GridRow, hasMenu, type TableGridProps } from "./table-model.ts";
import { compareValues } from "./table-sort.ts";
import { useKeptColumns } from "./use-kept-columns.ts";
import { useRowKeys } from "./use-row-keys.ts";

const features = tableFeatures({
  rowSortingFeature,
  columnVisibilityFeature,
  rowSelectionFeature,
  sortedRowModel: createSortedRowModel(),
});

const nothing: ReadonlySet<string> = new Set();

/** Order, columns, ticks and keys of a list, by TanStack Table. */
export function TableGrid({
  label,
  columns,
  rows,
  keys,
  isSortedByServer,
  hasServerOrder,
  name,
  sortName = "sort",
  selection,
  keepColumns,
  className,
}: TableGridProps) {
  const root = useRef<HTMLDivElement>(null);
  const showRow = useRef<((place: number) => void) | null>(null);
  const [isPending, startTransition] = useTransition();
  const [address, setAddress] = useQueryStates({ [sortName]: parseAsSort, cursor: parseAsPlace });
  // The parser of that name gives no other.
  const sort = address[sortName] as Sort | null;
  const setSort = (next: Sort | null) =>
    // The rows of a whole list may have come in an order that was asked for; the usual one only the server knows.
    isSortedByServer || (next === null && hasServerOrder)
      ? setAddress({ [sortName]: next, cursor: null }, { shallow: false, history: "push", startTransition })
      : setAddress({ [sortName]: next });
  const [hidden, setHidden] = useKeptColumns(name);
  const selected = selection?.selected ?? nothing;
  const definitions = useMemo(() => columns.map(definitionOf), [columns]);
  const sorting = useMemo(
    () =>
      sort && columns.some(({ key, isSortable }) => isSortable && key === sort.key)
        ? [{ id: sort.key, desc: sort.isDescending }]
        : [],
    [sort, columns],
  );
  const columnVisibility = useMemo(
    () => Object.fromEntries(columns.map(({ key, isTitle }) => [key, isTitle || !hidden.includes(key)])),
    [columns, hidden],
  );
  const rowSelection = useMemo(
    () => Object.fromEntries([...selected].map((id) => [id, true as const])),
    [selected],
  );
  const table = useTable({
    features,
    data: rows,
    columns: definitions,
    getRowId: ({ id }) => id,
    enableMultiSort: false,
    manualSorting: isSortedByServer,
    state: { sorting, columnVisibility, rowSelection },
    onSortingChange: (update) => {
      const [next] = typeof update === "function" ? update(sorting) : update;
      void setSort(next ? { key: next.id, isDescending: next.desc } : null);
    },
    onRowSelectionChange: (update) =>
      selection?.onSelect(new Set(Object.keys(typeof update === "function" ? update(rowSelection) : update))),
  });
  const shown = table.getRowModel().rows;
  const visible = columns.filter(({ key }) => table.getColumn(key)?.getIsVisible());
  useRowKeys({
    root,
    ids: shown.map(({ id }) => id),
    showRow,
    isOn: keys && shown.length > 0,
    onTick: selection ? (id) => table.getRow(id).toggleSelected() : null,
  });
  const isMenu = hasMenu(name, columns);
  const tickOf = (id: string) => {
    if (!selection) return null;
    const row = table.getRow(id);
    return { label: selection.nameOf(id), isOn: row.getIsSelected(), onTick: row.getToggleSelectedHandler() };
  };
  return (
    <div ref={root} className="relative" aria-busy={isPending || undefined}>
      {isMenu ? (
        <TableMenu
          label={label}
          columns={columns.map(({ key, label: words, isSortable, isTitle }) => ({
            key,
            label: words ?? key,
            isSortable,
            isShown: columnVisibility[key] !== false,
            mayHide: !isTitle,
          }))}
          sort={sort}
          onSort={(next) => void setSort(next)}
          onHide={setHidden}
        />
      ) : null}
      <TableFrame
        label={label}
        columns={visible}
        rows={shown.map(({ original }) => original)}
        hasMenu={isMenu}
        sorted={sorting[0] ?? null}
        onSort={(key) => table.getColumn(key)?.toggleSorting()}
        ticks={
          selection
            ? {
                isAll: table.getIsAllRowsSelected(),
                isSome: table.getIsSomeRowsSelected(),
                onAll: table.getToggleAllRowsSelectedHandler(),
              }
            : null
        }
        tickOf={tickOf}
        showRow={showRow}
        keepColumns={keepColumns}
        className={className}
      />
    </div>
  );
}

function definitionOf({
  key,
  isTitle,
  isSortable,
  isDescendingFirst,
}: GridColumn): ColumnDef<typeof features, GridRow> {
  return {
    id: key,
    accessorFn: ({ values }) => values[key],
    enableSorting: isSortable,
    enableHiding: !isTitle,
    sortUndefined: "last",
    sortDescFirst: isDescendingFirst,
    sortFn: (a, b, id) => compareValues(a.getValue<string | number>(id), b.getValue<string | number>(id)),
  };
}
