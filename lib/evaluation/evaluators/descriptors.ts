import type { EvaluatorDescriptor } from "./descriptor.ts";
import { bleu } from "./kinds/bleu/descriptor.ts";
import { brandVoice } from "./kinds/brand-voice/descriptor.ts";
import { chrf } from "./kinds/chrf/descriptor.ts";
import { codeParses } from "./kinds/code-parses/descriptor.ts";
import { contains } from "./kinds/contains/descriptor.ts";
import { cost } from "./kinds/cost/descriptor.ts";
import { exact } from "./kinds/exact/descriptor.ts";
import { factsByJudge } from "./kinds/facts-by-judge/descriptor.ts";
import { factsByRules } from "./kinds/facts-by-rules/descriptor.ts";
import { finishReason } from "./kinds/finish-reason/descriptor.ts";
import { html } from "./kinds/html/descriptor.ts";
import { jsonSchema } from "./kinds/json-schema/descriptor.ts";
import { latency } from "./kinds/latency/descriptor.ts";
import { legalCitations } from "./kinds/legal-citations/descriptor.ts";
import { length } from "./kinds/length/descriptor.ts";
import { levenshtein } from "./kinds/levenshtein/descriptor.ts";
import { llmJudge } from "./kinds/llm-judge/descriptor.ts";
import { ownCode } from "./kinds/own-code/descriptor.ts";
import { reported } from "./kinds/reported/descriptor.ts";
import { regex } from "./kinds/regex/descriptor.ts";
import { refusal } from "./kinds/refusal/descriptor.ts";
import { rougeL } from "./kinds/rouge-l/descriptor.ts";
import { rougeN } from "./kinds/rouge-n/descriptor.ts";
import { similarity } from "./kinds/similarity/descriptor.ts";
import { sql } from "./kinds/sql/descriptor.ts";
import { startsWith } from "./kinds/starts-with/descriptor.ts";
import { toolCalls } from "./kinds/tool-calls/descriptor.ts";
import { toolSelection } from "./kinds/tool-selection/descriptor.ts";
import { unitTests } from "./kinds/unit-tests/descriptor.ts";
import { xml } from "./kinds/xml/descriptor.ts";

/** Every kind of evaluator, in the order of the editor's menu within its category. Its score stands in `scorers.ts`. */
export const descriptors = [
  exact,
  contains,
  regex,
  jsonSchema,
  length,
  similarity,
  rougeL,
  llmJudge,
  latency,
  cost,
  startsWith,
  levenshtein,
  bleu,
  chrf,
  rougeN,
  refusal,
  legalCitations,
  factsByRules,
  factsByJudge,
  brandVoice,
  toolCalls,
  toolSelection,
  finishReason,
  codeParses,
  unitTests,
  ownCode,
  sql,
  html,
  xml,
  reported,
] as const;

export type EvaluatorKind = (typeof descriptors)[number]["kind"];

const byKind = new Map<string, EvaluatorDescriptor>(
  descriptors.map((descriptor) => [descriptor.kind, descriptor as EvaluatorDescriptor]),
);

/** What is known of a kind. */
export function descriptorOf(kind: EvaluatorKind): EvaluatorDescriptor {
  const found = byKind.get(kind);
  if (!found) throw new Error(`No evaluator is called ${kind}.`);
  return found;
}

/** True where an evaluator compares meanings: by an embedding model, and by rules beside it that have a version. */
export const comparesMeaning = ({ kind }: { kind: EvaluatorKind }): boolean =>
  descriptorOf(kind).needs.includes("embedding");
