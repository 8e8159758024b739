import { expect, it } from "vitest";
import { keyFromName } from "./key-from-name.ts";

it.each([
  ["Solved at first contact", "solved_at_first_contact"],
  ["Größe in cm", "grosse_in_cm"],
  ["Zürich, São Paulo", "zurich_sao_paulo"],
  ["ＡＢＣ １２", "abc_12"],
  ["  (reopened?) ", "reopened"],
  ["日本", ""],
  [`${"a".repeat(23)} bc`, "a".repeat(23)],
  ["a".repeat(30), "a".repeat(24)],
])("the key of %j is %j", (name, key) => expect(keyFromName(name, { between: "_", most: 24 })).toBe(key));
