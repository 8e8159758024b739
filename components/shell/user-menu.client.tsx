"use client";

import { Avatar } from "#ui/avatar";
import { MenuButton } from "#ui/menu-button";
import type { Shell } from "./shell-context.client.tsx";

const load = () => import("./user-menu-open.client.tsx").then((module) => module.OpenUserMenu);

/** Who is signed in with which role, the theme, the keys and signing out. */
export function UserMenu({ user }: { user: Shell["user"] }) {
  return (
    <MenuButton
      load={load}
      menu={{ user }}
      aria-label={`${user.name}, ${user.role}: account and theme`}
      className="flex items-center gap-2 rounded-md px-2 py-1.5 text-sm text-text-2 hover:text-text pointer-coarse:min-h-11"
    >
      <Avatar name={user.name} />
      <span className="truncate">{user.role}</span>
    </MenuButton>
  );
}
