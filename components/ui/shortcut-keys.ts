import { createKeybindingsHandler } from "tinykeys";

/**
 * Makes a listener for shortcuts as people write them: "j", "?", "mod+enter", "shift+a", "g p" (one after the other).
 * `mod` is ⌘ and Ctrl, both on every machine. A sequence wins over the key it ends with.
 */
export function listenFor(
  keys: Iterable<string>,
  {
    run,
    ignore,
  }: { run: (key: string, event: KeyboardEvent) => void; ignore: (event: KeyboardEvent) => boolean },
): (event: KeyboardEvent) => void {
  // tinykeys fires the first that fits.
  const longestFirst = [...keys].toSorted((a, b) => b.split(" ").length - a.split(" ").length);
  return createKeybindingsHandler(
    Object.fromEntries(
      longestFirst.flatMap((key) =>
        bindingsOf(key).map((binding) => [binding, (event: KeyboardEvent) => run(key, event)] as const),
      ),
    ),
    { ignore },
  );
}

/** In tinykeys' notation. A sign such as "?" needs Shift on some keyboards and not on others. */
function bindingsOf(key: string): string[] {
  const steps = key.split(" ").map((step) => (/^[^a-z0-9]$/i.test(step) ? `[Shift]+${step}` : step));
  const binding = steps.join(" ").replaceAll("shift+", "Shift+").replaceAll("alt+", "Alt+");
  return binding.includes("mod+")
    ? ["Meta+", "Control+"].map((held) => binding.replaceAll("mod+", held))
    : [binding];
}

/** How a shortcut is drawn on a key cap: "mod+enter" -> ⌘↵. */
export function keyCaps(shortcut: string): string[] {
  const signs: Record<string, string> = {
    mod: "⌘",
    shift: "⇧",
    alt: "⌥",
    enter: "↵",
    escape: "Esc",
    arrowup: "↑",
    arrowdown: "↓",
    arrowleft: "←",
    arrowright: "→",
    space: "Space",
  };
  return shortcut.split(" ").map((step) =>
    step
      .split("+")
      .map((part) => signs[part] ?? (part.length === 1 ? part.toUpperCase() : part))
      .join(""),
  );
}
