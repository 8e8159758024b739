import { useCallback, useMemo, useSyncExternalStore } from "react";

const none: readonly string[] = [];
const changed = "kept-columns";

/**
 * The columns of a list that a person has hidden, kept in this browser. The server knows nothing of it: the first paint
 * has all of them. Without a name nothing is kept.
 */
export function useKeptColumns(
  name: string | undefined,
): [readonly string[], (keys: readonly string[]) => void] {
  const text = useSyncExternalStore(
    subscribe,
    () => (name ? read(name) : ""),
    () => "",
  );
  const keep = useCallback(
    (keys: readonly string[]) => {
      if (!name) return;
      try {
        if (keys.length > 0) localStorage.setItem(storageKey(name), keys.join(" "));
        else localStorage.removeItem(storageKey(name));
      } catch {
        // A browser that keeps nothing (private windows) shows all columns again on the next page.
      }
      window.dispatchEvent(new Event(changed));
    },
    [name],
  );
  const hidden = useMemo(() => (text === "" ? none : text.split(" ")), [text]);
  return [hidden, keep];
}

const storageKey = (name: string) => `hidden columns: ${name}`;

function read(name: string): string {
  try {
    return localStorage.getItem(storageKey(name)) ?? "";
  } catch {
    return "";
  }
}

function subscribe(onChange: () => void): () => void {
  // "storage" tells only of other tabs.
  window.addEventListener("storage", onChange);
  window.addEventListener(changed, onChange);
  return () => {
    window.removeEventListener("storage", onChange);
    window.removeEventListener(changed, onChange);
  };
}
