"use client";

import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { useEffect, useEffectEvent, useState } from "react";
import { paths } from "#platform/paths";
import {
  CommandDialog,
  CommandEmpty,
  CommandGroup,
  CommandInput,
  CommandItem,
  CommandList,
} from "#ui/command";
import { navGroups, settingsItem } from "./nav.ts";
import { settingsTabs } from "./settings-tabs.tsx";
import { NavIcon } from "./nav-icon.tsx";
import type { Shell } from "./shell-context.client.tsx";
import { type ListedShortcut, useShortcutList, useShortcutSheet } from "#ui/shortcuts.client";
import { keyCaps } from "../ui/shortcut-keys.ts";

/** A thing the search found: a prompt, a dataset, a run. */
export type PaletteHit = { id: string; kind: string; title: string; note?: string | undefined; href: string };
export type PaletteSearch = (query: string) => Promise<readonly PaletteHit[]>;

export type PaletteProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  shell: Shell;
  search?: PaletteSearch | undefined;
};

/** ⌘K: every page, everything that can be done here, and a search over the project's things. */
export function Palette({ open, onOpenChange, shell, search }: PaletteProps) {
  const [selected, setSelected] = useState("");
  return (
    <CommandDialog
      open={open}
      onOpenChange={onOpenChange}
      label="Find or do"
      selected={selected}
      onSelectedChange={setSelected}
    >
      {open ? (
        <PaletteContent
          shell={shell}
          search={search}
          onFound={(first) => setSelected(hitValue(first))}
          onDone={() => onOpenChange(false)}
        />
      ) : null}
    </CommandDialog>
  );
}

type PaletteContentProps = {
  shell: Shell;
  search: PaletteSearch | undefined;
  onFound: (first: PaletteHit) => void;
  onDone: () => void;
};

function PaletteContent({ shell, search, onFound, onDone }: PaletteContentProps) {
  const router = useRouter();
  const { resolvedTheme, setTheme } = useTheme();
  const openShortcuts = useShortcutSheet();
  const listShortcuts = useShortcutList();
  const [query, setQuery] = useState("");
  const [here] = useState<readonly ListedShortcut[]>(() =>
    listShortcuts().filter((each) => !each.key.startsWith("g ") && each.key !== "mod+k"),
  );
  const { hits, state } = useHits(query, search, onFound);
  const { slug } = shell.project;

  const run = (doIt: () => void) => () => {
    onDone();
    doIt();
  };
  const go = (href: string) => run(() => router.push(href));
  const actions = [
    ...(shell.user.mayStartRuns ? [{ label: "Start a run", does: go(paths.newRun(slug)) }] : []),
    {
      label: resolvedTheme === "dark" ? "Switch to the light theme" : "Switch to the dark theme",
      does: run(() => setTheme(resolvedTheme === "dark" ? "light" : "dark")),
    },
    { label: "Show the shortcuts", does: run(openShortcuts), kbd: "?" },
    ...shell.projects
      .filter((each) => each.slug !== slug)
      .map((each) => ({ label: `Switch to ${each.name}`, does: go(paths.overview(each.slug)) })),
  ];

  return (
    <>
      <CommandInput
        value={query}
        onValueChange={setQuery}
        placeholder="Find a page, a prompt, a run, or something to do"
      />
      <CommandList>
        {/* Found things are not counted by cmdk: it matches letters, the search also meaning. */}
        {hits.length === 0 ? <CommandEmpty>{emptyWords[state]}</CommandEmpty> : null}
        {hits.length > 0 ? (
          <CommandGroup heading="Things" forceMount>
            {hits.map((hit) => (
              <CommandItem
                key={`${hit.kind} ${hit.id}`}
                value={hitValue(hit)}
                forceMount
                onSelect={go(hit.href)}
              >
                <span className="truncate">{hit.title}</span>
                <span className="ml-auto shrink-0 text-sm text-text-3">
                  {hit.note ? `${hit.kind} · ${hit.note}` : hit.kind}
                </span>
              </CommandItem>
            ))}
          </CommandGroup>
        ) : null}
        {here.length > 0 ? (
          <CommandGroup heading="On this page">
            {here.map((each) => (
              <CommandItem
                key={each.key}
                value={`here ${each.label}`}
                kbd={keyCaps(each.key).join(" ")}
                onSelect={run(each.run)}
              >
                {each.label}
              </CommandItem>
            ))}
          </CommandGroup>
        ) : null}
        <CommandGroup heading="Pages">
          {[...navGroups(slug).flatMap((group) => group.items), settingsItem(slug)].map((item) => (
            <CommandItem
              key={item.href}
              value={`page ${item.label}`}
              kbd={keyCaps(`g ${item.key}`).join(" ")}
              onSelect={go(item.href)}
            >
              <NavIcon name={item.icon} />
              {item.label}
            </CommandItem>
          ))}
          {settingsTabs(slug).map(({ label, href }) => (
            <CommandItem key={href} value={`page Settings ${label}`} onSelect={go(href)}>
              <NavIcon name="settings" />
              Settings: {label}
            </CommandItem>
          ))}
        </CommandGroup>
        <CommandGroup heading="Actions">
          {actions.map((action) => (
            <CommandItem
              key={action.label}
              value={`do ${action.label}`}
              kbd={"kbd" in action ? action.kbd : undefined}
              onSelect={action.does}
            >
              {action.label}
            </CommandItem>
          ))}
        </CommandGroup>
      </CommandList>
    </>
  );
}

function hitValue(hit: PaletteHit): string {
  return `${hit.kind} ${hit.id}`;
}

const emptyWords = {
  idle: "Nothing by that name. Try fewer letters, or part of a prompt's path.",
  waiting: "Searching…",
  failed: "The search did not answer. The pages are in the sidebar; try again in a moment.",
};

type Found = { query: string; hits: readonly PaletteHit[]; failed: boolean };

function useHits(
  query: string,
  search: PaletteSearch | undefined,
  onFound: (first: PaletteHit) => void,
): { hits: readonly PaletteHit[]; state: "idle" | "waiting" | "failed" } {
  const [found, setFound] = useState<Found>({ query: "", hits: [], failed: false });
  const asked = query.trim();
  const take = useEffectEvent((hits: readonly PaletteHit[], failed: boolean) => {
    setFound({ query: asked, hits, failed });
    if (hits[0]) onFound(hits[0]);
  });
  // Asks the server a moment after the last key; an answer to an older question is dropped.
  useEffect(() => {
    if (!search || asked.length < 2) return;
    let stale = false;
    const timer = setTimeout(() => {
      search(asked).then(
        (hits) => !stale && take(hits, false),
        // The pages and actions stay usable without the search.
        () => !stale && take([], true),
      );
    }, 150);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [asked, search]);
  const wanted = search !== undefined && asked.length >= 2;
  const state = !wanted ? "idle" : found.query !== asked ? "waiting" : found.failed ? "failed" : "idle";
  return { hits: wanted ? found.hits : [], state };
}
