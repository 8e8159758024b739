"use client";

import {
  createContext,
  type ReactNode,
  use,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
} from "react";
import { useLazy } from "#ui/use-lazy";
import { isTyping } from "../ui/typing.ts";
import { pressName } from "./shortcuts.ts";

type Shortcut = { key: string; label: string; run: (event: KeyboardEvent) => void; whileTyping: boolean };
type Registry = {
  add: (shortcut: Shortcut) => () => void;
  list: () => readonly Shortcut[];
  openSheet: () => void;
};

/** A shortcut of the page, to be listed and run from elsewhere. */
export type ListedShortcut = { key: string; label: string; run: () => void };

const loadSheet = () => import("./shortcut-sheet.client.tsx").then((module) => module.ShortcutSheet);

const RegistryContext = createContext<Registry | null>(null);

export type ShortcutOptions = {
  /** Also while a text is being written; the rule for keys with mod. */
  whileTyping?: boolean | undefined;
  enabled?: boolean | undefined;
};

/**
 * Ties a key to a handler while the component is on the page, and lists it in the `?` sheet under its label.
 * Keys: "j", "mod+enter", "shift+a", "g p" (one after the other). The newest of two owners of a key wins.
 */
export function useShortcut(
  key: string,
  label: string,
  handler: (event: KeyboardEvent) => void,
  options: ShortcutOptions = {},
): void {
  const registry = use(RegistryContext);
  const run = useEffectEvent(handler);
  const { enabled = true, whileTyping = key.includes("mod+") } = options;
  // Registers with the keyboard listener, which lives outside React.
  useEffect(
    () => (enabled ? registry?.add({ key, label, run: (event) => run(event), whileTyping }) : undefined),
    [registry, key, label, enabled, whileTyping],
  );
}

/** Opens the sheet of shortcuts, for a button that does what `?` does. */
export function useShortcutSheet(): () => void {
  const registry = use(RegistryContext);
  return () => registry?.openSheet();
}

/** Reads the shortcuts of the page, for the palette. */
export function useShortcutList(): () => readonly ListedShortcut[] {
  const registry = use(RegistryContext);
  return () =>
    (registry?.list() ?? []).map(({ key, label, run }) => ({
      key,
      label,
      run: () => run(new KeyboardEvent("keydown", { key })),
    }));
}

/** Listens to the keyboard once for the whole page and holds the `?` sheet. */
export function ShortcutProvider({ children }: { children: ReactNode }) {
  const shortcuts = useRef<Shortcut[]>([]);
  const prefix = useRef<{ step: string; at: number } | null>(null);
  const [listed, setListed] = useState<Shortcut[] | null>(null);
  const { part: ShortcutSheet, reach } = useLazy(loadSheet);

  const registry = useMemo<Registry>(
    () => ({
      add: (shortcut) => {
        shortcuts.current = [...shortcuts.current, shortcut];
        return () => {
          shortcuts.current = shortcuts.current.filter((each) => each !== shortcut);
        };
      },
      list: () => newestPerKey(shortcuts.current),
      openSheet: () => {
        reach();
        setListed(newestPerKey([...rowKeys(), ...shortcuts.current]));
      },
    }),
    [reach],
  );

  // Synchronises with the keyboard of the whole document.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || event.isComposing) return;
      const name = pressName(event);
      const typing = isTyping(event.target);
      const dialogOpen = document.querySelector("[role=dialog],[role=alertdialog]") !== null;
      const before =
        prefix.current && event.timeStamp - prefix.current.at < 1000 ? prefix.current.step : null;
      prefix.current = null;
      const usable = shortcuts.current.filter(
        (each) => (each.whileTyping || !typing) && (!dialogOpen || each.key.includes("mod+")),
      );
      const found =
        (before ? usable.findLast((each) => each.key === `${before} ${name}`) : undefined) ??
        usable.findLast((each) => each.key === name);
      if (found) {
        event.preventDefault();
        found.run(event);
      } else if (name === "?" && !typing && !dialogOpen) {
        event.preventDefault();
        registry.openSheet();
      } else if (usable.some((each) => each.key.startsWith(`${name} `))) {
        prefix.current = { step: name, at: event.timeStamp };
      }
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [registry]);

  return (
    <RegistryContext value={registry}>
      {children}
      {ShortcutSheet ? <ShortcutSheet shortcuts={listed} onClose={() => setListed(null)} /> : null}
    </RegistryContext>
  );
}

/** The keys that every table with links has by itself (components/ui/table). */
function rowKeys(): Shortcut[] {
  if (!document.querySelector("[data-row-link]")) return [];
  const run = () => {};
  return [
    { key: "j", label: "Next row", run, whileTyping: false },
    { key: "k", label: "Row before", run, whileTyping: false },
    { key: "enter", label: "Open the row", run, whileTyping: false },
  ];
}

function newestPerKey(all: readonly Shortcut[]): Shortcut[] {
  return [...new Map(all.map((each) => [each.key, each])).values()].toSorted(
    (a, b) => a.key.length - b.key.length,
  );
}
