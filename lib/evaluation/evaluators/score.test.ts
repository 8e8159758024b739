import { describe, expect, test } from "vitest";
import { cpuMs } from "#testing/cpu";
import { score } from "./score.ts";
import type { EvaluatorDependencies } from "./scorer.ts";
import { evaluator, sampleOf, silent, valueOf } from "./score.testing.ts";

describe("exact", () => {
  test.each([
    [{}, " billing \n", "billing", 1],
    [{}, "Billing", "billing", 0],
    [{ ignoreCase: true }, "Billing", "billing", 1],
    [{ ignorePunctuation: true }, "billing.", "billing", 1],
    [{ ignorePunctuation: true }, "¿Qué? “Sí” – no", "Qué Sí  no", 1],
    // Emoji, operators and amounts are no punctuation: what they say differs.
    [{ ignorePunctuation: true }, "👍", "👎", 0],
    [{ ignorePunctuation: true }, "a < b", "a > b", 0],
    [{ ignorePunctuation: true }, "1+1=2", "112", 0],
    [{ ignorePunctuation: true }, "$5", "€5", 0],
    [{ collapseSpaces: false, trim: false }, "a  b", "a b", 0],
    [{ outputField: "category" }, '{"category":"billing"}', "billing", 1],
    [
      { outputField: "category", referenceField: "label.name" },
      '```json\n{"category":"billing"}\n```',
      { label: { name: "billing" } },
      1,
    ],
    [{ outputField: "category" }, "billing", "billing", 0],
    [{}, "café", "café", 1],
    [{}, "billing", null, null],
    [{ referenceField: "other" }, "billing", { label: 1 }, null],
    // EVAL-1: JSON against JSON, whatever the order of keys, the spaces and the way a number is written.
    [{}, '{"total": 12.5, "items": ["a", "b"]}', { total: 12.5, items: ["a", "b"] }, 1],
    [{}, '```JSON\n{"b": 2, "a": 1.0}\n```', { a: 1, b: 2 }, 1],
    [{}, '["x", "y"]', ["x", "y"], 1],
    [{}, '["y", "x"]', ["x", "y"], 0],
    [{}, '{"a":1,"b":2}', '{"b": 2, "a": 1e0}', 1],
    [{}, '{"a":12345678901234567890}', '{"a":12345678901234567891}', 0],
    [{}, '{"a":12345678901234567890}', '{"a": 12345678901234567890.0}', 1],
    [{}, '{"a":"1"}', { a: 1 }, 0],
    [{}, '{"a":1}', { a: 1, b: null }, 0],
    [{}, '{"toString":1}', { a: 1 }, 0],
    [{}, "no JSON", { a: 1 }, 0],
    [{ ignoreCase: true }, '{"a":"Yes "}', { a: "yes" }, 1],
    [{ outputField: "x", referenceField: "y" }, '{"x":{"a":1.0}}', { y: { a: 1 } }, 1],
    // A field keeps the digits of its numbers, and a number is compared as one.
    [{ outputField: "id" }, '{"id":12345678901234567891}', "12345678901234567890", 0],
    [{ outputField: "id" }, '{"id":12345678901234567891}', "12345678901234567891", 1],
    [{ outputField: "id" }, '{"id":9007199254740993}', "9007199254740992", 0],
    [
      { outputField: "id", referenceField: "id" },
      '{"id":12345678901234567891}',
      '{"id":12345678901234567890}',
      0,
    ],
    [
      { outputField: "id", referenceField: "id" },
      '{"id":{"a":12345678901234567891}}',
      '{"id":{"a":12345678901234567890}}',
      0,
    ],
    [{ outputField: "x" }, '{"x":0.1234567890123456789}', "0.1234567890123456788", 0],
    [{ outputField: "x" }, '{"x":[1.50,2e1]}', "[1.5,20]", 1],
    [{ outputField: "id.source" }, '{"id":1}', "1", 0],
    [{}, "12.50", 12.5, 1],
    [{}, "1000.0", 1000, 1],
    [{}, " 1e3\n", 1000, 1],
    [{}, "1000.01", 1000, 0],
    [{}, "1,000", 1000, 0],
    [{ outputField: "n" }, '{"n":1e3}', 1000, 1],
    [{ outputField: "n", referenceField: "n" }, '{"n":12.50}', '{"n":12.5}', 1],
    [{ outputField: "n" }, '{"n":"12.5"}', 12.5, 1],
    [{}, "1.10", "1.1", 0],
    [{}, "7", "007", 0],
    [{}, "true", true, 1],
    [{}, "[".repeat(200_000), { a: 1 }, 0],
    [{}, "[".repeat(200_000), "a", 0],
    [{ outputField: "a" }, `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, "a", 0],
    [{}, `${"[".repeat(6_000)}1${"]".repeat(6_000)}`, `${"[".repeat(6_000)}2${"]".repeat(6_000)}`, 0],
    [{ ignoreCase: true }, "STRASSE", "straße", 1],
    [{ ignoreCase: true }, "ΟΔΟΣ", "οδος", 1],
    [{}, "a\u00a0 b", "a b", 1],
  ])("with %j the output %j against %j gives %s", async (config, output, reference, value) => {
    expect(await valueOf("exact", config, { output, reference })).toBe(value);
  });
});

describe("a case passes", () => {
  const passed = async (rest: Record<string, unknown>, answer: number) => {
    const config = {
      target: { connectionId: "00000000-0000-7000-8000-000000000001", model: "m" },
      rubric: "r",
    };
    const ask: EvaluatorDependencies["ask"] = async () => ({
      text: JSON.stringify({ reasoning: "", score: answer }),
      generationId: "g",
      costUsd: 0,
    });
    return (await score(evaluator("llm_judge", config, rest), sampleOf({ output: "x" }), { ...silent, ask }))
      .isPassed;
  };

  test("at its score or above", async () => {
    expect([await passed({}, 1), await passed({}, 3), await passed({ passScore: 0.9 }, 4)]).toEqual([
      false,
      true,
      false,
    ]);
  });

  test("at its score or below where less is better", async () => {
    const lower = { direction: "lower", passScore: 0.25 };
    expect([await passed(lower, 1), await passed(lower, 2), await passed(lower, 5)]).toEqual([
      true,
      true,
      false,
    ]);
    const same = evaluator("exact", {}, { direction: "lower" });
    const judged = (output: string) => score(same, sampleOf({ output, reference: "a" }), silent);
    expect([(await judged("a")).isPassed, (await judged("b")).isPassed]).toEqual([false, true]);
  });
});

describe("contains", () => {
  test.each([
    [{ texts: ["a", "B"] }, "x A b", 1],
    [{ texts: ["a", "z"] }, "x A b", 0],
    [{ texts: ["a", "z"], mode: "any" }, "x A b", 1],
    [{ texts: ["refund"], mode: "none" }, "We Refund you", 0],
    [{ texts: ["refund"], mode: "none", ignoreCase: false }, "We Refund you", 1],
    [{}, "it is billing", 1],
    [{ texts: ["ΟΔΟΣ"] }, "ΟΔΟΣΑ", 1],
    [{ texts: ["straße"] }, "AUF DER STRASSE", 1],
    [{ texts: ["two words"] }, "Two\u00a0 \n words", 1],
    [{ texts: ["İ"] }, "i̇stanbul", 1],
    [{ texts: [" "] }, "x", null],
  ])("%j in %j gives %s", async (config, output, value) => {
    expect(await valueOf("contains", config, { output, reference: "billing" })).toBe(value);
  });
  test("an empty reference, which everything contains, judges nothing", async () => {
    for (const reference of ["", " \n"])
      expect(await valueOf("contains", {}, { output: "anything", reference })).toBeNull();
  });
});

describe("regex", () => {
  test("matches, can be turned round, and says when a pattern is not RE2", async () => {
    expect(await valueOf("regex", { pattern: "^[a-z]+$" }, { output: "billing" })).toBe(1);
    expect(await valueOf("regex", { pattern: "\\d", mustMatch: false }, { output: "billing" })).toBe(1);
    expect(await valueOf("regex", { pattern: "(?=a)b" }, { output: "b" })).toBeNull();
  });
  test("white space is Unicode's, also in a class", async () => {
    for (const pattern of ["^a\\sb$", "^a[\\s,]b$", "^[^\\S]?a[^\\S]b$"])
      expect(await valueOf("regex", { pattern }, { output: "a\u00a0b" })).toBe(1);
    expect(await valueOf("regex", { pattern: "^\\S+$" }, { output: "a\u3000b" })).toBe(0);
    expect(await valueOf("regex", { pattern: "^\\u00e9\\p{Letter}$" }, { output: "éß" })).toBe(1);
  });
  test("what lies behind the limit is unjudged, not passed", async () => {
    const long = "x".repeat(1_000_100);
    const judged = (pattern: string, mustMatch: boolean, output = long) =>
      valueOf("regex", { pattern, mustMatch }, { output });
    expect(await judged("secret", false, `${long}secret`)).toBeNull();
    expect(await judged("^x+$", true, `${long}secret`)).toBeNull();
    expect(await judged("secret", false, `secret${long}`)).toBe(0);
    expect(await judged("xx", true)).toBe(1);
  });
  test("a pattern of many parts reads less, so that it stalls nobody", async () => {
    const ms = await cpuMs(async () => {
      const pattern = "a.{1000}b";
      expect(await valueOf("regex", { pattern }, { output: `b${"a".repeat(40_000)}` })).toBeNull();
      expect(await valueOf("regex", { pattern }, { output: `b${"a".repeat(10_000)}` })).toBe(0);
      expect(
        await valueOf("regex", { pattern }, { output: `a${"a".repeat(1_000)}b${"a".repeat(1e6)}` }),
      ).toBe(1);
    });
    expect(ms).toBeLessThan(8_000);
  });
  test("a pattern that explodes elsewhere takes linear time here", async () => {
    const ms = await cpuMs(async () => {
      expect(await valueOf("regex", { pattern: "^(a+)+$" }, { output: `${"a".repeat(50_000)}b` })).toBe(0);
    });
    expect(ms).toBeLessThan(5_000);
  });
});

describe("json_schema", () => {
  const schema = {
    type: "object",
    properties: { category: { enum: ["billing", "bug"] }, id: { type: "string", pattern: "^(a+)+$" } },
    required: ["category"],
  };
  test.each([
    ['{"category":"bug"}', 1],
    ['```json\n{"category":"bug"}\n```', 1],
    // EVAL-3.
    ['```JSON\n{"category":"bug"}\n```', 1],
    ['Here:\n```json {"category":"bug"}```', 1],
    ['~~~\n{"category":"bug"}\n~~~', 1],
    ['```json title="answer"\n{"category":"bug"}\n```', 1],
    ['```{.json}\r\n{"category":"bug"}\r\n```', 1],
    ['- ```json\n  {"category":"bug"}\n  ```', 1],
    ['```json\n{"category":"bug"}', 1],
    ['```json\n{"category":"bug","note":"```"}\n```', 1],
    ['\uFEFF{"category":"bug"}', 1],
    ['```json\n{"category":"bug"', 0],
    ['{"category":"other"}', 0],
    ["bug", 0],
    ['{"category":"bug","id":"aaab"}', 0],
  ])("%s gives %s", async (output, value) =>
    expect(await valueOf("json_schema", { schema }, { output })).toBe(value),
  );
  test.each([
    ["whole", ' {"category":"bug"}\n', 1],
    ["whole", '```json\n{"category":"bug"}\n```', 0],
    ["whole", 'It is {"category":"bug"}.', 0],
    ["fenced", 'It is {"category":"bug"}.', 0],
    ["anywhere", 'It is {"category":"bug"}.', 1],
    ["anywhere", 'Of {this} and [that]: {"category":"other"}, then {"category":"bug","note":"}"} ', 1],
    ["anywhere", 'It is {"category":"other"}.', 0],
    ["anywhere", 'It is {"category":"bug".', 0],
    ["anywhere", "It is a bug.", 0],
  ])("JSON %s in %s gives %s", async (extent, output, value) =>
    expect(await valueOf("json_schema", { schema, extent }, { output })).toBe(value),
  );
  test("looking for JSON in brackets without end is given up, not judged", async () => {
    const ms = await cpuMs(async () => {
      const config = { schema, extent: "anywhere" };
      expect(await valueOf("json_schema", config, { output: "{".repeat(100_000) })).toBeNull();
      expect(await valueOf("json_schema", config, { output: "{ x } ".repeat(50_000) })).toBe(0);
    });
    expect(ms).toBeLessThan(5_000);
  });
  test("a schema that is not one cannot judge; one over 32 kB is refused", async () => {
    expect(await valueOf("json_schema", { schema: { type: "nonsense" } }, { output: "{}" })).toBeNull();
    expect(() => evaluator("json_schema", { schema: { description: "x".repeat(40_000) } })).toThrow(/32 kB/);
  });
});

describe("length, similarity, latency and cost", () => {
  test("length counts words and characters as readers do, and tokens", async () => {
    const of = async (unit: string, output: string, size: number) =>
      expect(await valueOf("length", { unit, min: size, max: size }, { output })).toBe(1);
    await of("characters", "👨‍👩‍👧‍👦e\u0301", 2);
    await of("words", "It's a well-known rule.", 5);
    await of("words", "สวัสดีชาวโลก", 3);
    await of("tokens", "abc", 3);
    expect(await valueOf("length", { max: 2 }, { output: "今天天气很好。" })).toBe(0);
    expect(await valueOf("length", { max: 3 }, { output: "one two three" })).toBe(1);
    expect(await valueOf("length", { max: 2 }, { output: "one two three" })).toBe(0);
    expect(await valueOf("length", { unit: "characters", min: 2, max: 2 }, { output: "😀é" })).toBe(1);
  });
  test("similarity is the cosine, and null without a reference", async () => {
    expect(await valueOf("similarity", {}, { output: "abc", reference: "abc" })).toBeCloseTo(1, 12);
    expect(await valueOf("similarity", {}, { output: "abc" })).toBeNull();
    expect(await valueOf("similarity", {}, { output: "", reference: "abc" })).toBe(0);
  });
  test("latency and cost are raw, pass within their limit, and are null when unknown", async () => {
    const slow = await score(evaluator("latency", {}, { threshold: 50 }), sampleOf({}), silent);
    expect(slow).toMatchObject({ value: 100, isPassed: false });
    expect(await score(evaluator("cost", {}, { threshold: 2.5 }), sampleOf({}), silent)).toMatchObject({
      value: 0.002,
      isPassed: true,
    });
    expect(await score(evaluator("cost", {}), sampleOf({ costUsd: null }), silent)).toMatchObject({
      value: null,
      isPassed: null,
    });
  });
});
