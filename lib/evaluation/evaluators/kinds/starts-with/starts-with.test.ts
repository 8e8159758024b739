import { expect, test } from "vitest";
import { steadyDependencies } from "../../golden.testing.ts";
import { Evaluator } from "../../schema.ts";
import { faultOf, score } from "../../score.ts";

const made = (config: object) => Evaluator.parse({ key: "k", name: "K", kind: "starts_with", config });

test.each([
  [{ text: "Dear" }, "Dear Ms Lee,", 1],
  [{ text: "Dear" }, " \n\tDear Ms Lee,", 1],
  [{ text: "Dear" }, "dear Ms Lee,", 0],
  [{ text: "dear", ignoreCase: true }, "DEAR Ms Lee,", 1],
  [{ text: "straße", ignoreCase: true }, "STRASSE 5", 1],
  [{ text: "Dear Ms" }, "Dear\u00a0 Ms Lee", 1],
  [{ text: "Dear" }, "My Dear", 0],
  [{ text: "Dear" }, "", 0],
  [{ text: "a", outputField: "k" }, '{"k":"abc"}', 1],
  [{ text: "a", outputField: "k" }, "abc", 0],
])("%j at the beginning of %j gives %s", async (config, output, value) => {
  const sample = { output, reference: null, inputs: {}, latencyMs: null, costUsd: null };
  expect((await score(made(config), sample, steadyDependencies)).value).toBe(value);
});

test("an empty text, with which everything begins, is a fault", async () => {
  expect(await faultOf(made({ text: " " }))).toMatchObject({ field: "text" });
  expect(await faultOf(made({ text: "a" }))).toBeNull();
});
