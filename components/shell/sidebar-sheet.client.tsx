"use client";

import { Sheet, SheetContent } from "#ui/sheet";
import type { Shell } from "./shell-context.client.tsx";
import { Sidebar } from "./sidebar.client.tsx";

type Props = { open: boolean; onOpenChange: (open: boolean) => void; shell: Shell; onFind: () => void };

/** The sidebar on a phone. */
export function SidebarSheet({ open, onOpenChange, shell, onFind }: Props) {
  return (
    <Sheet open={open} onOpenChange={onOpenChange}>
      <SheetContent bare side="left" title="Pages of the project" className="max-sm:max-w-70">
        <Sidebar shell={shell} onFind={onFind} onNavigate={() => onOpenChange(false)} />
      </SheetContent>
    </Sheet>
  );
}
