"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useLazy } from "#ui/use-lazy";
import { type NavItem, navGroups, settingsItem } from "./nav.ts";
import type { PaletteSearch } from "./palette.client.tsx";
import { type Shell, ShellContext } from "./shell-context.client.tsx";
import { useShortcut } from "#ui/shortcuts.client";
import { Sidebar } from "./sidebar.client.tsx";
import { useOwnMemory } from "./use-own-memory.ts";

const loadPalette = () => import("./palette.client.tsx").then((module) => module.Palette);
const loadSheet = () => import("./sidebar-sheet.client.tsx").then((module) => module.SidebarSheet);

export type ShellFrameProps = {
  shell: Shell;
  /** Finds the project's things by name; a server action. */
  search?: PaletteSearch | undefined;
  children: ReactNode;
};

/** The frame of the studio: sidebar (a sheet on a phone), palette, navigation keys, and the page. */
export function ShellFrame({ shell, search, children }: ShellFrameProps) {
  const isOwn = useOwnMemory(shell.user.id);
  const [sidebarOpen, setSidebarOpen] = useState(false);
  const [paletteOpen, setPaletteOpen] = useState(false);
  const { part: Palette, reach: reachPalette } = useLazy(loadPalette);
  const { part: SidebarSheet, reach: reachSheet } = useLazy(loadSheet);
  const controls = useMemo(
    () => ({
      shell,
      openSidebar: () => {
        reachSheet();
        setSidebarOpen(true);
      },
    }),
    [shell, reachSheet],
  );
  useShortcut("mod+k", "Find or do", () => {
    reachPalette();
    setPaletteOpen((open) => !open);
  });
  const find = () => {
    reachPalette();
    setSidebarOpen(false);
    setPaletteOpen(true);
  };
  // Whoever presses ⌘ may press K next: the palette comes in between.
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key === "Meta" || event.key === "Control") reachPalette();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [reachPalette]);

  if (!isOwn) return null;
  return (
    <ShellContext value={controls}>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-surface focus:px-3 focus:py-2"
      >
        Skip to the page
      </a>
      <div className="grid min-h-dvh grid-cols-[216px_minmax(0,1fr)] max-sm:grid-cols-1">
        <div className="sticky top-0 flex h-dvh overflow-y-auto border-r border-line bg-sunken max-sm:hidden">
          <Sidebar shell={shell} onFind={find} onReach={reachPalette} />
        </div>
        <main id="content" tabIndex={-1} className="flex min-w-0 flex-col outline-none">
          {children}
        </main>
      </div>
      {SidebarSheet ? (
        <SidebarSheet open={sidebarOpen} onOpenChange={setSidebarOpen} shell={shell} onFind={find} />
      ) : null}
      {Palette ? (
        <Palette open={paletteOpen} onOpenChange={setPaletteOpen} shell={shell} search={search} />
      ) : null}
      {[
        ...navGroups(shell.project.slug).flatMap((group) => group.items),
        settingsItem(shell.project.slug),
      ].map((item) => (
        <NavKey key={item.href} item={item} />
      ))}
    </ShellContext>
  );
}

function NavKey({ item }: { item: NavItem }) {
  const router = useRouter();
  useShortcut(`g ${item.key}`, item.label, () => router.push(item.href));
  return null;
}
