import { and, desc, eq, ilike, lt, or, sql } from "drizzle-orm";
import { escapeLike } from "#db";
import { runs, suites } from "#db/schema/evaluation";
import { maskFieldsForRole } from "#lib/guardrails";
import { type Context, requirePermission } from "#lib/identity";
import { NotFound } from "#platform/errors";
import { numberOfCursor, type Page, toPage } from "#platform/pagination";
import { ListRunsInput, type Run, RunInput, type RunProgress } from "../schema.ts";
import { getRunInProject, presentProgress, presentRun, type RunOf, selectRuns } from "./internal.ts";

/** A run with the names of what it ran and, once finished, its summary. Throws not_found. */
export async function getRun(ctx: Context, input: RunInput): Promise<Run> {
  requirePermission(ctx, "run.read");
  return maskFieldsForRole(ctx, await getRunInProject(ctx, RunInput.parse(input).runId), ["error"]);
}

/** How far a run is: one row, cheap enough to ask for every second. Throws not_found. */
export async function getRunProgress(ctx: Context, input: RunInput): Promise<RunProgress> {
  requirePermission(ctx, "run.read");
  const { runId } = RunInput.parse(input);
  const [row] = await ctx.db
    .select()
    .from(runs)
    .where(and(eq(runs.projectId, ctx.project), eq(runs.id, runId)));
  if (!row) throw new NotFound("run");
  return maskFieldsForRole(ctx, presentProgress(row), ["error"]);
}

/** Runs, newest first. `verdict` filters by what the suite's demands came to. */
export async function listRuns(ctx: Context, input: ListRunsInput = {}): Promise<Page<Run>> {
  requirePermission(ctx, "run.read");
  const { limit, cursor, promptId, promptVersionId, suiteId, status, verdict, query } =
    ListRunsInput.parse(input);
  const after = numberOfCursor(cursor);
  const rows = await selectRuns(ctx, (of) =>
    and(
      promptId ? eq(runs.promptId, promptId) : undefined,
      promptVersionId ? eq(runs.promptVersionId, promptVersionId) : undefined,
      suiteId ? eq(suites.id, suiteId) : undefined,
      status ? eq(runs.status, status) : undefined,
      verdict ? sql`${runs.summary} ->> 'gate' = ${verdict}` : undefined,
      query ? matches(of, query) : undefined,
      after === undefined ? undefined : lt(runs.number, after),
    ),
  )
    .orderBy(desc(runs.number))
    .limit(limit + 1);
  const found = rows.map((row) => maskFieldsForRole(ctx, presentRun(row), ["error"]));
  return toPage(found, limit, (run) => String(run.number));
}

function matches({ version, dataset }: RunOf, query: string) {
  const pattern = `%${escapeLike(query)}%`;
  return or(
    ilike(sql`'run ' || ${runs.number}`, pattern),
    ilike(version.path, pattern),
    ilike(dataset.name, pattern),
  );
}
