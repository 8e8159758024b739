import { type SQL, sql } from "drizzle-orm";
import { type Context, personOf } from "#lib/identity";
import { AppError } from "#platform/errors";

/** The person who acts, or who made the key of the program that does. Throws forbidden for the studio's own jobs: a decision is a person's. */
export function requirePerson(ctx: Context): { id: string; name: string } {
  const person = personOf(ctx);
  if (person) return person;
  throw new AppError(
    "forbidden",
    "Tasks are decided by people, and by programs with a key that a person made. Sign in as a reviewer and open the queue.",
  );
}

/** Their id, or null for the studio. */
export function personId(ctx: Context): string | null {
  return personOf(ctx)?.id ?? null;
}

/** SQL on a row of tasks: has the acting person a standing decision on it? Names are written out: drizzle drops the table's name in selected fields. */
export function decidedByMe(ctx: Context): SQL<boolean> {
  const me = personId(ctx);
  if (me === null) return sql<boolean>`false`;
  return sql<boolean>`exists (
    select 1 from decisions mine
    where mine.project_id = tasks.project_id and mine.task_id = tasks.id and mine.reviewer_id = ${me} and mine.undone_at is null
  )`;
}

/** The opposite of `decidedByMe`. */
export function notDecidedByMe(ctx: Context): SQL<boolean> {
  return sql<boolean>`not ${decidedByMe(ctx)}`;
}

/** SQL on a row of tasks: did the acting person skip it? False sorts first. */
export function skippedByMe(ctx: Context): SQL<boolean> {
  const me = personId(ctx);
  return me === null ? sql<boolean>`false` : sql<boolean>`tasks.skipped_by @> ${JSON.stringify([me])}::jsonb`;
}
