import { expect, it } from "vitest";
import { titleOf } from "./title.ts";

it("takes the field that sounds like a title", () =>
  expect(titleOf({ body: "Hello there, a long text.", subject: "Two shipping fees" })).toBe(
    "Two shipping fees",
  ));
it("else the first sentence of the first text", () =>
  expect(titleOf({ locale: "en", ticket: "My SMS code never arrives. I tried three times." })).toBe(
    "My SMS code never arrives",
  ));
it("shortens at a word", () => {
  const title = titleOf({ text: "word ".repeat(60) });
  expect(title.length).toBeLessThanOrEqual(70);
  expect(title.endsWith("word…")).toBe(true);
});
it("has a word for nothing", () => expect(titleOf({ count: 3 })).toBe("Untitled"));
it("takes three words for a sentence, two not", () => {
  expect(titleOf({ locale: "en", kind: "two words", ticket: "It is late" })).toBe("It is late");
  expect(titleOf({ locale: "en", kind: "two words" })).toBe("en");
});
it("keeps a line of 70 letters whole and cuts one of 71", () => {
  const line = `${"word ".repeat(13)}lines`;
  expect(line).toHaveLength(70);
  expect(titleOf({ text: line })).toBe(line);
  expect(titleOf({ text: `${line}s` })).toBe(`${"word ".repeat(13).trim()}…`);
});
