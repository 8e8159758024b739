import { describe, expect, it } from "vitest";
import { z } from "zod";
import { settingBounds } from "#constants/models";
import { isSetting } from "#client/models";
import { labelNameProblem, promptPathProblem } from "./rules.ts";
import { readJsonSchema, readTools } from "./read-json.ts";
import { JsonSchema, NewLabelName, PromptPath, PromptSettings, PromptTool } from "../schema.ts";

const texts = [
  "",
  "a",
  "support/triage",
  "a//b",
  "/a",
  "A",
  "a b",
  "x".repeat(36),
  "x".repeat(201),
  "-a",
  "a.b_c-d",
];
const numbers = [-1, 0, 0.5, 1, 1.5, 2, 2.5, 1_000_000, 1_000_001, Number.NaN, Infinity];
const documents = [
  null,
  1,
  {},
  [],
  { type: "object" },
  [{ name: "find", parameters: {} }],
  [{ name: "find", description: "x".repeat(2_001), parameters: {} }],
  [{ name: "find it", parameters: {} }],
  [{ name: "find", parameters: [] }],
  [{ name: "find", parameters: { type: "object" }, extra: 1 }],
  Array.from({ length: 129 }, () => ({ name: "a", parameters: {} })),
];

describe("what the browser checks by hand is what zod checks on the server", () => {
  it.each(texts)("path and label %j", (text) => {
    expect(promptPathProblem(text) === null).toBe(PromptPath.safeParse(text).success);
    expect(labelNameProblem(text) === null).toBe(NewLabelName.safeParse(text).success);
  });

  it("keeps the words of scopes and the numbers of versions from labels", () => {
    for (const text of ["any", "none", "7"]) expect(labelNameProblem(text)).toMatch(/not digits only/);
    for (const text of ["anyone", "none-yet", "production", "v7"]) expect(labelNameProblem(text)).toBeNull();
  });

  it.each(numbers)("setting %d", (number) => {
    for (const name of Object.keys(settingBounds) as (keyof typeof settingBounds)[])
      expect(isSetting(name, number), name).toBe(PromptSettings.safeParse({ [name]: number }).success);
  });

  it.each(documents.map((document) => [document]))("response schema and tools %j", (document) => {
    const schema = JsonSchema.safeParse(document);
    expect("value" in readJsonSchema(document)).toBe(schema.success);
    const tools = z.array(PromptTool).max(128).safeParse(document);
    const read = readTools(document);
    expect("value" in read ? read.value : null).toEqual(tools.success ? tools.data : null);
  });
});
