import { afterAll, expect, test } from "vitest";
import { codeChecker } from "../../../code/checker.ts";
import { steadyDependencies } from "../../golden.testing.ts";
import { Evaluator } from "../../schema.ts";
import { score } from "../../score.ts";

afterAll(() => codeChecker().close());

const judged = (config: object, output: string, kind = "code_parses", isNegated = false) =>
  score(
    Evaluator.parse({ key: "k", name: "K", kind, config, isNegated }),
    { output, reference: null, inputs: {}, latencyMs: null, costUsd: null },
    steadyDependencies,
  );

test("says where the first error is, in the code and in the output, at which level and by what", async () => {
  const output = 'As asked:\n\n```json\n{"a": 1}\n```\n\n```json\n{\n"b": True}\n```';
  const { value, reasoning, details } = await judged({ language: "json" }, output);
  expect(value).toBe(0);
  expect(reasoning).toContain("line 2 (line 9 of the output)");
  expect(details).toMatchObject({ level: "parses", error: { line: 2, outputLine: 9, column: 6 } });
  expect(await judged({ language: "json" }, output.replace("True", "true"))).toMatchObject({
    value: 1,
    reasoning: expect.stringMatching(/^2 blocks of JSON parse,/),
  });
});

test.each([
  [{ language: "json" }, "```text\n{}\n```", 0],
  [{ language: "json" }, " \n", 0],
  [{ language: "json", extent: "whole" }, "```json\n{}\n```", 0],
  [{ language: "json", extent: "whole" }, "{}", 1],
  [{ language: "json", outputField: "code" }, '{"code": "[1]"}', 1],
  [{ language: "json", outputField: "code" }, "none", 0],
  [{ language: "json" }, `"${"x".repeat(200_000)}"`, null],
])("%j on %.40j gives %s", async (config, output, value) => {
  const result = await judged(config, output);
  expect([result.value, result.isPassed]).toEqual([value, value === null ? null : value === 1]);
});

test("only TypeScript is type-checked", () => {
  const made = (language: string) =>
    Evaluator.safeParse({
      key: "k",
      name: "K",
      kind: "code_parses",
      config: { language, level: "type-checks" },
    });
  expect(made("typescript").success).toBe(true);
});

test.each([
  [{}, "select 1", 1],
  [{}, "Sure:\n```sql\nselect 1;\n```", 1],
  [{}, "Sure: select 1", 0],
  [{ extent: "whole" }, "```sql\nselect 1;\n```", 0],
  [{ statements: "read" }, "select 1; show timezone", 1],
  [{ statements: "read" }, "delete from a", 0],
  [{ statements: "read" }, "with b as (delete from a returning id) select * from b", 0],
  [{ statements: "read" }, "select * into b from a", 0],
  [{ statements: "read" }, "select * from a for update", 0],
  [{ tables: ["Orders"] }, "select * from orders o join orders p using (id)", 1],
  [{ tables: ["orders"] }, "select * from sales.orders", 0],
  [{ tables: ["sales.orders"] }, "select * from sales.orders", 1],
  [{ tables: ["orders"] }, "with recent as (select * from orders) select * from recent", 1],
  [{ tables: ["orders"] }, "select * from orders where id in (select id from secrets)", 0],
  [{ tables: ["orders"] }, "insert into secrets values (1)", 0],
  [{ tables: ["orders"] }, "truncate orders, secrets", 0],
])("SQL: %j on %j gives %s", async (config, output, value) => {
  expect((await judged(config, output, "sql")).value).toBe(value);
});

test("SQL turned round is right where there is none", async () => {
  expect((await judged({}, "no idea", "sql", true)).value).toBe(1);
});

test.each([
  [{}, "<!doctype html><html lang=en><title>a</title><p>b</html>", 1],
  [{}, "<h1>a</h1>\n<p>b</p>", 1],
  [{}, "```html\n<p>b</p>\n```", 1],
  [{ extent: "whole" }, "```html\n<p>b</p>\n```", 0],
  [{}, "<div>a", 0],
  [{}, "a <b>c</b> d", 0],
  [{}, "Just text", 0],
  [{}, '<?xml version="1.0"?><root>a</root>', 0],
  [{}, "<root>a</root>", 0],
  [{ extent: "anywhere" }, "a <b>c</b> d", 1],
  [{ extent: "anywhere" }, "a < b and c > d <x@y.org>", 0],
  [{ extent: "anywhere" }, "line<BR/>line", 1],
])("HTML: %j on %j gives %s", async (config, output, value) => {
  expect((await judged(config, output, "html")).value).toBe(value);
});

test.each([
  [{}, '<?xml version="1.0"?>\n<a><b>1</b></a>\n', 1],
  [{}, "\n\n<a/>", 1],
  [{}, "<a><b></a>", 0],
  [{}, "<a/> and text", 0],
  [{}, "```xml\n<a/>\n```", 1],
  [{ extent: "whole" }, "```xml\n<a/>\n```", 0],
  [{ elements: ["a.b.c"] }, "<a><b><c/></b></a>", 1],
  [{ elements: ["a.c"] }, "<a><b><c/></b></a>", 0],
  [{ extent: "anywhere" }, "Here: <a>\n<b/></a> as asked.", 1],
  [{ extent: "anywhere" }, "1 < 2 <open> text", 0],
  [{ extent: "anywhere", elements: ["b.c"] }, "<x> <a/> and <b><c/></b>", 1],
  [{ extent: "anywhere", elements: ["c"] }, "<b><c/></b>", 0],
  [{ extent: "anywhere" }, "<a>".repeat(2_000), null],
  [{}, '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', 0],
])("XML: %j on %.60j gives %s", async (config, output, value) => {
  expect((await judged(config, output, "xml")).value).toBe(value);
});
