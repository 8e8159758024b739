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
import { listenFor } from "./shortcut-keys.ts";
import { isTyping } from "./typing.ts";
import { useLazy } from "./use-lazy.tsx";

type Shortcut = {
  key: string;
  label: string;
  run: (event: KeyboardEvent) => void;
  whileTyping: boolean;
  isListedOnly: boolean;
};
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
  /** Stands only in the `?` sheet, because the browser does it by itself: Enter on a link. */
  isListedOnly?: boolean | undefined;
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
  const { enabled = true, whileTyping = key.includes("mod+"), isListedOnly = false } = options;
  // Registers with the keyboard listener, which lives outside React.
  useEffect(
    () =>
      enabled
        ? registry?.add({ key, label, run: (event) => run(event), whileTyping, isListedOnly })
        : undefined,
    [registry, key, label, enabled, whileTyping, isListedOnly],
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
    (registry?.list() ?? [])
      .filter(({ isListedOnly }) => !isListedOnly)
      .map(({ key, label, run }) => ({
        key,
        label,
        run: () => run(new KeyboardEvent("keydown", { key })),
      }));
}

/** Listens to the keyboard once for the whole page and holds the `?` sheet. */
export function ShortcutProvider({ children }: { children: ReactNode }) {
  const shortcuts = useRef<Shortcut[]>([]);
  const [listed, setListed] = useState<Shortcut[] | null>(null);
  const { part: ShortcutSheet, reach } = useLazy(loadSheet);

  const registry = useMemo<Registry>(() => {
    const change = (all: Shortcut[]) => {
      shortcuts.current = all;
      // A part of the page that comes while the sheet is open brings its keys onto it.
      setListed((shown) => shown && newestPerKey(all));
    };
    return {
      add: (shortcut) => {
        change([...shortcuts.current, shortcut]);
        return () => change(shortcuts.current.filter((each) => each !== shortcut));
      },
      list: () => newestPerKey(shortcuts.current),
      openSheet: () => {
        reach();
        setListed(newestPerKey(shortcuts.current));
      },
    };
  }, [reach]);

  // Synchronises with the keyboard of the whole document.
  useEffect(() => {
    const sheet = { ...plain, key: "?", label: "This list", run: registry.openSheet };
    const run = (key: string, event: KeyboardEvent) => {
      const found = [sheet, ...shortcuts.current].findLast(
        (each) => each.key === key && isUsable(each, event),
      );
      if (!found) return;
      event.preventDefault();
      found.run(event);
    };
    // Grows with the keys ever asked for; another listener is made only for a key it has not heard of.
    let known = new Set<string>();
    let listen = (_event: KeyboardEvent) => {};
    const onKeyDown = (event: KeyboardEvent) => {
      const keys = new Set([...known, sheet.key, ...shortcuts.current.map(({ key }) => key)]);
      if (keys.size > known.size) {
        known = keys;
        listen = listenFor(keys, { run, ignore: isNoShortcut });
      }
      listen(event);
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

const plain = { whileTyping: false, isListedOnly: false };

/** Held keys, parts of a composed letter, and letters of a text: they neither run nor begin anything. */
function isNoShortcut(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.repeat || event.isComposing) return true;
  return event.key.length === 1 && !event.metaKey && !event.ctrlKey && isTyping(event.target);
}

function isUsable({ key, whileTyping, isListedOnly }: Shortcut, event: KeyboardEvent): boolean {
  if (isListedOnly || (!whileTyping && isTyping(event.target))) return false;
  return key.includes("mod+") || document.querySelector("[role=dialog],[role=alertdialog]") === null;
}

function newestPerKey(all: readonly Shortcut[]): Shortcut[] {
  return [...new Map(all.map((each) => [each.key, each])).values()].toSorted(
    (a, b) => a.key.length - b.key.length,
  );
}
