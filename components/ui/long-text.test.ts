import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beginningOf, blocksOf, shownAtOnce } from "./long-text.ts";

describe("a long text", () => {
  it("comes in blocks that are the text again, none of them long, no character cut in two", () => {
    const Text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 6000 }),
      fc
        .array(fc.constantFrom("x", " ", "\n", "[person]", "😀", "word "), { maxLength: 4000 })
        .map((parts) => parts.join("")),
      fc.nat({ max: 30_000 }).map((length) => "x".repeat(length)),
    );
    fc.assert(
      fc.property(Text, (text) => {
        const blocks = blocksOf(text);
        expect(blocks.join("")).toBe(text);
        expect(blocks.every((block) => block.length > 0 && block.length <= 1000)).toBe(true);
        if (text.isWellFormed()) expect(blocks.every((block) => block.isWellFormed())).toBe(true);
        expect(text.startsWith(beginningOf(text))).toBe(true);
        expect(beginningOf(text).length).toBeLessThanOrEqual(shownAtOnce);
      }),
      { numRuns: 100 },
    );
  });

  it("shows a short text whole and never cuts a chip", () => {
    expect(beginningOf("x".repeat(shownAtOnce))).toHaveLength(shownAtOnce);
    const masked = `${"x".repeat(shownAtOnce - 4)}[person]${"x".repeat(100)}`;
    expect(beginningOf(masked)).toBe("x".repeat(shownAtOnce - 4));
    for (const block of blocksOf("[person]".repeat(2000))) expect(block).toMatch(/^(\[person\])+$/);
  });
});
