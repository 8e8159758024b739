"use client";

import {
  DropdownMenuCheckboxItem,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
} from "./dropdown-menu.tsx";
import { LazyMenu } from "./lazy-menu.tsx";
import type { LazyMenuProps } from "./menu-button.tsx";
import type { Sort } from "#platform/list-address";

export type TableMenuContent = {
  columns: readonly { key: string; label: string; isSortable: boolean; isShown: boolean; mayHide: boolean }[];
  sort: Sort | null;
  onSort: (sort: Sort | null) => void;
  /** Takes the keys of all columns that are hidden from now on. */
  onHide: (keys: readonly string[]) => void;
};

/** Order and columns of a list; stays open while columns are ticked. */
export function TableMenuOpen({ columns, sort, onSort, onHide, ...menu }: LazyMenuProps & TableMenuContent) {
  const sortable = columns.filter(({ isSortable }) => isSortable);
  const hidden = columns.filter(({ isShown }) => !isShown).map(({ key }) => key);
  return (
    <LazyMenu {...menu}>
      {sortable.length > 0 ? (
        <>
          <DropdownMenuLabel>Order by</DropdownMenuLabel>
          <DropdownMenuRadioGroup
            value={sort?.key ?? ""}
            onValueChange={(key) =>
              onSort(key === "" ? null : { key, isDescending: sort?.isDescending ?? false })
            }
          >
            <DropdownMenuRadioItem value="">As it came</DropdownMenuRadioItem>
            {sortable.map(({ key, label }) => (
              <DropdownMenuRadioItem key={key} value={key}>
                {label}
              </DropdownMenuRadioItem>
            ))}
          </DropdownMenuRadioGroup>
          {sort ? (
            <DropdownMenuCheckboxItem
              checked={sort.isDescending}
              onSelect={(event) => event.preventDefault()}
              onCheckedChange={(isDescending) => onSort({ key: sort.key, isDescending })}
            >
              Descending
            </DropdownMenuCheckboxItem>
          ) : null}
          <DropdownMenuSeparator />
        </>
      ) : null}
      <DropdownMenuLabel>Columns</DropdownMenuLabel>
      {columns
        .filter(({ mayHide }) => mayHide)
        .map(({ key, label, isShown }) => (
          <DropdownMenuCheckboxItem
            key={key}
            checked={isShown}
            onSelect={(event) => event.preventDefault()}
            onCheckedChange={(isOn) =>
              onHide(isOn ? hidden.filter((each) => each !== key) : [...hidden, key])
            }
          >
            {label}
          </DropdownMenuCheckboxItem>
        ))}
      {hidden.length > 0 ? (
        <DropdownMenuItem onSelect={() => onHide([])}>Show all columns</DropdownMenuItem>
      ) : null}
    </LazyMenu>
  );
}
