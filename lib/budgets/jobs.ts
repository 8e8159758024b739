import { and, eq, inArray, lt, lte } from "drizzle-orm";
import type { Database } from "#db";
import { budgetReservations, budgets, budgetUses } from "#db/schema/budgets";
import { systemContext } from "#lib/identity";
import { defineJob } from "#lib/jobs";
import { type Clock, systemClock } from "#platform/clock";
import type { BudgetPeriod } from "./constants.ts";
import { sweepExpired } from "./uses/sweep.ts";

// Reservations that a crash left are settled when somebody looks or is refused; those that nobody asks for, here.
defineJob<object>({
  name: "budgets.tidy",
  cron: "37 2 * * *",
  expireInSeconds: 3_600,
  handler: ({ open, signal }) => tidyBudgets(open.db, { signal }),
});

const dayMs = 86_400_000;
/** How long it is kept what a period used: minutes a week, days a year and a month, months ten years. */
const keptDays: Record<BudgetPeriod, number> = { minute: 7, day: 396, month: 3_653 };

type Options = { signal: AbortSignal; clock?: Clock };

/** Settles reservations of calls that are long over, and removes what old periods used. */
export async function tidyBudgets(db: Database, { signal, clock = systemClock }: Options): Promise<void> {
  const now = clock.now();
  const places = await db
    .selectDistinct({ projectId: budgetReservations.projectId })
    .from(budgetReservations)
    .where(lte(budgetReservations.expiresAt, now));
  for (const { projectId } of places) {
    signal.throwIfAborted();
    const ctx = { ...(await systemContext(db, projectId)), clock };
    while ((await sweepExpired(ctx)) > 0) signal.throwIfAborted();
  }
  for (const [period, days] of Object.entries(keptDays) as [BudgetPeriod, number][]) {
    signal.throwIfAborted();
    const ofPeriod = db.select({ id: budgets.id }).from(budgets).where(eq(budgets.period, period));
    await db
      .delete(budgetUses)
      .where(
        and(
          inArray(budgetUses.budgetId, ofPeriod),
          lt(budgetUses.periodStart, new Date(now.getTime() - days * dayMs)),
        ),
      );
  }
}
