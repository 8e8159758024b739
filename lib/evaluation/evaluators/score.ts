import { judgeMessages, judgeSchema } from "./judge-prompt.ts";
import { readJudgement } from "./judge-reply.ts";
import { scoreJsonSchema } from "./json-schema.ts";
import { type Embed, similarityOf } from "./meaning/similarity.ts";
import { passesCase } from "./constants.ts";
import type { Evaluator, EvaluatorOf, ScoreResult } from "./schema.ts";
import { readOutput, readReference, type Sample } from "./text.ts";
import {
  graded,
  scoreContains,
  scoreCost,
  scoreExact,
  scoreLatency,
  scoreLength,
  scoreRegex,
  scoreRougeL,
  unjudged,
  type Verdict,
} from "./texts.ts";

/** What evaluators need from outside; a run makes it over #lib/models and #lib/generation. */
export type EvaluatorDependencies = {
  embed: Embed;
  /** Tokens of a text by GPT-4o's vocabulary. */
  countTokens(text: string): Promise<number>;
  /** Asks a model for JSON; the call is recorded as a generation. */
  ask(question: {
    target: { connectionId: string; model: string };
    messages: { role: "system" | "user"; content: string }[];
    responseSchema: Record<string, unknown>;
  }): Promise<
    | { text: string; generationId: string; costUsd: number | null }
    | { failed: string; generationId: string | null }
  >;
};

/** Scores one case with one evaluator. Throws only when cancelled; what cannot be judged has a null value. */
export async function score(
  evaluator: Evaluator,
  sample: Sample,
  instruments: EvaluatorDependencies,
): Promise<ScoreResult> {
  if (evaluator.kind === "latency") return scoreLatency(evaluator, sample);
  if (evaluator.kind === "cost") return scoreCost(evaluator, sample);
  const verdict = await judge(evaluator, sample, instruments);
  return { ...verdict, isPassed: verdict.value === null ? null : passesCase(evaluator, verdict.value) };
}

type Quality = Exclude<Evaluator, { kind: "latency" | "cost" }>;

async function judge(
  evaluator: Quality,
  sample: Sample,
  instruments: EvaluatorDependencies,
): Promise<Verdict> {
  switch (evaluator.kind) {
    case "exact":
      return scoreExact(evaluator, sample);
    case "contains":
      return scoreContains(evaluator, sample);
    case "regex":
      return scoreRegex(evaluator, sample);
    case "json_schema":
      return scoreJsonSchema(evaluator, sample);
    case "length":
      return scoreLength(evaluator, sample, instruments.countTokens);
    case "similarity":
      return scoreSimilarity(evaluator, sample, instruments);
    case "rouge_l":
      return scoreRougeL(evaluator, sample);
    case "llm_judge":
      return scoreJudge(evaluator, sample, instruments);
    default:
      return evaluator satisfies never;
  }
}

async function scoreSimilarity(
  { config }: EvaluatorOf<"similarity">,
  sample: Sample,
  { embed }: EvaluatorDependencies,
): Promise<Verdict> {
  const wanted = readReference(sample, config.referenceField);
  if ("missing" in wanted) return unjudged(wanted.missing);
  const given = readOutput(sample, config.outputField);
  if ("missing" in given) return graded(0, given.missing);
  if (wanted.text.trim() === "") return unjudged("The reference is empty.");
  if (given.text.trim() === "") return graded(0, "The output is empty.");
  const found = await similarityOf(given.text, wanted.text, embed);
  if ("unjudged" in found) return unjudged(found.unjudged);
  return graded(found.value, found.reasoning, found.details);
}

async function scoreJudge(
  { config }: EvaluatorOf<"llm_judge">,
  sample: Sample,
  { ask }: EvaluatorDependencies,
): Promise<Verdict> {
  const given = readOutput(sample, config.outputField);
  if ("missing" in given) return graded(0, given.missing);
  const reference = readReference(sample, config.referenceField);
  const messages = judgeMessages(config, {
    output: given.text,
    reference: "text" in reference ? reference.text : null,
    inputs: sample.inputs,
  });
  const answer = await ask({ target: config.target, messages, responseSchema: judgeSchema(config) });
  if ("failed" in answer)
    return unjudged(`The judge could not be asked: ${answer.failed}`, { generationId: answer.generationId });
  const details = { generationId: answer.generationId, costUsd: answer.costUsd };
  const judgement = readJudgement(answer.text, config);
  if ("missing" in judgement) return unjudged(judgement.missing, details);
  return graded(judgement.score, judgement.reasoning, {
    ...details,
    given: judgement.given,
    scale: [config.scaleMin, config.scaleMax],
  });
}
