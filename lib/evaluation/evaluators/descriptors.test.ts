import { existsSync, globSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { EvaluatorDescriptor } from "./descriptor.ts";
import { descriptors } from "./descriptors.ts";
import { field, fieldsOf } from "./fields.ts";
import { steadyDependencies } from "./golden.testing.ts";
import { modelsAskedBy } from "./models-asked.ts";
import { Evaluator } from "./schema.ts";
import { score } from "./score.ts";
import { startEvaluator } from "./start.ts";

const all = descriptors.map((descriptor) => ({
  kind: descriptor.kind,
  // As the editor sees them: one shape for all kinds.
  descriptor: descriptor as EvaluatorDescriptor,
}));
const model = { connectionId: "00000000-0000-7000-8000-000000000001", model: "m" };

describe.each(all)("$kind", ({ kind, descriptor }) => {
  const { example, knownError, config } = descriptor;

  test("its example scores what it says", async () => {
    const evaluator = Evaluator.parse({ key: "k", name: "K", kind, config: example.config });
    const sample = {
      output: example.output,
      reference: example.reference ?? null,
      inputs: example.inputs ?? {},
      latencyMs: 100,
      costUsd: 0.002,
      toolCalls: example.toolCalls,
      finishReason: example.finishReason,
    };
    const { value } = await score(evaluator, sample, steadyDependencies);
    if (example.value === null) expect(value).toBeNull();
    else expect(value).toBeCloseTo(example.value, 4);
  });

  test("says what it costs and where it errs, and the figures' document is there", () => {
    expect(descriptor.cost).not.toBe("");
    expect(knownError.text).not.toBe("");
    if (knownError.measured !== null) expect(existsSync(knownError.measured)).toBe(true);
  });

  test("every parameter has words and a control, and a choice has words for each value", () => {
    for (const { label, control, choices } of fieldsOf(config)) {
      expect(label).not.toBe("");
      expect(control === "choice").toBe(choices.length > 0);
    }
  });

  test("a new one is complete but for what only a person can say", () => {
    const made = startEvaluator(kind, { takenKeys: new Set(), model });
    const open = fieldsOf(config).filter(
      ({ isRequired, name }) => isRequired && !hasValue((made.config as Record<string, unknown>)[name]),
    );
    const result = Evaluator.safeParse(made);
    expect(result.error?.issues.map(({ path }) => path[1]) ?? []).toEqual(open.map(({ name }) => name));
  });

  test("judges by a model exactly where it has a field for one", () => {
    const evaluator = Evaluator.parse({ key: "k", name: "K", kind, config: example.config });
    expect(modelsAskedBy(evaluator).length > 0).toBe(descriptor.needs.includes("judge"));
    expect(descriptor.messagesOf !== undefined).toBe(descriptor.needs.includes("judge"));
  });
});

function hasValue(value: unknown): boolean {
  return value !== undefined && value !== "";
}

test("every folder of kinds/ stands in the list, and no kind twice", () => {
  const folders = globSync("lib/evaluation/evaluators/kinds/*/descriptor.ts");
  expect(folders).toHaveLength(descriptors.length);
  expect(new Set(descriptors.map(({ kind }) => kind)).size).toBe(descriptors.length);
});

test("a free key is found beside taken ones", () => {
  const takenKeys = new Set(["accuracy", "accuracy_2"]);
  expect(startEvaluator("exact", { takenKeys })).toMatchObject({ key: "accuracy_3", name: "Accuracy" });
});

test("a new one begins with its descriptor's words before the schema's defaults", () => {
  const begun = (kind: "exact" | "length") => startEvaluator(kind, { takenKeys: new Set() }).config;
  expect(begun("exact")).toEqual({
    ignoreCase: true,
    ignorePunctuation: false,
    collapseSpaces: true,
    trim: true,
  });
  expect(begun("length")).toEqual({ unit: "words", max: 100 });
});

test("fields carry bounds, defaults and words of the schema, and one without words is refused", () => {
  const config = z.object({
    count: field(z.number().int().min(1).max(9).default(2), { label: "How many", hint: "One to nine." }),
    name: field(z.string().max(20), { label: "Name" }),
    way: field(z.enum(["a", "b"]).optional(), { label: "Way", choices: { b: "second" } }),
  });
  expect(fieldsOf(config)).toEqual([
    {
      name: "count",
      label: "How many",
      hint: "One to nine.",
      control: "number",
      isRequired: false,
      start: 2,
      min: 1,
      max: 9,
      isWhole: true,
      choices: [],
    },
    { name: "name", label: "Name", control: "text", isRequired: true, maxLength: 20, choices: [] },
    {
      name: "way",
      label: "Way",
      control: "choice",
      isRequired: false,
      choices: [
        { value: "b", label: "second" },
        { value: "a", label: "a" },
      ],
    },
  ]);
  expect(() => fieldsOf(z.object({ bare: z.string() }))).toThrow(/bare has no words/);
});

describe("not", () => {
  const judged = async (kind: string, config: object, output: string, reference?: string) =>
    score(
      Evaluator.parse({ key: "k", name: "K", kind, config, isNegated: true }),
      { output, reference: reference ?? null, inputs: {}, latencyMs: null, costUsd: null },
      steadyDependencies,
    );
  test("turns a rule round, but neither what was not judged nor an output without the field", async () => {
    expect(await judged("exact", {}, "a", "a")).toMatchObject({ value: 0, isPassed: false });
    expect(await judged("exact", {}, "b", "a")).toMatchObject({ value: 1, isPassed: true });
    expect(await judged("exact", {}, "b")).toMatchObject({ value: null, isPassed: null });
    expect(await judged("exact", { outputField: "k" }, "b", "a")).toMatchObject({
      value: 0,
      isPassed: false,
    });
  });
  test("leaves a grade as it is, and what has a parameter for it", async () => {
    expect(await judged("rouge_l", {}, "a", "a")).toMatchObject({ value: 1 });
    expect(await judged("contains", { texts: ["a"] }, "a")).toMatchObject({ value: 1 });
  });
});
