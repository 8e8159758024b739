import type { Embed } from "#lib/meaning";
import type { CodeJob, CodeVerdict, RunJob, RunVerdict, ScoreJob, ScoreVerdict } from "../code/verdict.ts";
import type { Sample } from "./text.ts";
import type { Judgement } from "./judgement.ts";

/** What evaluators need from outside; a run makes it over #lib/models and #lib/generation. */
export type EvaluatorDependencies = {
  embed: Embed;
  /** Tokens of a text by GPT-4o's vocabulary. */
  countTokens(text: string): Promise<number>;
  /** Reads code with its language's parser, in a thread: nothing is run. */
  checkCode(job: CodeJob): Promise<CodeVerdict>;
  /** Runs code with its tests, in a sandbox that has nothing of the machine. */
  runCode(job: RunJob): Promise<RunVerdict>;
  /** Asks an evaluator's own code for a score, in the same sandbox. */
  scoreCode(job: ScoreJob): Promise<ScoreVerdict>;
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

/** What keeps an evaluator from judging anything: the field of its configuration, and why, in words. */
export type Fault = { field: string; label: string; reason: string };

/** How a kind judges; never loaded by browsers. */
export type Scorer<Config> = {
  /** Throws only when cancelled; what cannot be judged has a null value. */
  score(config: Config, sample: Sample, dependencies: EvaluatorDependencies): Judgement | Promise<Judgement>;
  /** Why these parameters could judge no case (a pattern that does not compile), or null. Asked before they are saved. */
  faultOf?(config: Config): Fault | null | Promise<Fault | null>;
};
