import { and, eq, sql } from "drizzle-orm";
import { insertRows, inTransaction, storableJson } from "#db";
import { cases, runs, scores } from "#db/schema/evaluation";
import type { ScoreResult } from "../evaluators/schema.ts";
import type { Context } from "#lib/identity";
import { awaitStored } from "#lib/observability";
import { lockRunInProject } from "./internal.ts";
import { untilItPasses } from "./until-it-passes.ts";

/** What became of one case. */
export type CaseResult = {
  caseId: string;
  status: "succeeded" | "failed";
  output: string | null;
  generationId: string | null;
  latencyMs: number | null;
  costUsd: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
  carbonGrams: number | null;
  isUsageEstimated: boolean | null;
  errorCode: string | null;
  errorMessage: string | null;
  isPassed: boolean | null;
  scores: { key: string; result: ScoreResult }[];
};

/**
 * Writes results, their scores and the run's counters in one transaction, each only while this worker still
 * holds the case: a result that comes after a take-over is dropped whole, so nothing is counted twice. The
 * generations behind them are stored first, so that no crash leaves a case done without what it was done with.
 */
export async function writeResults(
  ctx: Context,
  runId: string,
  leaseId: string,
  results: readonly CaseResult[],
): Promise<void> {
  if (results.length === 0) return;
  await Promise.all(results.flatMap(generationsOf).map(awaitStored));
  await inTransaction(ctx, async (tx) => {
    // The run before its cases, as whoever cancels or ends it locks them, or the two would wait for each other for ever.
    await lockRunInProject(tx, runId);
    const finishedAt = tx.clock.now();
    const rows = storableJson(results.map(({ scores: _scores, ...row }) => row));
    const written = await tx.db
      .update(cases)
      .set({
        status: sql`r.status`,
        output: sql`r.output`,
        generationId: sql`r."generationId"`,
        latencyMs: sql`r."latencyMs"`,
        costUsd: sql`r."costUsd"`,
        inputTokens: sql`r."inputTokens"`,
        outputTokens: sql`r."outputTokens"`,
        carbonGrams: sql`r."carbonGrams"`,
        isUsageEstimated: sql`r."isUsageEstimated"`,
        errorCode: sql`r."errorCode"`,
        errorMessage: sql`r."errorMessage"`,
        isPassed: sql`r."isPassed"`,
        leaseId: null,
        leasedUntil: null,
        finishedAt,
      })
      .from(
        sql`jsonb_to_recordset(${rows}::jsonb) as r("caseId" uuid, status text, output text, "generationId" uuid, "latencyMs" float8, "costUsd" float8, "inputTokens" int, "outputTokens" int, "carbonGrams" float8, "isUsageEstimated" bool, "errorCode" text, "errorMessage" text, "isPassed" bool)`,
      )
      .where(
        and(
          eq(cases.projectId, tx.project),
          eq(cases.runId, runId),
          eq(cases.id, sql`r."caseId"`),
          eq(cases.leaseId, leaseId),
          eq(cases.status, "running"),
        ),
      )
      .returning({ id: cases.id, status: cases.status });
    if (written.length === 0) return;
    const mine = new Set(written.map(({ id }) => id));
    const rowsOfScores = results
      .filter(({ caseId }) => mine.has(caseId))
      .flatMap((result) => scoreRows(tx, runId, result, finishedAt));
    if (rowsOfScores.length > 0) await tx.db.execute(insertRows(scores, rowsOfScores));
    const failed = written.filter(({ status }) => status === "failed").length;
    await tx.db
      .update(runs)
      .set({
        doneCases: sql`${runs.doneCases} + ${written.length}`,
        failedCases: sql`${runs.failedCases} + ${failed}`,
      })
      .where(and(eq(runs.projectId, tx.project), eq(runs.id, runId)));
  });
}

/** The case's own generation, and those of the judges that scored it. */
function generationsOf({ generationId, scores: given }: CaseResult): string[] {
  return [generationId, ...given.map(({ result }) => judgeIn(result.details))].filter(
    (id) => typeof id === "string",
  );
}

/** The id of the judge's call that a score came from; null where none was asked. */
export function judgeIn(details: unknown): unknown {
  return typeof details === "object" && details !== null && "generationId" in details
    ? details.generationId
    : null;
}

function scoreRows(
  tx: Context,
  runId: string,
  { caseId, scores: given }: CaseResult,
  createdAt: Date,
): (typeof scores.$inferInsert)[] {
  return given.map(({ key, result }) => ({
    projectId: tx.project,
    caseId,
    runId,
    evaluatorKey: key,
    value: result.value,
    isPassed: result.isPassed,
    reasoning: result.reasoning ?? null,
    details: result.details ?? null,
    createdAt,
  }));
}

const flushAfterMs = 50;
const flushAt = 32;

/** Gathers results and writes them every 50 ms or 32 cases, one write at a time, again while the database is away. A failed write is thrown by the next call. */
export function openWriter(
  ctx: Context,
  runId: string,
  leaseId: string,
  signal: AbortSignal,
): { add(result: CaseResult): void; close(): Promise<void>; failure(): unknown } {
  let gathered: CaseResult[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  let failure: unknown;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const batch = gathered;
    gathered = [];
    writing = writing
      .then(() => untilItPasses(() => writeResults(ctx, runId, leaseId, batch), signal))
      .catch((error: unknown) => {
        failure ??= error;
      });
  };
  return {
    add: (result) => {
      gathered.push(result);
      if (gathered.length >= flushAt) flush();
      else timer ??= setTimeout(flush, flushAfterMs);
    },
    close: async () => {
      flush();
      await writing;
    },
    failure: () => failure,
  };
}
