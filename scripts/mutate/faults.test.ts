import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { faultsByHand, faultsByHandOf } from "./by-hand.ts";
import { faultsOf } from "./faults.ts";
import { instrument } from "./instrument.ts";
import { diffOf, type Mutant } from "./mutant.ts";
import { sampleOf } from "./sample.ts";
import { isInDoubt } from "./outcome.ts";

/** What each fault makes of a source. */
function changed(source: string): string[] {
  return faultsOf("a.ts", source).map(
    ({ start, end, replacement }) => source.slice(0, start) + replacement + source.slice(end),
  );
}

describe("faults", () => {
  it.each([
    ["a < b", ["a <= b"]],
    ["a >= b", ["a > b"]],
    ["a === b", ["a !== b"]],
    ["a - b", ["a + b"]],
    ["a * b", ["a / b"]],
    ["a && b", ["(a) || (b)"]],
    ["!a", ["a"]],
    ["f(true)", ["f(false)"]],
    ["f(30)", ["f(31)"]],
    ["f(86_400_000)", ["f(95040000)"]],
    ["f(0.05)", ["f(0.1)"]],
    ["Math.max(a, b)", ["Math.min(a, b)"]],
    ["list.filter(f)", ["list"]],
    ["list.some(f)", ["list.every(f)"]],
    ["a ? b : c", ["!(a) ? b : c"]],
  ])("%s", (source, faults) => expect(changed(source)).toEqual(faults));

  it("leave types, names, texts, tables of coefficients and messages alone", () => {
    for (const source of [
      "type A = 1 | 2;",
      "valueOf(a)",
      "const a: Record<3, 4> = x;",
      "f({ 1: a });",
      'f("a" + b);',
      "const a = [1, 2, 3, 4, 5, 6, 7];",
      "throw new AppError(`at most ${a - 1}`);",
      "class A { b?: 3 }",
    ])
      expect(changed(source)).toEqual([]);
    expect(changed("const a = b as unknown as 3;")).toEqual([]);
  });

  it("return null or nothing in place of a value on one line", () => {
    expect(changed("function f() { return a; }")).toEqual(["function f() { return null; }"]);
    expect(changed("function f() { return [a]; }")).toEqual(["function f() { return []; }"]);
    expect(changed("function f() { return null; }")).toEqual([]);
    expect(changed("function f() { return g(\n  a,\n); }")).toEqual([]);
  });

  it("move the bounds of drizzle's time windows and leave members of conditions out", () => {
    const of = (expression: string) => {
      const head = 'import { and, eq, gte, isNull } from "drizzle-orm";\n';
      return changed(head + expression).map((text) => text.slice(head.length));
    };
    expect(of("f(gte(t.at, from))")).toEqual(["f(__drizzle.gt(t.at, from))"]);
    expect(of("and(a, isNull(t.b), c)")).toEqual(["and(isNull(t.b), c)", "and(a, c)", "and(a, isNull(t.b))"]);
    // The id names one row in the world: the project beside it is proven by the tenancy tests.
    expect(of("and(eq(t.projectId, p), eq(t.id, i))")).toEqual(["and(eq(t.projectId, p))"]);
    expect(changed("f(gte(t.at, from))")).toEqual([]);
  });

  it("change what raw sql compares, counts and joins, and nothing inside its values", () => {
    expect(changed("sql`a < ${b} and c > 1`")).toEqual([
      "sql`a <= ${b} and c > 1`",
      "sql`a < ${b} and c >= 1`",
      "sql`a < ${b} and c > 2`",
      "sql`a < ${b} or c > 1`",
    ]);
    expect(changed("sql`t.holds->>'by' @> ${a}::jsonb`")).toEqual([]);
  });
});

/** What a script's `f` gives for a list; `wake` answers for its mutants. */
function run(script: string, wake: (id: number) => boolean = () => false): unknown {
  return runInNewContext(`${script}; f([1, 2, 3, 4])`, { __mutant: wake }) as unknown;
}

describe("an instrumented module", () => {
  const source = "function f(list) { return list.filter((n) => n > 2 && n < 5 - 1).length + 10; }";

  it("does what it did while every mutant sleeps, and what each says when it wakes", () => {
    const mutants = faultsOf("a.ts", source).map((fault, id) => ({ ...fault, id, file: "a.ts" }));
    const made = instrument(source, mutants);
    expect(run(made)).toBe(11);
    for (const { id, start, end, replacement } of mutants) {
      const plain = source.slice(0, start) + replacement + source.slice(end);
      expect(run(made, (asked) => asked === id)).toEqual(run(plain));
    }
    expect(mutants.length).toBeGreaterThan(6);
  });

  it("keeps its lines where they were", () => {
    const lines = "const a =\n  b < 1;\nconst c = 2;\n";
    const mutants = faultsOf("a.ts", lines).map((fault, id) => ({ ...fault, id, file: "a.ts" }));
    expect(instrument(lines, mutants).split("\n")).toHaveLength(lines.split("\n").length);
  });
});

it("a sample is drawn by its seed, for each file by itself", () => {
  const of = (file: string) =>
    Array.from({ length: 20 }, (_, id): Mutant => ({ id, file, start: id, end: id + 1, replacement: "" }));
  const draw = (files: string[], seed: number) =>
    sampleOf(files.flatMap(of), { perFile: 4, seed })
      .filter(({ file }) => file === "b.ts")
      .map(({ id }) => id);
  expect(draw(["a.ts", "b.ts"], 1)).toEqual(draw(["b.ts"], 1));
  expect(draw(["b.ts"], 1)).toHaveLength(4);
  expect(draw(["b.ts"], 1)).not.toEqual(draw(["b.ts"], 2));
});

it("a survivor is shown by the lines it changes", () => {
  const source = "const a = 1;\nconst b = a < 2;\n";
  const [, fault] = faultsOf("a.ts", source);
  expect(fault && diffOf(source, fault)).toBe("    - const b = a < 2;\n    + const b = a <= 2;");
});

it.each([
  ["a.test.ts: a task: Test timed out in 90000ms.", true],
  ["a.test.ts: a task: The mutant runs for ever.", true],
  ["a.test.ts: Hook timed out in 120000ms.", true],
  ["a.test.ts: Error: connect ECONNREFUSED 127.0.0.1:5433", true],
  ["a.test.ts: [vitest-pool]: Worker forks emitted error. Worker exited unexpectedly", true],
  ["a.test.ts: a task: expected 3 to be 2 // Object.is equality", false],
])("%s: is in doubt: %s", (by, expected) => expect(isInDoubt(by)).toBe(expected));

it("every fault made by hand stands once in its file, and the file can be read with it", () => {
  for (const file of new Set(faultsByHand.map((fault) => fault.file))) {
    const source = readFileSync(file, "utf8");
    const mutants = faultsByHandOf(file, source).map((fault, id) => ({ ...fault, id, file }));
    expect(() => faultsOf(file, instrument(source, mutants))).not.toThrow();
  }
  expect(() => faultsByHandOf(faultsByHand[0]?.file ?? "", "const a = 1;")).toThrow(/does not stand there/);
});
