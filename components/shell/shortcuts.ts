/** What a key press means, written as people write it: "j", "?", "mod+enter", "mod+k", "shift+a", "g p". */
export type KeyPress = {
  key: string;
  metaKey: boolean;
  ctrlKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
};

/** Writes a press in the notation of shortcuts. `mod` is ⌘ on a Mac and Ctrl elsewhere; both are taken. */
export function pressName(press: KeyPress): string {
  const key = press.key.toLowerCase();
  const isSign = press.key.length === 1 && !/[a-z0-9]/i.test(press.key);
  return [
    press.metaKey || press.ctrlKey ? "mod" : "",
    press.altKey ? "alt" : "",
    press.shiftKey && !isSign ? "shift" : "",
    key === " " ? "space" : key,
  ]
    .filter(Boolean)
    .join("+");
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
