import { describe, expect, it } from "vitest";
import { keyCaps, pressName } from "./shortcuts.ts";

const press = (
  key: string,
  held: Partial<Record<"metaKey" | "ctrlKey" | "shiftKey" | "altKey", boolean>> = {},
) => pressName({ key, metaKey: false, ctrlKey: false, shiftKey: false, altKey: false, ...held });

describe("pressName", () => {
  it("writes a press as people write it", () => {
    expect(press("j")).toBe("j");
    expect(press("Enter", { metaKey: true })).toBe("mod+enter");
    expect(press("k", { ctrlKey: true })).toBe("mod+k");
    expect(press("?", { shiftKey: true })).toBe("?");
    expect(press("A", { shiftKey: true })).toBe("shift+a");
  });
});

it("keyCaps draws each step of a shortcut", () => {
  expect(keyCaps("mod+enter")).toEqual(["⌘↵"]);
  expect(keyCaps("g p")).toEqual(["G", "P"]);
});
