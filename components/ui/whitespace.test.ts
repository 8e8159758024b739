import { expect, it } from "vitest";
import { showWhitespace } from "./whitespace.ts";

it.each([
  [" ", "·"],
  ["\n", "↵\n"],
  ["\t", "→"],
  ["a\u200bb", "a⟨U+200B⟩b"],
  ["a\u00a0b", "a⟨U+00A0⟩b"],
  ["e\u0301", "e⟨U+0301⟩"],
  ["a\r\n", "a⟨U+000D⟩\n"],
  ["\r\n", "⟨U+000D⟩\n"],
  ["\u{E0041}", "⟨U+E0041⟩"],
  ["\ufeff", "⟨U+FEFF⟩"],
  ["plain text.", "plain text."],
  ["é", "é"],
  ["नमस्ते", "नमस्ते"],
])("writes out what cannot be seen in %j", (text, seen) => {
  expect(showWhitespace(text)).toBe(seen);
});

it("draws the spaces at the end of a line where it is asked to", () => {
  expect(showWhitespace("a  ")).toBe("a  ");
  expect(showWhitespace("a  ", true)).toBe("a··");
});
