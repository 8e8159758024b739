"use client";

import { usePathname } from "next/navigation";
import { formatNumber } from "#platform/format";
import { paths } from "#platform/paths";
import { Kbd } from "#ui/kbd";
import { IntentLink } from "#ui/intent-link";
import { Brand } from "./brand.tsx";
import { currentItem, type NavItem, navGroups, settingsItem } from "./nav.ts";
import { NavIcon } from "./nav-icon.tsx";
import { ProjectSwitcher } from "./project-switcher.client.tsx";
import type { Shell } from "./shell-context.client.tsx";
import { UserMenu } from "./user-menu.client.tsx";

export type SidebarProps = {
  shell: Shell;
  onFind: () => void;
  /** The pointer or the focus is on the way to "Find or do". */
  onReach?: (() => void) | undefined;
  onNavigate?: (() => void) | undefined;
};

/** The loop as a list: every page of the project in its order, and what waits for this person. */
export function Sidebar({ shell, onFind, onReach, onNavigate = stay }: SidebarProps) {
  const pathname = usePathname();
  const { slug } = shell.project;
  const groups = navGroups(slug);
  const settings = settingsItem(slug);
  const current = currentItem(
    [...groups.flatMap((group) => group.items), settings],
    pathname,
    paths.overview(slug),
  );
  const line = (item: NavItem) => (
    <NavLink
      key={item.href}
      item={item}
      current={item.href === current?.href}
      count={item.waiting ? shell.waiting[item.waiting] : 0}
      onNavigate={onNavigate}
    />
  );

  return (
    <nav aria-label="Project" className="flex min-h-full flex-1 flex-col gap-0.5 bg-sunken px-2 py-3">
      <IntentLink href={paths.overview(slug)} onClick={onNavigate} className="mb-2 rounded-md px-2 py-1">
        <Brand />
      </IntentLink>
      <ProjectSwitcher project={shell.project} projects={shell.projects} />
      <button
        type="button"
        onClick={onFind}
        onPointerEnter={onReach}
        onFocus={onReach}
        className="mb-2 flex items-center justify-between rounded-md px-2 py-1.25 text-text-3 hover:text-text"
      >
        Find or do…<Kbd>⌘K</Kbd>
      </button>
      {groups.map((group) => (
        <div key={group.label ?? "top"} className="flex flex-col gap-0.5">
          {group.label ? <p className="px-2 pt-2.5 pb-0.75 text-xs text-text-3">{group.label}</p> : null}
          {group.items.map(line)}
        </div>
      ))}
      <div className="min-h-4 flex-1" />
      {line(settings)}
      <UserMenu user={shell.user} />
    </nav>
  );
}

type NavLinkProps = { item: NavItem; current: boolean; count: number; onNavigate: () => void };

function stay() {}

function NavLink({ item, current, count, onNavigate }: NavLinkProps) {
  return (
    <IntentLink
      href={item.href}
      onClick={onNavigate}
      aria-current={current ? "page" : undefined}
      className="flex items-center gap-2 rounded-md px-2 py-1 text-text-2 hover:text-text aria-[current]:bg-surface aria-[current]:font-medium aria-[current]:text-text aria-[current]:ring-1 aria-[current]:ring-line pointer-coarse:min-h-11"
    >
      <NavIcon name={item.icon} />
      {item.label}
      {count > 0 ? (
        <span className="num ml-auto text-xs font-medium text-text-3">
          {formatNumber(count)}
          <span className="sr-only"> waiting</span>
        </span>
      ) : null}
    </IntentLink>
  );
}
