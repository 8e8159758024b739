import fc from "fast-check";
import { expect, it } from "vitest";
import { maxBodyDepth, parseJson } from "./body.ts";

it("reads every JSON text as JSON.parse does, brackets and quotes in its strings included", () => {
  const text = fc.string({ unit: fc.constantFrom("[", "{", "]", "}", '"', "\\", ":", "a") });
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(text, fc.array(text))), (value) => {
      expect(parseJson(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  const brackets = JSON.stringify("[".repeat(1_000) + '\\"{'.repeat(1_000));
  expect(parseJson(brackets)).toBe(JSON.parse(brackets));
});

it("refuses a number that would lose digits, naming the field", () => {
  for (const [text, field] of [
    ['{"examples":[{"inputs":{"order_id":9007199254740993}}]}', "examples.0.inputs.order_id: "],
    ['{"reference":1234567890123456789}', "reference: "],
    ['{"n":1e999}', "n: "],
  ] as const)
    expect(() => parseJson(text)).toThrow(
      expect.objectContaining({ code: "invalid_input", message: expect.stringContaining(field) }),
    );
});

it("refuses what is no JSON, and what is nested deeper than anything is", () => {
  const nested = (depth: number) => `${'{"a":['.repeat(depth / 2)}1${"]}".repeat(depth / 2)}`;
  expect(parseJson(nested(maxBodyDepth))).toEqual(JSON.parse(nested(maxBodyDepth)));
  for (const text of [nested(maxBodyDepth + 2), nested(1_000_000)])
    expect(() => parseJson(text)).toThrow("nested more than");
  for (const text of ["", "{", '"', '"\\"', "]]]", "[".repeat(20), "nul"])
    expect(() => parseJson(text), text).toThrow("not valid JSON");
});
