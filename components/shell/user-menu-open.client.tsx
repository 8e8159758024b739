"use client";

import { Keyboard, LogOut, UserRound } from "lucide-react";
import Link from "next/link";
import { signOut } from "next-auth/react";
import { useTheme } from "next-themes";
import { paths } from "#platform/paths";
import {
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
} from "#ui/dropdown-menu";
import { LazyMenu } from "#ui/lazy-menu";
import type { LazyMenuProps } from "#ui/menu-button";
import { forgetDraftsHere } from "./forget-drafts.ts";
import { useShortcutSheet } from "#ui/shortcuts.client";
import { type Shell, useShell } from "./shell-context.client.tsx";

const themes = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;

/** The theme, the keys and signing out. */
export function OpenUserMenu({ user, ...late }: LazyMenuProps & { user: Shell["user"] }) {
  const { theme = "system", setTheme } = useTheme();
  const openShortcuts = useShortcutSheet();
  const project = useShell()?.shell.project;
  return (
    <LazyMenu side="top" className="min-w-52" {...late}>
      <div className="px-2 py-1.5">
        <p className="truncate font-medium">{user.name}</p>
        <p className="truncate text-sm text-text-2">{user.email}</p>
        <p className="text-sm text-text-3">{user.role} in this project</p>
      </div>
      <DropdownMenuSeparator />
      <DropdownMenuLabel>Theme</DropdownMenuLabel>
      <DropdownMenuRadioGroup value={theme} onValueChange={setTheme}>
        {themes.map((each) => (
          <DropdownMenuRadioItem key={each.value} value={each.value}>
            {each.label}
          </DropdownMenuRadioItem>
        ))}
      </DropdownMenuRadioGroup>
      <DropdownMenuSeparator />
      {project ? (
        <DropdownMenuItem asChild>
          <Link href={paths.account(project.slug)}>
            <UserRound aria-hidden="true" /> Your account
          </Link>
        </DropdownMenuItem>
      ) : null}
      <DropdownMenuItem kbd="?" onSelect={openShortcuts}>
        <Keyboard aria-hidden="true" /> Shortcuts
      </DropdownMenuItem>
      <DropdownMenuItem
        onSelect={() => {
          forgetDraftsHere();
          void signOut({ redirectTo: paths.signIn() });
        }}
      >
        <LogOut aria-hidden="true" /> Sign out
      </DropdownMenuItem>
    </LazyMenu>
  );
}
