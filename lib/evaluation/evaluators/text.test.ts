import { expect, test } from "vitest";
import { readReferences, type Sample } from "./text.ts";

const read = (reference: unknown, field?: string) =>
  readReferences(
    { output: "", reference, inputs: {}, latencyMs: null, costUsd: null } satisfies Sample,
    field,
  );

test.each([
  ["a list", ["one", "two"], undefined, ["one", "two"]],
  ["a field that holds a list", { answers: ["one", "two"] }, "answers", ["one", "two"]],
  ["the same given as text", '{"answers":["one","two"]}', "answers", ["one", "two"]],
  ["a field deeper down in text", '{"a":{"answers":["one","two"]}}', "a.answers", ["one", "two"]],
  ["one text", "one", undefined, ["one"]],
  ["a text that happens to be JSON", '["one","two"]', undefined, ['["one","two"]']],
  ["a list of other things", { answers: [1, 2] }, "answers", ["[1,2]"]],
  ["an empty list", { answers: [] }, "answers", ["[]"]],
])("%s gives the references it holds", (_what, reference, field, texts) => {
  expect(read(reference, field)).toEqual({ texts });
});

test("a reference without the field cannot be compared with, whether it is text or not", () => {
  expect(read("no JSON", "answers")).toHaveProperty("missing");
  expect(read({}, "answers")).toHaveProperty("missing");
  expect(read(null, undefined)).toHaveProperty("missing");
});
