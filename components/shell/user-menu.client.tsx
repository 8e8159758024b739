"use client";

import { Keyboard, LogOut } from "lucide-react";
import { signOut } from "next-auth/react";
import { useTheme } from "next-themes";
import { paths } from "#platform/paths";
import { Avatar } from "#ui/avatar";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#ui/dropdown-menu";
import { useShortcutSheet } from "./shortcuts.client.tsx";
import type { Shell } from "./shell-context.client.tsx";

const themes = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;

/** Who is signed in with which role, the theme, the keys and the way out. */
export function UserMenu({ user }: { user: Shell["user"] }) {
  const { theme = "system", setTheme } = useTheme();
  const openShortcuts = useShortcutSheet();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={`${user.name}, ${user.role}: account and theme`}
        className="flex items-center gap-2 rounded-md px-2 py-1.5 text-sm text-text-2 hover:text-text pointer-coarse:min-h-11"
      >
        <Avatar name={user.name} />
        <span className="truncate">{user.role}</span>
      </DropdownMenuTrigger>
      <DropdownMenuContent side="top" className="min-w-52">
        <div className="px-2 py-1.5">
          <p className="truncate font-medium">{user.name}</p>
          <p className="truncate text-sm text-text-2">{user.email}</p>
          <p className="text-sm text-text-3">{user.role} of this organisation</p>
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
        <DropdownMenuItem kbd="?" onSelect={openShortcuts}>
          <Keyboard aria-hidden="true" /> Shortcuts
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => void signOut({ redirectTo: paths.signIn() })}>
          <LogOut aria-hidden="true" /> Sign out
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
