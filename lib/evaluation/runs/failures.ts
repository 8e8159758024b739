import { and, count, desc, eq, sql } from "drizzle-orm";
import { cases, runs } from "#db/schema/evaluation";
import { type Context, requirePermission } from "#lib/identity";
import { RunInput, type RunOfExample, RunsOfExampleInput } from "./schema.ts";

/** SQL on a row of cases: the call failed, or an evaluator failed the answer. */
const hasFailed = sql<boolean>`(${cases.status} = 'failed' or exists (
  select 1 from scores s where s.project_id = ${cases.projectId} and s.case_id = ${cases.id} and s.is_passed = false
))`;

/** How many cases of a run failed; 0 for a run nobody has. Throws forbidden. */
export async function countFailedCases(ctx: Context, input: RunInput): Promise<number> {
  requirePermission(ctx, "run.read");
  const { runId } = RunInput.parse(input);
  const [row] = await ctx.db
    .select({ count: count() })
    .from(cases)
    .where(and(eq(cases.projectId, ctx.project), eq(cases.runId, runId), hasFailed));
  return row?.count ?? 0;
}

/** The finished runs that an example was a case of, the newest first, with whether it failed in each. Throws forbidden. */
export async function runsOfExample(ctx: Context, input: RunsOfExampleInput): Promise<RunOfExample[]> {
  requirePermission(ctx, "run.read");
  const { exampleId } = RunsOfExampleInput.parse(input);
  return ctx.db
    .select({ id: runs.id, number: runs.number, hasFailed })
    .from(cases)
    .innerJoin(runs, and(eq(runs.projectId, cases.projectId), eq(runs.id, cases.runId)))
    .where(
      and(eq(cases.projectId, ctx.project), eq(cases.exampleId, exampleId), eq(runs.status, "succeeded")),
    )
    .orderBy(desc(runs.number));
}
