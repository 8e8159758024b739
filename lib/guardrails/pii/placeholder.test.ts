import { expect, test } from "vitest";
import { patternLabel, placeholderAt } from "./placeholder.ts";

test.each([
  ["Order number", "PATTERN_ORDER_NUMBER"],
  ["Größe", "PATTERN_GROSSE"],
  ["2nd key", "PATTERN_ND_KEY"],
  ["番号", "PATTERN_RULE"],
  ["x ".repeat(40), `PATTERN_${"X_".repeat(19)}X`],
])("what the rule %j redacts is called %s", (name, label) => {
  expect(patternLabel(name)).toBe(label);
  expect(placeholderAt(`<${label}>`)).toBe(true);
});
