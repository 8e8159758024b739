"use client";

import type { ReactNode } from "react";
import { DropdownMenu, DropdownMenuContent, DropdownMenuTrigger } from "./dropdown-menu.tsx";
import type { LazyMenuProps } from "./menu-button.tsx";

type Props = LazyMenuProps & { side?: "top" | "bottom"; className?: string; children: ReactNode };

/** The open menu of a MenuButton. */
export function LazyMenu({ label, onClose, onCloseAutoFocus, side = "bottom", className, children }: Props) {
  return (
    <DropdownMenu open onOpenChange={(open) => (open ? undefined : onClose())}>
      {/* Stands where the button is; the button itself was there before this code. */}
      <DropdownMenuTrigger asChild>
        <span aria-hidden="true" className="pointer-events-none absolute inset-0" />
      </DropdownMenuTrigger>
      <DropdownMenuContent
        side={side}
        aria-label={label}
        aria-labelledby={undefined}
        onCloseAutoFocus={onCloseAutoFocus}
        {...(className ? { className } : {})}
      >
        {children}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
