import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tokensOf } from "#text";
import { rougeL } from "./rouge.ts";
import { score } from "../../score.ts";
import { evaluator, sampleOf, silent, valueOf } from "../../score.testing.ts";

describe("ROUGE-L", () => {
  test.each([
    ["testing one", "testing one two", 0.8],
    ["testing two", "testing one two", 0.8],
    ["", "testing one two", 0],
    ["The Cat.", "the cat", 1],
  ])("%j against %j is %s, as in Google's rouge-score", (prediction, target, f) =>
    expect(rougeL(tokensOf(prediction), tokensOf(target)).f).toBeCloseTo(f, 12),
  );
  test.each([
    // EVAL-7.
    ["Müller", "Möller", 0],
    ["使用API接口是一个坏主意", "请不要调用API，它已经停用", 0.35],
    ["今天天气很好", "今天天气很好", 1],
    ["สวัสดีชาวโลก", "สวัสดีประเทศไทย", 0.6],
    ["Zażółć gęślą", "zażółć GĘŚLĄ jaźń", 0.8],
  ])("%j against %j is at most or about %s outside English", (prediction, target, f) => {
    const found = rougeL(tokensOf(prediction), tokensOf(target)).f;
    if (f === 0 || f === 1) expect(found).toBe(f);
    else {
      expect(found).toBeGreaterThan(0);
      expect(found).toBeLessThanOrEqual(f);
    }
  });
  test("a reference without letters or digits cannot be judged", async () => {
    expect(await valueOf("rouge_l", {}, { output: "hi", reference: "🙂 …" })).toBeNull();
    expect(await valueOf("rouge_l", {}, { output: "你好", reference: "你好" })).toBe(1);
  });
  test("agrees with the plain table of the longest common subsequence, also over word borders of 32", () => {
    const text = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 90 });
    fc.assert(
      fc.property(text, text, (left, right) => {
        const common = plainLcs(left, right);
        const expected = common === 0 ? 0 : (2 * common) / (left.length + right.length);
        expect(rougeL(left, right).f).toBeCloseTo(expected, 12);
      }),
      { seed: 6, numRuns: 200 },
    );
  });
  test("compares long texts whole, and judges none that is longer than what it compares", async () => {
    const numbered = (count: number) => Array.from({ length: count }, (_, at) => `w${at}`).join(" ");
    expect(rougeL(numbered(6000).split(" "), numbered(3000).split(" ")).precision).toBe(0.5);
    const long = await score(
      evaluator("rouge_l"),
      sampleOf({ output: `${numbered(50_000)} one`, reference: `${numbered(50_000)} two` }),
      silent,
    );
    expect([long.value, long.reasoning]).toEqual([null, expect.stringContaining("50,000 words")]);
  });
});

function plainLcs(left: string[], right: string[]): number {
  let above = Array.from({ length: right.length + 1 }, () => 0);
  for (const word of left) {
    const row = [0];
    for (const [place, other] of right.entries())
      row.push(word === other ? (above[place] ?? 0) + 1 : Math.max(above[place + 1] ?? 0, row[place] ?? 0));
    above = row;
  }
  return above.at(-1) ?? 0;
}
