import { type SQL, sql } from "drizzle-orm";
import type { Hold } from "#db/schema/review";
import { tasks } from "#db/schema/review";
import type { Context } from "#lib/identity";
import { personId } from "../person.ts";
import { holdMs } from "../schema.ts";

type Held = { holds: Hold[]; decisionsNeeded: number; decisionCount: number };

/** Others who have the task on screen now. */
export function otherHolds(ctx: Context, { holds }: Pick<Held, "holds">): Hold[] {
  const [me, now] = [personId(ctx), ctx.clock.now()];
  return holds.filter(({ by, until }) => by !== me && new Date(until) > now);
}

/**
 * The hold that keeps this person out: somebody else's, where as many work on the task as opinions are wanted.
 * While two opinions are wanted, the first person locks nobody out.
 */
export function blockingHold(ctx: Context, task: Held): Hold | null {
  const others = otherHolds(ctx, task);
  return others.length >= Math.max(1, task.decisionsNeeded - task.decisionCount) ? (others[0] ?? null) : null;
}

/** The same as SQL on a row of tasks: may this person take it? */
export function isFree(ctx: Context): SQL {
  const now = ctx.clock.now().toISOString();
  return sql`(
    select count(*) from jsonb_array_elements(tasks.holds) hold
    where hold->>'by' is distinct from ${personId(ctx)} and (hold->>'until')::timestamptz > ${now}::timestamptz
  ) < greatest(1, tasks.decisions_needed - tasks.decision_count)`;
}

/** The task's holds with one of this person's, begun now or kept. */
export function withMine(
  ctx: Context,
  { holds }: Pick<Held, "holds">,
  me: { id: string; name: string },
): Hold[] {
  const now = ctx.clock.now();
  const mine = holds.find(({ by, until }) => by === me.id && new Date(until) > now);
  const until = new Date(now.getTime() + holdMs).toISOString();
  const since = mine?.since ?? now.toISOString();
  return [...otherHolds(ctx, { holds }), { by: me.id, name: me.name, since, until }];
}

/** SQL: the row's holds without this person's. */
export function withoutMine(ctx: Context): SQL<Hold[]> {
  return sql<Hold[]>`(
    select coalesce(jsonb_agg(hold), '[]'::jsonb) from jsonb_array_elements(${tasks.holds}) hold
    where hold->>'by' is distinct from ${personId(ctx)}
  )`;
}

/** SQL on a row of tasks: does this person hold it, lapsed or not? */
export function isMine(ctx: Context): SQL {
  return sql`tasks.holds @> ${JSON.stringify([{ by: personId(ctx) }])}::jsonb`;
}
