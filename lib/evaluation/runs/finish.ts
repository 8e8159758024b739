import { and, eq, inArray, sql } from "drizzle-orm";
import { inTransaction } from "#db";
import { cases, runs, scores } from "#db/schema";
import type { Context } from "#lib/identity";
import { SuiteContent } from "../schema.ts";
import { getRunInProject, isFinished, lockRunInProject } from "./internal.ts";
import { suiteVersions } from "#db/schema";
import { summariseRun } from "./summarise.ts";

/**
 * Ends a run with its summary, once. As "succeeded" it stays open while a case is; as "cancelled" the cases
 * that were not done are marked. A run without a single answer has failed.
 */
export async function finishRun(
  ctx: Context,
  runId: string,
  outcome: "succeeded" | "cancelled",
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const run = await lockRunInProject(tx, runId);
    if (isFinished(run.status)) return;
    const open = and(
      eq(cases.projectId, tx.project),
      eq(cases.runId, runId),
      inArray(cases.status, ["waiting", "running"]),
    );
    if (outcome === "cancelled")
      await tx.db.update(cases).set({ status: "cancelled", leaseId: null, leasedUntil: null }).where(open);
    else if ((await tx.db.$count(cases, open)) > 0) return;
    const finishedAt = tx.clock.now();
    const names = await getRunInProject(tx, runId);
    const done = await tx.db
      .select(caseColumns)
      .from(cases)
      .where(and(eq(cases.projectId, tx.project), eq(cases.runId, runId)));
    const given = await tx.db
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
      .where(and(eq(scores.projectId, tx.project), eq(scores.runId, runId)));
    const [suite] = await tx.db
      .select({ content: suiteVersions.content })
      .from(suiteVersions)
      .where(and(eq(suiteVersions.projectId, tx.project), eq(suiteVersions.id, run.suiteVersionId)));
    const status =
      outcome === "succeeded" && done.every((item) => item.status === "failed") ? "failed" : outcome;
    const summary = summariseRun({
      name: `version ${names.promptVersionNumber}`,
      suiteName: `${names.suiteName}@${names.suiteVersionNumber}`,
      suite: SuiteContent.parse(suite?.content),
      cases: done,
      scores: given,
      status,
      isSimulated: run.isSimulated,
      durationMs: run.startedAt ? finishedAt.getTime() - run.startedAt.getTime() : null,
    });
    const error =
      status === "failed"
        ? (done.find((item) => item.errorMessage)?.errorMessage ?? "Every generation failed.")
        : null;
    await tx.db
      .update(runs)
      .set({ status, summary, error, finishedAt })
      .where(and(eq(runs.projectId, tx.project), eq(runs.id, runId)));
  });
}

/** Ends a run that cannot be worked on at all: what it names is gone or unreadable. */
export async function failRun(ctx: Context, runId: string, message: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const run = await lockRunInProject(tx, runId);
    if (isFinished(run.status)) return;
    await tx.db
      .update(runs)
      .set({ status: "failed", error: message, finishedAt: tx.clock.now() })
      .where(and(eq(runs.projectId, tx.project), eq(runs.id, runId)));
  });
}

const caseColumns = {
  id: cases.id,
  status: cases.status,
  latencyMs: cases.latencyMs,
  costUsd: cases.costUsd,
  inputTokens: cases.inputTokens,
  outputTokens: cases.outputTokens,
  carbonGrams: cases.carbonGrams,
  errorCode: cases.errorCode,
  errorMessage: cases.errorMessage,
};
