import type { EvaluatorKind } from "./descriptors.ts";
import { bleu } from "./kinds/bleu/score.ts";
import { brandVoice } from "./kinds/brand-voice/score.ts";
import { chrf } from "./kinds/chrf/score.ts";
import { codeParses } from "./kinds/code-parses/score.ts";
import { contains } from "./kinds/contains/score.ts";
import { cost } from "./kinds/cost/score.ts";
import { exact } from "./kinds/exact/score.ts";
import { factsByJudge } from "./kinds/facts-by-judge/score.ts";
import { factsByRules } from "./kinds/facts-by-rules/score.ts";
import { finishReason } from "./kinds/finish-reason/score.ts";
import { html } from "./kinds/html/score.ts";
import { jsonSchema } from "./kinds/json-schema/score.ts";
import { latency } from "./kinds/latency/score.ts";
import { legalCitations } from "./kinds/legal-citations/score.ts";
import { length } from "./kinds/length/score.ts";
import { levenshtein } from "./kinds/levenshtein/score.ts";
import { llmJudge } from "./kinds/llm-judge/score.ts";
import { ownCode } from "./kinds/own-code/score.ts";
import { reported } from "./kinds/reported/score.ts";
import { regex } from "./kinds/regex/score.ts";
import { refusal } from "./kinds/refusal/score.ts";
import { rougeL } from "./kinds/rouge-l/score.ts";
import { rougeN } from "./kinds/rouge-n/score.ts";
import { similarity } from "./kinds/similarity/score.ts";
import { sql } from "./kinds/sql/score.ts";
import { startsWith } from "./kinds/starts-with/score.ts";
import { toolCalls } from "./kinds/tool-calls/score.ts";
import { toolSelection } from "./kinds/tool-selection/score.ts";
import { unitTests } from "./kinds/unit-tests/score.ts";
import { xml } from "./kinds/xml/score.ts";
import type { EvaluatorOf } from "./schema.ts";
import type { Scorer } from "./scorer.ts";

/** How each kind judges; a kind of `descriptors.ts` without its line here does not compile. */
const scorers: { [Kind in EvaluatorKind]: Scorer<EvaluatorOf<Kind>["config"]> } = {
  exact,
  contains,
  regex,
  json_schema: jsonSchema,
  length,
  similarity,
  rouge_l: rougeL,
  llm_judge: llmJudge,
  latency,
  cost,
  starts_with: startsWith,
  levenshtein,
  bleu,
  chrf,
  rouge_n: rougeN,
  refusal,
  legal_citations: legalCitations,
  facts_by_rules: factsByRules,
  facts_by_judge: factsByJudge,
  brand_voice: brandVoice,
  tool_calls: toolCalls,
  tool_selection: toolSelection,
  finish_reason: finishReason,
  code_parses: codeParses,
  unit_tests: unitTests,
  own_code: ownCode,
  sql,
  html,
  xml,
  reported,
};

/** The scorer of an evaluator, for its own configuration: the table above pairs them by kind. */
export function scorerOf(kind: EvaluatorKind): Scorer<unknown> {
  return scorers[kind] as Scorer<unknown>;
}
