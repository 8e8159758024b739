import type { Evaluator } from "#schema/evaluation";
import type { Problem } from "../config/source.ts";

/** A model behind an OpenAI-compatible address, or nothing but an echo of the prompt. */
export type Endpoint =
  | { kind: "echo"; id: string }
  | {
      kind: "openai";
      id: string;
      baseUrl: string;
      model: string;
      /** The variable that holds its key; a local server needs none. */
      keyVariable: string | null;
      headers: Record<string, string>;
      /** Further fields of a request, in OpenAI's names. */
      body: Record<string, unknown>;
    };

export type Message = { role: string; content: unknown };

/** One column of the results: a prompt and who answers it. */
export type Column = {
  prompt: string;
  provider: string;
  endpoint: Endpoint;
  /** The messages of a case. Throws TemplateError. */
  render(test: Pick<Test, "variables" | "prefix" | "suffix">): Message[];
  /** An expression of JavaScript that makes an answer into what is judged; it runs in the sandbox. */
  transform: string | null;
};

/** One demand on an answer: an evaluator of lib/evaluation, or code that runs in the sandbox. */
export type Check = {
  /** Key and name of the metric its score counts to. */
  key: string;
  name: string;
  /** As the configuration says it: "not-contains". */
  type: string;
  line: number | null;
  file: string;
  weight: number;
  isNegated: boolean;
  transform: string | null;
  how:
    | { evaluator: Evaluator; reference?: unknown; judge: Endpoint | null }
    /** `passScore`: an answer with a number passes at it; without one, a number above 0 passes. */
    | { code: string; passScore: number | null };
};

/** Several checks that count as one: by their weighted mean where a threshold is given, else all must pass. */
export type CheckSet = {
  set: readonly Check[];
  threshold: number | null;
  weight: number;
  name: string;
};

export type Test = {
  /** Its place in the configuration, from 0. */
  index: number;
  description: string;
  variables: Record<string, unknown>;
  checks: readonly (Check | CheckSet)[];
  /** The weighted mean that is enough to pass; null asks that every check passes. */
  threshold: number | null;
  transform: string | null;
  /** What stands before and after the prompt of every column. */
  prefix: string;
  suffix: string;
  metadata: Record<string, unknown>;
  reference: unknown;
  file: string;
  line: number | null;
  /** Labels of the prompts and providers it is for; null for all. */
  prompts: readonly string[] | null;
  providers: readonly string[] | null;
};

/** What is to be run, whatever format it was written in. */
export type Plan = {
  name: string;
  file: string;
  columns: readonly Column[];
  tests: readonly Test[];
  repeat: number;
  concurrency: number;
  /** Milliseconds between the starts of two calls. */
  delayMs: number;
  /** Evaluators with thresholds, of a suite; without any, every case must pass. */
  demands: readonly Evaluator[];
  embedder: Endpoint | null;
  /** What the configuration asks and this program does not do. */
  problems: readonly Problem[];
  /** Every file that was read: what `--watch` looks at. */
  files: readonly string[];
};
