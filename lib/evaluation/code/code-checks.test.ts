import { readFileSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { codeChecker } from "./checker.ts";
import { type CodeLanguage, type CodeLevel, codeLanguages } from "./languages.ts";
import { type Labelled, judgeLabelled } from "./labelled.testing.ts";

/** Half of a labelled set, without what only a compiler of Go, Rust or Java or a database could know. */
const set = readFileSync(new URL("code-checks.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line): Labelled => JSON.parse(line));
const checker = codeChecker();
afterAll(() => checker.close());

test.each(
  Object.keys(codeLanguages).filter(
    // CPython takes its time to load: it has a file of its own.
    (language) => language !== "python" && set.some(({ kind }) => kind === language),
  ),
)(
  "%s: every answer of the set is judged as it is labelled, and the error is where a person or a compiler finds it",
  async (language) => {
    for (const item of set.filter(({ kind }) => kind === language)) {
      const { said, line, codes } = await judgeLabelled(item, (job) => checker.check(job));
      expect([item.id, said]).toEqual([item.id, item.label]);
      expect(codes).toEqual(item.codes);
      // Bash: the parser names the line where the unfinished command begins.
      if (item.lines && language !== "bash") expect(item.lines, item.id).toContain(line);
    }
  },
);

const verdictOf = async (language: CodeLanguage, code: string, mark = "", level: CodeLevel = "parses") => {
  const verdict = await checker.check({ language, level, code, mark });
  return "unchecked" in verdict ? "unchecked" : verdict.error ? verdict.error.line : "right";
};

test.each<[CodeLanguage, string, "right" | "unchecked" | number, string?]>([
  ["typescript", "const a = <b>x</b>;", "right", "tsx"],
  ["typescript", "const a = <b>x</b>;\nconst c = 1;", 1, "ts"],
  ["javascript", "const a = <b>x</b>;", "right", "jsx"],
  ["javascript", "with (a) b();", "right"],
  ["javascript", "export const a = 1;\nwith (a) b();", 2],
  ["javascript", "#!/usr/bin/env node\nimport.meta.url;", "right"],
  ["sql", "select 1; select 2", "right"],
  ["sql", "-- nothing", 1],
  ["sql", "select `a` from b", 1],
  ["json", '{"a": 1}', "right"],
  ["json", "{'a': 1}", 1],
  ["json", '{"a": 1}\n// end', 2],
  ["yaml", "a: 1\na: 2", 2],
  ["yaml", "a: &x 1\n---\nb: *x", 3],
  ["html", "<div>\n<p>a", 1],
  ["html", "<table><tr><td>a</table>", "right"],
  ["html", "<table><div>a</div></table>", 1],
  ["html", "<p>a</p></p>", 1],
  ["html", "<br/><input disabled>", "right"],
  ["html", "<div/>", 1],
  ["css", "a { color: red }\nb { color: blue", 2],
  ["css", "a { color: red; background: }", 1],
  ["css", "a { color: red background: blue }", 1],
  ["css", "color: red; margin: 0", "right"],
  ["css", "a { --x:; }", "right"],
  ["css", 'a { content: "x }', 1],
  ["xml", "<a><b/></a>", "right"],
  ["xml", "<a>\n<b></a>", 2],
  ["xml", "<a>&nbsp;</a>", 1],
  ["bash", "if true; then echo a; fi", "right"],
  ["bash", "echo 'a", 1],
  ["go", "package main\nfunc main() {", 2],
  ["go", "x := 1", "right"],
  ["rust", "fn main() { let x = 1; }", "right"],
  ["rust", "fn main( { }", 1],
  ["java", "class A { int f() { return 1 } }", 1],
])("%s: %j is %s", async (language, code, outcome, mark) => {
  expect(await verdictOf(language, code, mark)).toBe(outcome);
});

test("a type-check knows the library, and says nothing where a module is missing", async () => {
  expect(await verdictOf("typescript", "[1].map((x) => x.toFixed());", "", "type-checks")).toBe("right");
  expect(await verdictOf("typescript", "document.title = 1;", "", "type-checks")).toBe(1);
  expect(await verdictOf("typescript", 'import a from "b";\na();', "", "type-checks")).toBe("unchecked");
  expect(await verdictOf("typescript", '/// <reference path="/etc/passwd" />', "", "type-checks")).not.toBe(
    "right",
  );
});
