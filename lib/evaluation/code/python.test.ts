import { readFileSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { codeChecker } from "./checker.ts";
import { type Labelled, judgeLabelled } from "./labelled.testing.ts";

const set = readFileSync(new URL("code-checks.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line): Labelled => JSON.parse(line))
  .filter(({ kind }) => kind === "python");
const checker = codeChecker();
afterAll(() => checker.close());

test("every Python answer of the set is judged as it is labelled, and the error is where CPython finds it", async () => {
  expect(set.length).toBeGreaterThan(5);
  for (const item of set) {
    const { said, line, codes } = await judgeLabelled(item, (job) => checker.check(job));
    expect([item.id, said]).toEqual([item.id, item.label]);
    expect(codes).toEqual(item.codes);
    if (item.lines) expect(item.lines, item.id).toContain(line);
  }
});

/** Most of these a grammar alone takes for right: CPython's compiler refuses them. */
test.each<[string, "right" | "unchecked" | number]>([
  ['print "a"', 1],
  ["def f():\n    pass\nreturn 1", 3],
  ["for x in y:\n    pass\nbreak", 3],
  ["f(a=1, 2)", 1],
  ["def f():\n\tif x:\n        pass", 3],
  ["import os; os._exit(1)", "right"],
  [`${"(".repeat(100_000)}`, 1],
  [`x = ${"-".repeat(100_000)}1`, "unchecked"],
])("Python: %.40j is %s", async (code, outcome) => {
  const verdict = await checker.check({ language: "python", level: "compiles", code, mark: "" });
  expect("unchecked" in verdict ? "unchecked" : (verdict.error?.line ?? "right")).toBe(outcome);
});
