import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffContents, diffLinesOf, diffWords, PromptContent } from "./schema.ts";

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
  it("shows a sentence put anew as one change, not word by word", () => {
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

describe("diff of contents", () => {
  const before = PromptContent.parse({
    kind: "chat",
    messages: [
      { role: "system", content: "one\ntwo\nthree" },
      { role: "user", content: "{{x}}" },
    ],
    variables: [{ name: "x" }],
    settings: { temperature: 0 },
  });
  it("says nothing changed between equals", () => {
    expect(diffContents(before, before)).toMatchObject({ isSame: true, settings: [], summary: "nothing" });
  });
  it("counts the changed lines and lists settings as rows", () => {
    const after = PromptContent.parse({
      ...before,
      messages: [
        { role: "system", content: "one\nTWO\nthree" },
        { role: "user", content: "{{x}}" },
        { role: "assistant", content: "ok" },
      ],
      variables: [{ name: "x", type: "text" }],
      settings: { maxTokens: 5 },
    });
    const diff = diffContents(before, after);
    expect(diff.summary).toBe("system message, 1 of 3 lines; assistant message added; 3 settings");
    expect(diff.settings).toEqual([
      { name: "variable x", before: "string, required", after: "text, required" },
      { name: "maxTokens", before: null, after: "5" },
      { name: "temperature", before: "0", after: null },
    ]);
  });
  it("counts a line put at the end as one line", () => {
    const after = PromptContent.parse({
      ...before,
      messages: [
        { role: "system", content: "one\ntwo\nthree\nfour" },
        { role: "user", content: "{{x}}" },
      ],
    });
    expect(diffContents(before, after).summary).toBe("system message, 1 of 4 lines");
  });
  it("compares a first version with nothing", () => {
    expect(diffContents(null, before).messages.map(({ change }) => change)).toEqual(["added", "added"]);
  });
});
