import { expect, test } from "vitest";
import { steadyDependencies } from "../../golden.testing.ts";
import { Evaluator } from "../../schema.ts";
import { score } from "../../score.ts";

const judged = (given: string | null | undefined, config: object, isNegated = false) =>
  score(
    Evaluator.parse({ key: "k", name: "K", kind: "finish_reason", config, isNegated }),
    { output: "", reference: null, inputs: {}, latencyMs: null, costUsd: null, finishReason: given },
    steadyDependencies,
  );

test.each([
  [{}, "stop", 1],
  [{}, "length", 0],
  [{ reason: "tool_calls" }, "tool_calls", 1],
  [{ reason: "content_filter" }, "stop", 0],
])("%j for an answer that ends with %s gives %s", async (config, given, value) => {
  expect((await judged(given, config)).value).toBe(value);
  expect((await judged(given, config, true)).value).toBe(1 - value);
});

test("without a reason nothing is judged, turned round or not", async () => {
  for (const given of [null, undefined])
    for (const isNegated of [true, false])
      expect(await judged(given, {}, isNegated)).toMatchObject({ value: null, isPassed: null });
});
