"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useMemo, useState } from "react";
import { Sheet, SheetContent } from "#ui/sheet";
import { type NavItem, navGroups, settingsItem } from "./nav.ts";
import { Palette, type PaletteSearch } from "./palette.client.tsx";
import { type Shell, ShellContext } from "./shell-context.client.tsx";
import { useShortcut } from "./shortcuts.client.tsx";
import { Sidebar } from "./sidebar.client.tsx";

export type ShellFrameProps = {
  shell: Shell;
  /** Finds the project's things by name; a server action. */
  search?: PaletteSearch | undefined;
  children: ReactNode;
};

/** The frame of the studio: sidebar (a sheet on a phone), palette, navigation keys, and the page. */
export function ShellFrame({ shell, search, children }: ShellFrameProps) {
  const [sidebarOpen, setSidebarOpen] = useState(false);
  const [paletteOpen, setPaletteOpen] = useState(false);
  const controls = useMemo(
    () => ({ shell, openSidebar: () => setSidebarOpen(true), openPalette: () => setPaletteOpen(true) }),
    [shell],
  );
  useShortcut("mod+k", "Find or do", () => setPaletteOpen((open) => !open));
  const find = () => {
    setSidebarOpen(false);
    setPaletteOpen(true);
  };

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
          <Sidebar shell={shell} onFind={find} />
        </div>
        <main id="content" tabIndex={-1} className="flex min-w-0 flex-col outline-none">
          {children}
        </main>
      </div>
      <Sheet open={sidebarOpen} onOpenChange={setSidebarOpen}>
        <SheetContent bare side="left" title="Pages of the project" className="max-sm:max-w-70">
          <Sidebar shell={shell} onFind={find} onNavigate={() => setSidebarOpen(false)} />
        </SheetContent>
      </Sheet>
      <Palette open={paletteOpen} onOpenChange={setPaletteOpen} shell={shell} search={search} />
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
