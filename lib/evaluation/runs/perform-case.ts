import { meaningRules } from "#constants/meaning";
import { dependenciesOf } from "../evaluators/dependencies.ts";
import { comparesMeaning } from "../evaluators/descriptors.ts";
import { isQuality } from "../evaluators/measure.ts";
import type { ScoreResult } from "../evaluators/schema.ts";
import { score } from "../evaluators/score.ts";
import type { EvaluatorDependencies } from "../evaluators/scorer.ts";
import { generate, type LiveGeneration } from "#lib/generation";
import { loadPolicies, redactValue } from "#lib/guardrails";
import type { Context } from "#lib/identity";
import { awaitStored } from "#lib/observability";
import { isRoute } from "#lib/routes";
import { toAppError } from "#platform/errors";
import { answerBefore } from "./answer-before.ts";
import { askOnce } from "./ask-once.ts";
import type { ClaimedCase } from "./lease.ts";
import type { RunPlan } from "./plan.ts";
import { sampleOf } from "./sample-of.ts";
import { untilItPasses } from "./until-it-passes.ts";
import { type CaseResult, judgeIn } from "./write-results.ts";

/** A case that took its process down this often is not tried again. */
const mostAttempts = 5;

type Failure = { code: string; message: string };
type Answered =
  | { generation: LiveGeneration; failure: null }
  | { generation: LiveGeneration | null; failure: Failure };
type ScoredKey = CaseResult["scores"][number];

/** Generates and scores one case. A failing generation is a result too; throws only when `signal` fires. */
export async function performCase(
  ctx: Context,
  plan: RunPlan,
  item: ClaimedCase,
  signal: AbortSignal,
): Promise<CaseResult> {
  if (item.attempts > mostAttempts) {
    return failed(item.id, null, {
      code: "internal",
      message: `Given up: the process ended ${mostAttempts} times while working on this case.`,
    });
  }
  const answered = await ask(ctx, plan, item, signal);
  signal.throwIfAborted();
  if (answered.failure) return failed(item.id, answered.generation, answered.failure);
  const { generation } = answered;
  const sample = sampleOf(generation, item);
  const dependencies = dependenciesOf(ctx, {
    embeddingModel: plan.embeddingModel,
    signal,
    of: { runId: plan.runId, caseId: item.id },
  });
  const scores = await Promise.all(
    plan.suite.evaluators.map(async (evaluator) => ({
      key: evaluator.key,
      result: otherRules(plan, evaluator) ?? (await scoreSafely(evaluator, sample, dependencies, signal)),
    })),
  );
  signal.throwIfAborted();
  const quality = scores.filter(({ key }) =>
    plan.suite.evaluators.some((evaluator) => evaluator.key === key && isQuality(evaluator)),
  );
  return {
    ...figures(item.id, generation),
    status: "succeeded",
    errorCode: null,
    errorMessage: null,
    isPassed: passes(quality.map(({ result }) => result)),
    scores: await untilItPasses(() => redacted(ctx, scores), signal),
  };
}

async function ask(ctx: Context, plan: RunPlan, item: ClaimedCase, signal: AbortSignal): Promise<Answered> {
  const { target } = plan;
  const { settings } = target;
  try {
    const asked = {
      source: "run" as const,
      ...whatIsAsked(target),
      prompt: { versionId: plan.promptVersionId, variables: item.inputs },
      ...(settings ? { settings } : {}),
      runId: plan.runId,
      caseId: item.id,
    };
    const generation =
      (item.attempts > 1
        ? await untilItPasses(() => answerBefore(ctx, plan.runId, item.id), signal)
        : null) ??
      (await askOnce(
        {
          ask: (generationId) => generate(ctx, asked, { signal, generationId }),
          stored: awaitStored,
          recorded: () => answerBefore(ctx, plan.runId, item.id),
        },
        signal,
      ));
    if (generation.status === "succeeded") return { generation, failure: null };
    return {
      generation,
      failure: {
        code: generation.errorCode ?? "internal",
        message: generation.errorMessage ?? "The generation failed.",
      },
    };
  } catch (error) {
    signal.throwIfAborted();
    const { code, message } = toAppError(error);
    return { generation: null, failure: { code, message } };
  }
}

function whatIsAsked(target: RunPlan["target"]) {
  if (isRoute(target)) return { route: { routeId: target.routeId, version: target.version } };
  const { connectionId, model, fallbacks = [] } = target;
  return { targets: [{ connectionId, model }, ...fallbacks] };
}

/** A run that began under other rules for meaning gets no scores by these: half of it would not be like the other half. */
function otherRules(plan: RunPlan, evaluator: RunPlan["suite"]["evaluators"][number]): ScoreResult | null {
  if (!comparesMeaning(evaluator) || plan.meaningRules === null || plan.meaningRules === meaningRules)
    return null;
  const reasoning = `This run was begun with version ${plan.meaningRules} of the rules for meaning, and this program has version ${meaningRules}. Start the run again.`;
  return { value: null, isPassed: null, reasoning };
}

/** An evaluator that breaks leaves its score empty; it must not lose the generation it was to judge. */
async function scoreSafely(
  evaluator: RunPlan["suite"]["evaluators"][number],
  sample: Parameters<typeof score>[1],
  dependencies: EvaluatorDependencies,
  signal: AbortSignal,
): Promise<ScoreResult> {
  try {
    return await untilItPasses(() => score(evaluator, sample, dependencies), signal);
  } catch (error) {
    signal.throwIfAborted();
    return { value: null, isPassed: null, reasoning: `Could not be judged: ${toAppError(error).message}` };
  }
}

/**
 * What evaluators say quotes the output, the inputs, the calls of tools and what a test threw: their reasoning and their
 * details are stored as the policies leave them. The id of a judge's call is no text.
 */
async function redacted(ctx: Context, scores: ScoredKey[]): Promise<ScoredKey[]> {
  const said = scores.map(({ result: { reasoning, details } }) => ({ reasoning, details }));
  const { value } = await redactValue(await loadPolicies(ctx), said, { names: "kept" });
  return scores.map(({ key, result }, place) => ({
    key,
    result: { ...result, ...withJudge(value[place], result.details) },
  }));
}

function withJudge(said: Pick<ScoreResult, "reasoning" | "details"> | undefined, before: unknown) {
  const generationId = judgeIn(before);
  if (!said || typeof generationId !== "string" || typeof said.details !== "object") return said;
  return { ...said, details: { ...said.details, generationId } };
}

/** Fails with one failed score, passes with one passed and none failed, is open when nothing was judged. */
function passes(results: readonly ScoreResult[]): boolean | null {
  if (results.some(({ isPassed }) => isPassed === false)) return false;
  return results.some(({ isPassed }) => isPassed === true) ? true : null;
}

function failed(caseId: string, generation: LiveGeneration | null, { code, message }: Failure): CaseResult {
  return {
    ...figures(caseId, generation),
    status: "failed",
    errorCode: code,
    errorMessage: message,
    isPassed: false,
    scores: [],
  };
}

function figures(caseId: string, generation: LiveGeneration | null) {
  return {
    caseId,
    // What is stored is the redacted text; scores were given to what the model answered.
    output: generation?.storedOutput ?? null,
    generationId: generation?.id ?? null,
    latencyMs: generation?.latencyMs ?? null,
    costUsd: generation?.costUsd ?? null,
    inputTokens: generation?.inputTokens ?? null,
    outputTokens: generation?.outputTokens ?? null,
    carbonGrams: generation?.carbonGrams ?? null,
    isUsageEstimated: generation?.isUsageEstimated ?? null,
  };
}
