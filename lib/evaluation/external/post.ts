import { and, eq } from "drizzle-orm";
import { insertRows, inTransaction } from "#db";
import { cases, runs, scores } from "#db/schema/evaluation";
import { appendAudit } from "#lib/audit";
import { loadPolicies, redactValue } from "#lib/guardrails";
import { type Context, requirePermission } from "#lib/identity";
import { contentHash } from "#platform/canonical";
import { AppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { finishRun } from "../runs/finish.ts";
import { getRunInProject, nextRunNumber } from "../runs/internal.ts";
import type { Run } from "../runs/schema.ts";
import { datasetOfCases } from "./dataset.ts";
import { KeptExternal } from "../runs/external-shape.ts";
import { type PostedRun, PostRunInput } from "./schema.ts";
import { suiteOfMetrics } from "./suite.ts";

/** Rows per insert. */
const chunk = 1_000;
/** Where a score does not say whether it passes. */
const passScore = 0.5;

/**
 * Stores results that another program made, as a finished run: redacted by the policies, summed up and compared like any
 * other, but never evidence for a gate. The same id with the same results gives the run there is. Throws forbidden,
 * invalid_input, conflict (the id has other results, or the suite's name is taken).
 */
export async function postRun(ctx: Context, input: PostRunInput): Promise<Run> {
  requirePermission(ctx, "run.create");
  const given = PostRunInput.parse(input);
  const hash = contentHash(given);
  const known = await findPosted(ctx, given.id, hash);
  if (known) return known;
  const posted = { ...given, cases: await redacted(ctx, given.cases) };
  // The suite first: it is what refuses a posting, and a dataset would have got its cases by then.
  const suite = await suiteOfMetrics(ctx, posted.suite ?? posted.program, posted);
  const dataset = await datasetOfCases(ctx, posted.dataset ?? posted.program, posted.cases);
  return inTransaction(ctx, async (tx) => {
    const number = await nextRunNumber(tx);
    // Whoever posted the same meanwhile held the lock that gives numbers.
    const meanwhile = await findPosted(tx, given.id, hash);
    if (meanwhile) return meanwhile;
    const runId = await insertRun(tx, posted, { hash, number, dataset, suite });
    await insertResults(tx, runId, posted, { ...dataset, ...suite });
    await finishRun(tx, runId, "succeeded");
    await appendAudit(tx, {
      action: "run.post",
      subject: { type: "run", id: runId, name: `Run ${number}` },
      after: {
        program: posted.program,
        version: posted.version,
        model: posted.model,
        cases: posted.cases.length,
      },
    });
    return getRunInProject(tx, runId);
  });
}

async function findPosted(ctx: Context, id: string, hash: string): Promise<Run | null> {
  const [row] = await ctx.db
    .select({ runId: runs.id, external: runs.external })
    .from(runs)
    .where(and(eq(runs.projectId, ctx.project), eq(runs.externalId, id)));
  if (!row) return null;
  if (KeptExternal.parse(row.external).hash === hash) return getRunInProject(ctx, row.runId);
  throw new AppError(
    "conflict",
    `Other results were posted under the id "${id}"; give these an id of their own.`,
  );
}

/** Inputs, outputs, errors and reasons without what the policies take out; the names of inputs stay. */
async function redacted(ctx: Context, given: PostedRun["cases"]): Promise<PostedRun["cases"]> {
  const policies = await loadPolicies(ctx);
  const kept: PostedRun["cases"] = [];
  for (let start = 0; start < given.length; start += 100) {
    const { value } = await redactValue(policies, given.slice(start, start + 100), { names: "kept" });
    for (const item of value) kept.push(item);
  }
  // The names of metrics are the program's own words, by which two runs are compared.
  return kept.map((item, place) => ({
    ...item,
    scores: item.scores.map((score, at) => ({
      ...score,
      name: given[place]?.scores[at]?.name ?? score.name,
    })),
  }));
}

type Made = {
  hash: string;
  number: number;
  dataset: { versionId: string; exampleIds: readonly string[] };
  suite: { versionId: string };
};

async function insertRun(
  tx: Context,
  { id, program, version, model, durationMs, cases: given }: PostedRun,
  { hash, number, dataset, suite }: Made,
): Promise<string> {
  const runId = newId();
  const now = tx.clock.now();
  await tx.db.insert(runs).values({
    id: runId,
    projectId: tx.project,
    number,
    promptId: null,
    promptVersionId: null,
    datasetVersionId: dataset.versionId,
    suiteVersionId: suite.versionId,
    target: null,
    external: { id, program, version, model, hash } satisfies KeptExternal,
    externalId: id,
    status: "running",
    concurrency: 1,
    samples: Math.max(...samplesOf(dataset.exampleIds)),
    totalCases: given.length,
    doneCases: given.length,
    failedCases: given.filter(({ error }) => error !== null).length,
    isDemo: false,
    isSimulated: false,
    createdBy: tx.actor.kind === "user" ? tx.actor.id : null,
    createdByName: tx.actor.name,
    createdAt: now,
    startedAt: new Date(now.getTime() - durationMs),
  });
  return runId;
}

/** The same example again is another answer to it. */
function samplesOf(exampleIds: readonly string[]): number[] {
  const seen = new Map<string, number>();
  return exampleIds.map((id) => {
    const sample = (seen.get(id) ?? 0) + 1;
    seen.set(id, sample);
    return sample;
  });
}

async function insertResults(
  tx: Context,
  runId: string,
  { cases: given }: PostedRun,
  { exampleIds, keys }: { exampleIds: readonly string[]; keys: ReadonlyMap<string, string> },
): Promise<void> {
  const finishedAt = tx.clock.now();
  const samples = samplesOf(exampleIds);
  const rows = given.map(
    ({ scores: said, inputs: _inputs, reference: _reference, metadata: _metadata, error, ...item }, at) => {
      const judged = said.map((score) => ({ ...score, isPassed: passes(score) }));
      return {
        case: {
          ...item,
          id: newId(),
          projectId: tx.project,
          runId,
          position: at + 1,
          exampleId: exampleIds[at] ?? "",
          sample: samples[at] ?? 1,
          attempts: 1,
          status: error === null ? ("succeeded" as const) : ("failed" as const),
          errorCode: error === null ? null : "upstream_failed",
          errorMessage: error,
          isPassed: error !== null ? false : item.isPassed === undefined ? allPass(judged) : item.isPassed,
          finishedAt,
        },
        scores: error === null ? judged : [],
      };
    },
  );
  for (let start = 0; start < rows.length; start += chunk) {
    const part = rows.slice(start, start + chunk);
    await tx.db.execute(
      insertRows(
        cases,
        part.map((row) => row.case),
      ),
    );
    const own = part.flatMap((row) =>
      row.scores.map(({ name, value, isPassed, reasoning }) => ({
        projectId: tx.project,
        caseId: row.case.id,
        runId,
        evaluatorKey: keys.get(name) ?? "",
        value,
        isPassed,
        reasoning,
        details: null,
        createdAt: finishedAt,
      })),
    );
    if (own.length > 0) await tx.db.execute(insertRows(scores, own));
  }
}

function passes({ value, isPassed }: PostedRun["cases"][number]["scores"][number]): boolean | null {
  if (isPassed !== undefined) return isPassed;
  return value === null ? null : value >= passScore;
}

function allPass(judged: readonly { isPassed: boolean | null }[]): boolean | null {
  if (judged.some(({ isPassed }) => isPassed === false)) return false;
  return judged.some(({ isPassed }) => isPassed === true) ? true : null;
}
