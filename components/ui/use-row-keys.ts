import { type RefObject, useRef } from "react";
import { useShortcut } from "./shortcuts.client.tsx";

type RowKeysProps = {
  root: RefObject<HTMLElement | null>;
  /** The rows in the order they stand. */
  ids: readonly string[];
  /** Brings a row near the screen that is not in the page; null where all are. */
  showRow: RefObject<((place: number) => void) | null>;
  isOn: boolean;
  /** Null where rows are not ticked. */
  onTick: ((id: string) => void) | null;
};

/** J and K walk the rows by their links, X ticks the row that has the focus, Enter opens as links do. */
export function useRowKeys({ root, ids, showRow, isOn, onTick }: RowKeysProps): void {
  const last = useRef<string | null>(null);
  const current = () => {
    const row = root.current?.contains(document.activeElement)
      ? document.activeElement?.closest<HTMLElement>("[data-row]")
      : null;
    // A row that was scrolled out of a long list took the focus with it.
    const lost = document.activeElement === document.body && showRow.current ? last.current : null;
    return row?.dataset["row"] ?? lost;
  };
  const step = (by: 1 | -1) => {
    const id = current();
    const at = id === null ? -1 : ids.indexOf(id);
    const next = at === -1 ? (by === 1 ? 0 : ids.length - 1) : Math.min(ids.length - 1, Math.max(0, at + by));
    const nextId = ids[next];
    if (nextId === undefined) return;
    last.current = nextId;
    if (focusRow(root.current, nextId) || !showRow.current) return;
    showRow.current(next);
    focusSoon(root.current, nextId);
  };
  useShortcut("j", "Next row", () => step(1), { enabled: isOn });
  useShortcut("k", "Row before", () => step(-1), { enabled: isOn });
  useShortcut("enter", "Open the row", () => {}, { enabled: isOn, isListedOnly: true });
  useShortcut(
    "x",
    "Select the row",
    () => {
      const id = current();
      if (id !== null) onTick?.(id);
    },
    { enabled: isOn && onTick !== null },
  );
}

function focusRow(root: HTMLElement | null, id: string): boolean {
  const row = root?.querySelector(`[data-row="${CSS.escape(id)}"]`);
  const target =
    row?.querySelector<HTMLElement>("[data-row-link]") ?? row?.querySelector<HTMLElement>("a, button");
  target?.focus();
  return target !== undefined && target !== null;
}

/** Once the browser has drawn the row, which takes a frame or two after scrolling. */
function focusSoon(root: HTMLElement | null, id: string, frames = 20): void {
  if (frames === 0) return;
  requestAnimationFrame(() => {
    if (!focusRow(root, id)) focusSoon(root, id, frames - 1);
  });
}
