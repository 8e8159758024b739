import { sql } from "drizzle-orm";
import { rowsOf } from "#db";
import { budgets, budgetUses } from "#db/schema/budgets";
import type { Context } from "#lib/identity";
import { periodAt } from "../period.ts";
import { mostUses } from "../constants.ts";

/** Keys and routes are as many as somebody made, and each has a page on which its own use stands. */
const mostNamed = 1_000;

export type UseRow = { subject: string; used: number; reserved: number; refused: number; unknown: number };
export type UsesNow = { uses: UseRow[]; subjects: number };

type Which = { budgetId?: string | undefined; subject?: string | undefined };

/** What was used of the project's limits in the periods they are in now, most used first, by limit: one question for all of them. */
export async function usesNow(ctx: Context, { budgetId, subject }: Which): Promise<Map<string, UsesNow>> {
  const now = ctx.clock.now();
  const start = (period: "minute" | "day" | "month") => periodAt(period, now).startsAt.toISOString();
  const result = await ctx.db.execute(sql`
    select "budgetId", subject, used, reserved, refused, unknown, subjects from (
      select u.budget_id as "budgetId", u.subject, u.used::float8 as used, u.reserved::float8 as reserved,
        u.refused, u.unknown, b.per,
        row_number() over (partition by u.budget_id order by u.used + u.reserved desc, u.subject) as place,
        (count(*) over (partition by u.budget_id))::int as subjects
      from ${budgetUses} u join ${budgets} b on b.project_id = u.project_id and b.id = u.budget_id
      where u.project_id = ${ctx.project}
        and u.period_start = case b.period when 'minute' then ${start("minute")}::timestamptz
          when 'day' then ${start("day")}::timestamptz else ${start("month")}::timestamptz end
        ${budgetId === undefined ? sql`` : sql`and u.budget_id = ${budgetId}`}
        ${subject === undefined ? sql`` : sql`and u.subject = ${subject}`}
    ) ranked
    where place <= case when per in ('api_key', 'route') then ${mostNamed}::int else ${mostUses}::int end
    order by "budgetId", place`);
  const found = new Map<string, UsesNow>();
  for (const { budgetId: id, subjects, ...use } of rowsOf<UseRow & { budgetId: string; subjects: number }>(
    result,
  )) {
    const known = found.get(id);
    if (known) known.uses.push(use);
    else found.set(id, { uses: [use], subjects });
  }
  return found;
}
