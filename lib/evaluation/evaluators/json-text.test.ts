import { expect, test } from "vitest";
import { exactOf, fencedBlocks, isEqualJson, parseExact, parseJson } from "./json-text.ts";

test.each([
  ["```json\n{}\n```", [{ info: "json", body: "{}", start: 0, end: 14 }]],
  ["a\n  ~~~JSON {}~~~ b", [{ info: "json", body: "{}", start: 2, end: 17 }]],
  ["~~~json~~~", [{ info: "json", body: "", start: 0, end: 10 }]],
  ["```\n```", [{ info: "", body: "", start: 0, end: 7 }]],
  ["````\n```\nx\n````", [{ info: "", body: "```\nx", start: 0, end: 15 }]],
  ["```js\n1\n  ```\n```\n2\n```", ["1", "2"].map((body) => expect.objectContaining({ body }))],
  ["say ```{}``` in a line", []],
  ["````\n{}\n```", []],
  ["````\n```\n{}\n```", [expect.objectContaining({ body: "{}", start: 5 })]],
])("the blocks of %j", (text, blocks) => {
  expect(fencedBlocks(text)).toEqual(blocks);
});

test("JSON is found in a fence, whatever stands around it", () => {
  expect(parseJson('Here:\n```json title=x\n{"a": "```"}\n```')).toEqual({ a: "```" });
  expect(parseJson('```json {"a": 1}```')).toEqual({ a: 1 });
  expect(parseJson('1. ```\n{"a": 1}\n```')).toEqual({ a: 1 });
  expect(parseJson("no JSON")).toBeUndefined();
});

/** Seconds of this process, the least of three. */
function cpuOf(work: () => void): number {
  return Math.min(
    ...[1, 2, 3].map(() => {
      const before = process.cpuUsage();
      work();
      return process.cpuUsage(before).user / 1e6;
    }),
  );
}

const digits = (length: number) => `1${"0".repeat(length)}1`;
test.each<[string, (length: number) => string]>([
  ["spaces after a fence that nobody closes", (length) => `\`\`\`${" ".repeat(length)}x`],
  ["spaces after a tilde fence", (length) => `~~~a${" ".repeat(length)}x`],
  ["backticks alone", (length) => "`".repeat(length)],
  ["backticks and a carriage return", (length) => `${"`".repeat(length)}\rx\u2028y`],
  ["lines of spaces", (length) => `${" ".repeat(99)}\n`.repeat(length / 100)],
  [
    "fences ever shorter",
    (length) =>
      Array.from({ length: Math.sqrt(length) }, (_, at) => "`".repeat(Math.sqrt(length) + 3 - at)).join(
        "\nx\n",
      ),
  ],
  ["fences on one line", (length) => `x${"``` ".repeat(length / 4)}`],
  ["fences of two kinds", (length) => "````\n~~~~\n".repeat(2) + "```a\n~~~b\n".repeat(length / 10)],
  ["a number of many zeros", digits],
])(
  "the time grows as the text does: %s",
  (_what, make) => {
    const read = (length: number) => {
      const text = make(length);
      return cpuOf(() => {
        const value = parseExact(text);
        if (value !== undefined) isEqualJson(value, exactOf(1), String);
        fencedBlocks(text);
      });
    };
    const [short, long] = [read(16_000), read(128_000)];
    // Eight times the text: eight times the time, and 64 if it were quadratic. Below 20 ms the clock decides.
    expect(long).toBeLessThan(Math.max(0.02, 24 * short));
  },
  20_000,
);
