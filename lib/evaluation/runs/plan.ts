import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { runs, suiteVersions } from "#db/schema/evaluation";
import type { Context } from "#lib/identity";
import { AppError } from "#platform/errors";
import { meaningRules } from "#constants/meaning";
import type { KeptTarget } from "./schema.ts";
import { SuiteContent } from "../suites/schema.ts";
import { isFinished, lockRunInProject } from "./internal.ts";
import { openStoredTarget } from "./stored-target.ts";

/** Everything a worker needs to know of a run, read once. */
export type RunPlan = {
  runId: string;
  number: number;
  concurrency: number;
  target: KeptTarget;
  suite: SuiteContent;
  promptVersionId: string;
  /** What it embeds texts with to its end; null for runs begun before this was kept, and where nothing is embedded. */
  embeddingModel: string | null;
  /** The version of the rules for meaning it began with; null likewise. */
  meaningRules: number | null;
};

/** Marks a run as running and reads its plan; null when it is finished. Throws not_found. */
export async function beginRun(ctx: Context, runId: string): Promise<RunPlan | null> {
  return inTransaction(ctx, async (tx) => {
    const run = await lockRunInProject(tx, runId);
    // What another program made is finished when it is stored.
    if (isFinished(run.status) || run.promptVersionId === null) return null;
    if (run.status === "queued") {
      const change = {
        status: "running" as const,
        startedAt: run.startedAt ?? tx.clock.now(),
        // Queued by one version of the program and begun by another: nothing is scored yet.
        meaningRules: run.meaningRules === null ? null : meaningRules,
      };
      run.meaningRules = change.meaningRules;
      await tx.db
        .update(runs)
        .set(change)
        .where(and(eq(runs.projectId, tx.project), eq(runs.id, runId)));
    }
    const [suite] = await tx.db
      .select({ content: suiteVersions.content })
      .from(suiteVersions)
      .where(and(eq(suiteVersions.projectId, tx.project), eq(suiteVersions.id, run.suiteVersionId)));
    if (!suite) throw new AppError("not_found", "The suite version of this run is gone.");
    return {
      runId,
      number: run.number,
      concurrency: run.concurrency,
      target: openStoredTarget(run.target),
      suite: SuiteContent.parse(suite.content),
      promptVersionId: run.promptVersionId,
      embeddingModel: run.embeddingModel,
      meaningRules: run.meaningRules,
    };
  });
}
