/** The thread that reads code with parsers, so that none of them can stall or end the process that asks. */
import { parentPort } from "node:worker_threads";
import type { FromCodeThread, ToCodeThread } from "./checker.ts";
import type { CodeLanguage } from "./languages.ts";
import type { CodeJob, CodeParser } from "./verdict.ts";

const port = parentPort;
if (!port) throw new Error("Code is checked in a worker thread.");

/** Each parser is loaded with the first code of its language: some are ten megabytes. */
const parsers: { [Language in CodeLanguage]: () => Promise<CodeParser> } = {
  typescript: async () => (await import("./parsers/typescript.ts")).checkTypeScript,
  javascript: async () => (await import("./parsers/javascript.ts")).checkJavaScript,
  python: async () => (await import("./parsers/python.ts")).checkPython,
  sql: async () => (await import("./parsers/sql.ts")).checkSql,
  json: async () => (await import("./parsers/json.ts")).checkJson,
  yaml: async () => (await import("./parsers/yaml.ts")).checkYaml,
  html: async () => (await import("./parsers/html.ts")).checkHtml,
  css: async () => (await import("./parsers/css.ts")).checkCss,
  xml: async () => (await import("./parsers/xml.ts")).checkXml,
  bash: async () => (await import("./parsers/bash.ts")).checkBash,
  go: async () => (await import("./parsers/go.ts")).checkGo,
  rust: async () => (await import("./parsers/tree-sitter.ts")).checkRust,
  java: async () => (await import("./parsers/tree-sitter.ts")).checkJava,
};

port.on("message", ({ id, asked }: ToCodeThread) => {
  void answer(id, asked);
});

async function answer(id: number, asked: ToCodeThread["asked"]): Promise<void> {
  const say = (message: FromCodeThread) => port?.postMessage(message);
  try {
    const work = await workOf(asked);
    say({ id, loaded: true });
    say({ id, verdict: await work() });
  } catch (error) {
    // A parser that breaks says nothing about the code, except that it is too deep for it.
    const why =
      error instanceof RangeError ? "it is nested too deeply" : `the parser failed (${nameOf(error)})`;
    say({ id, verdict: { unchecked: `The code could not be read: ${why}.` } });
  }
}

async function checkOf(job: CodeJob) {
  const parser = await parsers[job.language]();
  return () => parser(job.code, job);
}

async function workOf(asked: ToCodeThread["asked"]) {
  if ("check" in asked) return checkOf(asked.check);
  const { runTests, scoreByCode } = await import("./sandbox.ts");
  return "run" in asked ? () => runTests(asked.run) : () => scoreByCode(asked.score);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message.slice(0, 120)}` : "unknown";
}
