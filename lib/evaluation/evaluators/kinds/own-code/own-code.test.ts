import { afterAll, expect, test } from "vitest";
import { codeChecker } from "../../../code/checker.ts";
import { steadyDependencies } from "../../golden.testing.ts";
import { Evaluator } from "../../schema.ts";
import { faultOf, score } from "../../score.ts";
import { startEvaluator } from "../../start.ts";

afterAll(() => codeChecker().close());

const own = (code: string, language = "typescript", rest: object = {}) =>
  Evaluator.parse({
    key: "own",
    name: "Own",
    kind: "own_code",
    config: { language, code, timeMs: 1_000, memoryMb: 32, ...rest },
  });
const sample = {
  output: "The fee is 3 euros.",
  reference: { fee: 3 },
  inputs: { question: "What does it cost?" },
  metadata: { language: "en" },
  messages: [{ role: "user", content: "What does it cost?" }],
  toolCalls: [{ name: "find_fee", arguments: '{"id":7}' }],
  latencyMs: null,
  costUsd: null,
};
const ts = (body: string) => `export function score(given: any) {\n${body}\n}`;
const py = (body: string) => `def score(given):\n    ${body}`;

test.each<[language: string, code: string, value: number | null, words: string | null]>([
  ["typescript", ts("return 0.25"), 0.25, null],
  ["typescript", ts("return true"), 1, null],
  ["typescript", ts("return { score: false, reason: 'too short' }"), 0, "too short"],
  ["typescript", ts("return { score: 0.5 }"), 0.5, null],
  ["typescript", "export default async ({ output }: { output: string }) => output.length / 100", 0.19, null],
  [
    "typescript",
    "const score = ({ expected }: { expected: { fee: number } }) => expected.fee === 3",
    1,
    null,
  ],
  [
    "typescript",
    ts(
      "return { score: given.input.question && given.metadata.language === 'en' && given.messages[0].role === 'user' && given.toolCalls[0].name === 'find_fee' ? 1 : 0 }",
    ),
    1,
    null,
  ],
  ["typescript", ts("return null"), null, "no score for this case"],
  ["typescript", ts("return"), null, "no score for this case"],
  ["typescript", ts("return 3"), null, "gave 3: a score is a number from 0 to 1"],
  ["typescript", ts("return NaN"), null, "no score for this case"],
  ["typescript", ts("return 'good'"), null, 'gave "good"'],
  ["typescript", ts("return given.expected.price.euros"), null, "gave no score: TypeError"],
  ["typescript", ts("throw new Error('what?')"), null, "Error: what?"],
  ["typescript", "const other = 1;", null, "no function called score"],
  ["typescript", ts("for (;;);"), null, "longer than 1,000 ms"],
  [
    "typescript",
    ts("return require('fs').readFileSync('/etc/passwd', 'utf8').length > 0"),
    null,
    "gave no score",
  ],
  ["typescript", ts("return fetch('http://127.0.0.1').then(() => 1)"), null, "gave no score"],
  ["python", py("return 0.25"), 0.25, null],
  ["python", py("return given['expected']['fee'] == 3 and 'euros' in given['output']"), 1, null],
  ["python", py("return {'score': 0.5, 'reason': given['toolCalls'][0]['name']}"), 0.5, "find_fee"],
  ["python", py("return None"), null, "no score for this case"],
  ["python", py("return float('nan')"), null, "gave no score: ValueError"],
  ["python", py("return given['expected']['price']"), null, "gave no score: KeyError: 'price'"],
  ["python", "other = 1", null, "gave no score: it has no function called score"],
  ["python", py("return open('/etc/passwd').read() != ''"), null, "gave no score: FileNotFoundError"],
  ["python", "while True: pass", null, "longer than 1,000 ms"],
  ["typescript", ts("return { score: 1, reason: 'x'.repeat(1e5) }"), null, "says more than 64 KB"],
  ["typescript", `JSON.stringify = () => "{";\n${ts("return 1")}`, null, "wrote what is no verdict"],
  ["python", py("return {'score': 1, 'reason': 'x' * 70_000}"), null, "says more than 64 KB"],
])("%s: %j gives %j", async (language, code, value, words) => {
  const result = await score(own(code, language), sample, steadyDependencies);
  expect(result.value).toBe(value);
  if (value === null) expect(result.isPassed).toBeNull();
  expect(result.reasoning).toEqual(words === null ? null : expect.stringContaining(words));
});

test.each([
  ["typescript", ts("return { score: 1, reason: 'x'.repeat(9_000) }")],
  ["python", py("return {'score': 1, 'reason': 'x' * 9_000}")],
])("%s: a reason is cut where a posted one ends", async (language, code) => {
  const result = await score(own(code, language), sample, steadyDependencies);
  expect([result.value, result.reasoning]).toEqual([1, "x".repeat(4_000)]);
});

test.each(["'nothing of JSON'", "'}'", "'[' * 50_000"])(
  "python: what is no verdict ends no studio: %s",
  async (said) => {
    const code = `import json\nclass Said(str):\n    def encode(self): return (${said}).encode()\njson.dumps.__code__ = (lambda *a, **k: Said()).__code__\ndef score(given): return 1`;
    expect(await score(own(code, "python"), sample, steadyDependencies)).toMatchObject({ value: null });
  },
);

test("an answer is data: what stands in it is never read as code", async () => {
  const output = "\"}; throw 1; ${1} \\u2028 ''' \u2028";
  const given = { ...sample, output };
  expect(
    (await score(own(ts(`return given.output.length === ${output.length}`)), given, steadyDependencies))
      .value,
  ).toBe(1);
  expect(
    (
      await score(
        own(py(`return len(given['output']) == ${output.length}`), "python"),
        given,
        steadyDependencies,
      )
    ).value,
  ).toBe(1);
});

test("code that does not parse is refused before it is saved, with its line", async () => {
  expect(await faultOf(own("export function score( {", "typescript"))).toMatchObject({
    field: "code",
    reason: expect.stringContaining("Line 1"),
  });
  expect(await faultOf(own("x = 1\ndef score(:\n", "python"))).toMatchObject({
    reason: expect.stringContaining("Line 2"),
  });
  expect(await faultOf(startEvaluator("own_code", { takenKeys: new Set() }))).toBeNull();
});
