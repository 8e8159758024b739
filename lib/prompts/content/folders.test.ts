import { describe, expect, it } from "vitest";
import { isInReach, splitPath } from "./rules.ts";

describe("folders of prompts", () => {
  it("are what stands before the last slash", () => {
    expect(splitPath("a/b/c")).toEqual({ folder: "a/b", name: "c" });
    expect(splitPath("c")).toEqual({ folder: "", name: "c" });
  });

  it("are shown on the way to the open one, beside that way and right under it", () => {
    const all = ["", "a", "a/b", "a/b/c", "a/b/c/d", "a/x", "a/x/y", "ab", "ab/c"];
    const shown = (open: string) => all.filter((folder) => isInReach(folder, open));
    expect(shown("")).toEqual(["", "a", "ab"]);
    expect(shown("a")).toEqual(["", "a", "a/b", "a/x", "ab"]);
    expect(shown("a/b")).toEqual(["", "a", "a/b", "a/b/c", "a/x", "ab"]);
    expect(shown("ab")).toEqual(["", "a", "ab", "ab/c"]);
  });
});
