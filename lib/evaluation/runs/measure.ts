import { and, eq, sql } from "drizzle-orm";
import { cases, scores, suiteVersions } from "#db/schema/evaluation";
import { maskFor } from "#lib/guardrails";
import { type Context, requirePermission } from "#lib/identity";
import { MeasureRunInput, type Run } from "./schema.ts";
import { SuiteContent } from "../suites/schema.ts";
import { effortOf } from "./effort.ts";
import { type RunEffort } from "./effort-shape.ts";
import { getRunInProject, withReadableReasons } from "./internal.ts";
import { mostPerCall } from "./most-per-call.ts";
import { summariseRun } from "./summarise.ts";
import type { RunSummary } from "./summary-shape.ts";

/**
 * What a finished run comes to by its cases and scores, worked out now. The summary kept with the run says what was
 * made of them when it ended, by the rules of that day; a decision rests on this one. `look`: the effort is read for the
 * so-manieth try, and its intervals are as wide as that asks. Throws not_found, forbidden.
 */
export async function measureRun(
  ctx: Context,
  input: MeasureRunInput,
): Promise<{ summary: RunSummary; effort: RunEffort }> {
  requirePermission(ctx, "run.read");
  const { runId, look } = MeasureRunInput.parse(input);
  const run = await getRunInProject(ctx, runId);
  const status = run.status === "failed" || run.status === "cancelled" ? run.status : "succeeded";
  const durationMs =
    run.startedAt && run.finishedAt ? run.finishedAt.getTime() - run.startedAt.getTime() : null;
  const results = await readResults(ctx, run);
  return {
    summary: withReadableReasons(maskFor(ctx), summariseRun({ ...results, status, durationMs })),
    effort: effortOf(results.cases, { ...results, look }),
  };
}

/** The rows a run's summary is made from. */
export async function readResults(ctx: Context, run: Run) {
  const done = await ctx.db
    .select(caseColumns)
    .from(cases)
    .where(and(eq(cases.projectId, ctx.project), eq(cases.runId, run.id)));
  const given = await ctx.db
    .select({
      caseId: scores.caseId,
      key: scores.evaluatorKey,
      value: scores.value,
      isPassed: scores.isPassed,
      // Judges write pages; only what was not judged says why.
      reasoning: sql<
        string | null
      >`case when ${scores.value} is null then left(${scores.reasoning}, 200) end`,
    })
    .from(scores)
    .where(and(eq(scores.projectId, ctx.project), eq(scores.runId, run.id)));
  const [suite] = await ctx.db
    .select({ content: suiteVersions.content })
    .from(suiteVersions)
    .where(and(eq(suiteVersions.projectId, ctx.project), eq(suiteVersions.id, run.suiteVersionId)));
  return {
    name: `version ${run.promptVersionNumber}`,
    suiteName: `${run.suiteName}@${run.suiteVersionNumber}`,
    suite: SuiteContent.parse(suite?.content),
    cases: done,
    scores: given,
    isSimulated: run.isSimulated,
    most: await mostPerCall(ctx, run, done),
  };
}

const caseColumns = {
  id: cases.id,
  exampleId: cases.exampleId,
  sample: cases.sample,
  isPassed: cases.isPassed,
  status: cases.status,
  latencyMs: cases.latencyMs,
  costUsd: cases.costUsd,
  inputTokens: cases.inputTokens,
  outputTokens: cases.outputTokens,
  carbonGrams: cases.carbonGrams,
  isUsageEstimated: cases.isUsageEstimated,
  errorCode: cases.errorCode,
  errorMessage: cases.errorMessage,
};
