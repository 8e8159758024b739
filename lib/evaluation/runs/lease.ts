import { and, asc, eq, inArray, lt, or, sql } from "drizzle-orm";
import { cases, runs } from "#db/schema/evaluation";
import { exampleRelation } from "#lib/datasets";
import type { Context } from "#lib/identity";

/** How long a claimed case stays with its worker without a sign of life. Times are the database's, so clocks need not agree. */
const leaseUntil = sql`now() + interval '30 seconds'`;

export type ClaimedCase = {
  id: string;
  position: number;
  attempts: number;
  inputs: Record<string, unknown>;
  reference: unknown;
  metadata: Record<string, unknown>;
};

/** Takes up to `count` cases nobody works on, in order; those whose lease ran out are taken over. */
export async function claimCases(
  ctx: Context,
  runId: string,
  leaseId: string,
  count: number,
): Promise<ClaimedCase[]> {
  const free = ctx.db
    .select({ id: cases.id })
    .from(cases)
    .where(
      and(
        eq(cases.projectId, ctx.project),
        eq(cases.runId, runId),
        or(eq(cases.status, "waiting"), and(eq(cases.status, "running"), lt(cases.leasedUntil, sql`now()`))),
      ),
    )
    .orderBy(asc(cases.position))
    .limit(count)
    .for("update", { skipLocked: true });
  const taken = await ctx.db
    .update(cases)
    .set({ status: "running", leaseId, leasedUntil: leaseUntil, attempts: sql`${cases.attempts} + 1` })
    .where(and(eq(cases.projectId, ctx.project), inArray(cases.id, free)))
    .returning({
      id: cases.id,
      position: cases.position,
      attempts: cases.attempts,
      exampleId: cases.exampleId,
    });
  if (taken.length === 0) return [];
  const example = exampleRelation(ctx);
  const ids = taken.map(({ exampleId }) => exampleId);
  const found = await ctx.db.select().from(example).where(inArray(example.exampleId, ids));
  const byId = new Map(found.map((row) => [row.exampleId, row]));
  return taken
    .map(({ exampleId, ...rest }) => ({
      ...rest,
      inputs: byId.get(exampleId)?.inputs ?? {},
      reference: byId.get(exampleId)?.reference ?? null,
      metadata: byId.get(exampleId)?.metadata ?? {},
    }))
    .sort((left, right) => left.position - right.position);
}

/** A sign of life: the worker's cases stay with it for another while. */
export async function extendLease(ctx: Context, runId: string, leaseId: string): Promise<void> {
  await ctx.db
    .update(cases)
    .set({ leasedUntil: leaseUntil })
    .where(held(ctx, runId, leaseId));
}

/** Hands unfinished cases back at once, so that another process need not wait for the lease to run out. */
export async function releaseLease(ctx: Context, runId: string, leaseId: string): Promise<void> {
  const handedBack = {
    status: "waiting" as const,
    leaseId: null,
    leasedUntil: null,
    attempts: sql`${cases.attempts} - 1`,
  };
  await ctx.db
    .update(cases)
    .set(handedBack)
    .where(held(ctx, runId, leaseId));
}

/** Cases that are not finished, whoever works on them. */
export async function countOpenCases(ctx: Context, runId: string): Promise<number> {
  return ctx.db.$count(
    cases,
    and(
      eq(cases.projectId, ctx.project),
      eq(cases.runId, runId),
      inArray(cases.status, ["waiting", "running"]),
    ),
  );
}

/** True when somebody asked the run to stop. */
export async function isCancelRequested(ctx: Context, runId: string): Promise<boolean> {
  const [row] = await ctx.db
    .select({ at: runs.cancelRequestedAt, status: runs.status })
    .from(runs)
    .where(and(eq(runs.projectId, ctx.project), eq(runs.id, runId)));
  return !row || row.at !== null || row.status === "cancelled";
}

function held(ctx: Context, runId: string, leaseId: string) {
  return and(
    eq(cases.projectId, ctx.project),
    eq(cases.runId, runId),
    eq(cases.leaseId, leaseId),
    eq(cases.status, "running"),
  );
}
