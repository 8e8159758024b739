import { sql } from "drizzle-orm";
import { type Database, rowsOf } from "#db";
import { budgetReservations, budgets, budgetUses } from "#db/schema/budgets";
import type { BudgetMeasure } from "../constants.ts";

/** The row that a limit is counted on. */
export type CounterKey = { budgetId: string; subject: string; periodStart: Date };
/** What a call takes of a limit: requests at once, anything else held until it is known. */
export type Wanted = CounterKey & { measure: BudgetMeasure; amount: number };
export type Taken = CounterKey & {
  isTaken: boolean;
  /** The limit is there no more, so nothing is held against it. */
  isGone: boolean;
  used: number;
  reserved: number;
};

const keyText = (row: CounterKey) => ({ ...row, periodStart: row.periodStart.toISOString() });

/**
 * Takes what a call wants of its limits, all in one statement, each only where it fits: the row of a limit decides, under its
 * own lock, so that calls of any number of processes are put in order. What did not fit is said; the others are taken, and
 * the caller gives them back. Rows are locked in one order, so that two calls never wait for each other.
 */
export async function take(
  db: Database,
  {
    project,
    callId,
    expiresAt,
    wanted,
  }: { project: string; callId: string; expiresAt: Date; wanted: Wanted[] },
): Promise<Taken[]> {
  const rows = JSON.stringify(wanted.map(keyText));
  const result = await db.execute(sql`
    with wanted as materialized (
      select w."budgetId" as budget_id, w.subject, w."periodStart" as period_start, w.measure,
        case when w.measure = 'requests' then w.amount else 0 end as at_once,
        case when w.measure = 'requests' then 0 else w.amount end as held,
        case when b.is_hard then b.amount end as most
      from jsonb_to_recordset(${rows}::jsonb)
        as w("budgetId" uuid, subject text, "periodStart" timestamptz, measure text, amount numeric)
      join ${budgets} b on b.project_id = ${project} and b.id = w."budgetId"
    ), taken as (
      insert into ${budgetUses} as u (project_id, budget_id, subject, period_start, used, reserved, refused, unknown)
      select ${project}::uuid, budget_id, subject, period_start, at_once, held, 0, 0 from wanted
      where most is null or at_once + held <= most
      order by budget_id, subject, period_start
      on conflict (project_id, budget_id, subject, period_start) do update
        set used = u.used + excluded.used, reserved = u.reserved + excluded.reserved
        where u.used + u.reserved + excluded.used + excluded.reserved <= coalesce(
          (select case when b.is_hard then b.amount end from ${budgets} b
            where b.project_id = excluded.project_id and b.id = excluded.budget_id), 'Infinity')
      returning budget_id, subject, period_start, used, reserved
    ), kept as (
      insert into ${budgetReservations}
        (project_id, call_id, budget_id, subject, period_start, measure, amount, expires_at)
      select ${project}::uuid, ${callId}::uuid, t.budget_id, t.subject, t.period_start, w.measure, w.held,
        ${expiresAt.toISOString()}::timestamptz
      from taken t join wanted w using (budget_id, subject, period_start)
      where w.measure <> 'requests'
    )
    select w.budget_id as "budgetId", w.subject, (t.budget_id is not null) as "isTaken",
      coalesce(t.used, u.used, 0)::float8 as used, coalesce(t.reserved, u.reserved, 0)::float8 as reserved
    from wanted w
    left join taken t using (budget_id, subject, period_start)
    left join ${budgetUses} u on u.project_id = ${project} and u.budget_id = w.budget_id
      and u.subject = w.subject and u.period_start = w.period_start`);
  const said = new Map(
    rowsOf<Omit<Taken, "periodStart" | "isGone">>(result).map((row) => [
      `${row.budgetId} ${row.subject}`,
      row,
    ]),
  );
  return wanted.map(({ budgetId, subject, periodStart }) => {
    const row = said.get(`${budgetId} ${subject}`);
    const { isTaken = true, used = 0, reserved = 0 } = row ?? {};
    return { budgetId, subject, periodStart, isTaken, isGone: !row, used, reserved };
  });
}

/** What a call turned out to use; null where nobody knows. */
export type Spent = { tokens: number | null; usd: number | null; grams: number | null };
export type Settlement = Spent & { project: string; callId: string };
export type Counter = CounterKey & { project: string; used: number; reserved: number };

/**
 * Books what calls used in place of what they held. A reservation is settled once, whoever comes first: its row goes with
 * the sum. Gives the rows as they are after it.
 */
export async function settleCalls(db: Database, calls: readonly Settlement[]): Promise<Counter[]> {
  const result = await db.execute(sql`
    with spent as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(calls)}::jsonb)
        as s(project uuid, "callId" uuid, tokens numeric, usd numeric, grams numeric)
    ), gone as (
      delete from ${budgetReservations} r using spent s where r.project_id = s.project and r.call_id = s."callId"
      returning r.project_id, r.budget_id, r.subject, r.period_start, r.amount,
        case r.measure when 'tokens' then s.tokens when 'usd' then s.usd else s.grams end as spent
    ), sums as (
      select project_id, budget_id, subject, period_start, sum(amount) as held, coalesce(sum(spent), 0) as spent,
        count(*) filter (where spent is null) as unknown
      from gone group by project_id, budget_id, subject, period_start
    )
    insert into ${budgetUses} as u (project_id, budget_id, subject, period_start, used, reserved, refused, unknown)
    select project_id, budget_id, subject, period_start, spent, -held, 0, unknown from sums
    order by project_id, budget_id, subject, period_start
    on conflict (project_id, budget_id, subject, period_start) do update
      set used = u.used + excluded.used, reserved = greatest(0, u.reserved + excluded.reserved),
        unknown = u.unknown + excluded.unknown
    returning project_id as project, budget_id as "budgetId", subject, period_start as "periodStart",
      used::float8 as used, reserved::float8 as reserved`);
  return rowsOf<Counter>(result).map(withDate);
}

/** What is added to a counter outside of a call's own statements: refusals, and what was let through while the database was away. */
export type Delta = CounterKey & { project: string; used: number; refused: number; unknown: number };

export async function addDeltas(db: Database, deltas: readonly Delta[]): Promise<Counter[]> {
  const result = await db.execute(sql`
    insert into ${budgetUses} as u (project_id, budget_id, subject, period_start, used, reserved, refused, unknown)
    select d.project, d."budgetId", d.subject, d."periodStart", d.used, 0, d.refused, d.unknown
    from jsonb_to_recordset(${JSON.stringify(deltas.map(keyText))}::jsonb)
      as d(project uuid, "budgetId" uuid, subject text, "periodStart" timestamptz, used numeric, refused int, unknown int)
    join ${budgets} b on b.project_id = d.project and b.id = d."budgetId"
    order by 1, 2, 3, 4
    on conflict (project_id, budget_id, subject, period_start) do update
      set used = greatest(0, u.used + excluded.used), refused = u.refused + excluded.refused,
        unknown = u.unknown + excluded.unknown
    returning project_id as project, budget_id as "budgetId", subject, period_start as "periodStart",
      used::float8 as used, reserved::float8 as reserved`);
  return rowsOf<Counter>(result).map(withDate);
}

/** Drivers differ in whether they read a time of a raw statement. */
const withDate = (row: Counter): Counter => ({ ...row, periodStart: new Date(row.periodStart) });
