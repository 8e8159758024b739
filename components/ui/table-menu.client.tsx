"use client";

import { SlidersHorizontal } from "lucide-react";
import { MenuButton } from "./menu-button.tsx";
import type { TableMenuContent } from "./table-menu-open.client.tsx";

const load = () => import("./table-menu-open.client.tsx").then((module) => module.TableMenuOpen);

/** The button over the heads' right end (on a phone over the list): which columns, in which order. */
export function TableMenu({ label, ...menu }: TableMenuContent & { label: string }) {
  const hiddenCount = menu.columns.filter(({ isShown }) => !isShown).length;
  return (
    <div className="absolute top-1 right-1 z-20 max-sm:static max-sm:flex max-sm:justify-end max-sm:border-b max-sm:border-line">
      <MenuButton
        aria-label={`${label}: order and columns${hiddenCount > 0 ? `, ${hiddenCount} hidden` : ""}`}
        load={load}
        menu={menu}
        className="flex h-7 items-center gap-1 rounded-md bg-surface px-1.5 text-sm text-text-3 hover:text-text aria-expanded:text-text max-sm:h-11 max-sm:px-3.5"
      >
        {hiddenCount > 0 ? <span className="num text-accent">−{hiddenCount}</span> : null}
        <span className="sm:hidden">Order and columns</span>
        <SlidersHorizontal className="size-3.5" aria-hidden="true" />
      </MenuButton>
    </div>
  );
}
