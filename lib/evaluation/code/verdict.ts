import type { CodeLanguage, CodeLevel } from "./languages.ts";

/** Where the first error stands, from 1, and what it is. */
export type CodeError = { line: number; column: number; message: string };

/** A statement of SQL: whether it only reads, and the tables it names ("orders", "sales.orders"). */
export type SqlStatement = { reads: boolean; tables: string[] };

/** What a parser found in code without an error, where an evaluator asks for more than that. */
export type RightCode = {
  error: null;
  sql?: SqlStatement[];
  /** Elements of HTML's own names, and whether text stands beside the outermost ones. */
  html?: { elements: number; hasTextBeside: boolean };
};

/** What a parser says of a piece of code: no error, the first one, or why nothing can be said. */
export type CodeVerdict = RightCode | { error: CodeError } | { unchecked: string };

/** One piece of code to check. */
export type CodeJob = { language: CodeLanguage; level: CodeLevel; code: string; mark: string };

/** How a parser is asked; the thread loads its file on the first code of its language. */
export type CodeParser = (code: string, job: CodeJob) => CodeVerdict | Promise<CodeVerdict>;

export const noError: RightCode = { error: null };

/** Line and column, from 1, of a place in a text. */
export function errorAt(code: string, offset: number, message: string): { error: CodeError } {
  const before = code.slice(0, Math.max(0, offset));
  const line = before.split("\n").length;
  return { error: { line, column: before.length - before.lastIndexOf("\n"), message } };
}

/** An error with a sentence of the parser's, cut to fit. */
export function codeError(line: number, column: number, message: string): { error: CodeError } {
  return { error: { line: Math.max(1, line), column: Math.max(1, column), message: message.slice(0, 300) } };
}

/** Code to run with its tests, in milliseconds and megabytes at most. */
export type RunJob = {
  language: "javascript" | "typescript" | "python";
  code: string;
  tests: string;
  timeMs: number;
  memoryMb: number;
};

/** An evaluator's own code and the case it scores, which is plain JSON; in milliseconds and megabytes at most. */
export type ScoreJob = {
  language: "typescript" | "python";
  code: string;
  context: Record<string, unknown>;
  timeMs: number;
  memoryMb: number;
};

/** What the code gave, as JSON has it, or how it ended without giving anything. */
export type ScoreVerdict =
  | { value: unknown }
  | { outcome: RunEnding; message: string }
  | { unchecked: string };

/** What code may say at most, a verdict or a score as JSON. */
export const mostSaidBytes = 65_536;

/** How code can end that did not pass. */
export const runEndings = ["failed", "exception", "timeout", "out_of_memory", "unreadable"] as const;
type RunEnding = (typeof runEndings)[number];

/** How a run ended; `unchecked` where the sandbox itself failed, which says nothing about the code. */
export type RunVerdict =
  | { outcome: "passed" }
  | { outcome: RunEnding; message: string }
  | { unchecked: string };
