import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffLinesOf, diffWords } from "./diff.ts";

const join = (parts: { kind: string; text: string }[], without: string) =>
  parts
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join("");
const text = fc
  .array(fc.constantFrom("fee ", "is", "\n", "  ", "Grüße", "。", "billing", "{{x}}", "-"), { maxLength: 40 })
  .map((words) => words.join(""));

describe("diff of texts", () => {
  it("keeps both texts: without what was removed it is the new one, without what was added the old one", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        for (const parts of [diffWords(before, after), diffLinesOf(before, after)]) {
          expect(join(parts, "removed")).toBe(after);
          expect(join(parts, "added")).toBe(before);
        }
      }),
    );
  });
  it("shows a rewritten sentence as one change, not word by word", () => {
    expect(
      diffWords("Pick the category that fits best.", "Pick what the customer wants done.").map(
        ({ kind, text }) => [kind, text],
      ),
    ).toEqual([
      ["same", "Pick "],
      ["removed", "the category that fits best"],
      ["added", "what the customer wants done"],
      ["same", "."],
    ]);
  });
  it("shows a change of whitespace", () => {
    expect(diffWords("a b", "a  b").some(({ kind }) => kind !== "same")).toBe(true);
  });
});
