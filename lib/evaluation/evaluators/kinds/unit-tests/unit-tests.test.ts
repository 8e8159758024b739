import { afterAll, expect, test } from "vitest";
import { codeChecker } from "../../../code/checker.ts";
import { steadyDependencies } from "../../golden.testing.ts";
import { Evaluator } from "../../schema.ts";
import { score } from "../../score.ts";

afterAll(() => codeChecker().close());

const judged = (config: object, output: string, reference: unknown = null) =>
  score(
    Evaluator.parse({ key: "k", name: "K", kind: "unit_tests", config }),
    { output, reference, inputs: {}, latencyMs: null, costUsd: null },
    steadyDependencies,
  );
const add = "export const add = (a, b) => a + b;";

test.each<[object, string, unknown, { value: number | null; words: string }]>([
  [
    { tests: "assert.equal(add(1, 2), 3)" },
    `Here:\n\`\`\`js\n${add}\n\`\`\``,
    null,
    { value: 1, words: "Passes" },
  ],
  [
    { tests: "assert.equal(add(1, 2), 4)" },
    add,
    null,
    { value: 0, words: "Fails a test: expected 4, got 3" },
  ],
  [{}, add, "test('adds', () => assert.equal(add(1, 1), 2))", { value: 1, words: "Passes" }],
  [
    {},
    add,
    "test('adds', () => assert.equal(add(1, 1), 3))",
    { value: 0, words: '"adds": expected 3, got 2' },
  ],
  [{ referenceField: "tests" }, add, { tests: "assert(add(0, 0) === 0)" }, { value: 1, words: "Passes" }],
  [{}, add, null, { value: null, words: "no reference" }],
  [{}, add, " ", { value: null, words: "no tests" }],
  [{ tests: "assert(1)" }, "```py\n1\n```", null, { value: 0, words: "no JavaScript" }],
  [{ tests: "assert(1)" }, "let = ;", null, { value: 0, words: "Does not parse" }],
  [{ tests: "assert(1)", timeMs: 100 }, "for (;;);", null, { value: 0, words: "longer than 100 ms" }],
  [
    { tests: "assert.equal(twice(2), 4)", language: "typescript" },
    "const twice = (n: number): number => 2 * n;",
    null,
    { value: 1, words: "" },
  ],
  [
    { tests: "assert add(1, 2) == 4", language: "python" },
    "```python\ndef add(a, b): return a + b\n```",
    null,
    { value: 0, words: "Fails a test: an assertion is not true" },
  ],
  [
    { tests: "assert (", language: "python" },
    "x = 1",
    null,
    { value: null, words: "The tests do not compile" },
  ],
  [
    {
      tests: "def check(f):\n    assert f(2) == 4",
      language: "python",
      prefixField: "prompt",
      entryField: "entry",
    },
    "    return 2 * x",
    null,
    { value: null, words: "no text in the field" },
  ],
])("%j on %j with the reference %j", async (config, output, reference, { value, words }) => {
  const result = await judged(config, output, reference);
  expect([result.value, result.reasoning]).toEqual([value, expect.stringContaining(words)]);
});

test.each<[Record<string, unknown>, { value: number | null; words: string }]>([
  [
    { prompt: "def twice(x):\n", entry: "twice" },
    { value: 1, words: "Passes" },
  ],
  [
    { prompt: "def twice(x):\n    x += 1\n", entry: "twice" },
    { value: 0, words: "Fails a test" },
  ],
  [
    { prompt: "def twice(x):\n", entry: "other" },
    { value: 0, words: "NameError" },
  ],
  [
    { prompt: "def twice(x):\n", entry: "twice) or (1" },
    { value: null, words: "name no function" },
  ],
  [{ prompt: "def twice(x):\n" }, { value: null, words: "name no function" }],
])("code that continues its prompt, with the inputs %j", async (inputs, { value, words }) => {
  const tests = "def check(f):\n    assert f(2) == 4";
  const result = await score(
    Evaluator.parse({
      key: "k",
      name: "K",
      kind: "unit_tests",
      config: { language: "python", tests, prefixField: "prompt", entryField: "entry" },
    }),
    { output: "    return 2 * x", reference: null, inputs, latencyMs: null, costUsd: null },
    steadyDependencies,
  );
  expect([result.value, result.reasoning]).toEqual([value, expect.stringContaining(words)]);
});
