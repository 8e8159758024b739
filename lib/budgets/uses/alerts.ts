import { LRUCache } from "lru-cache";
import { inTransaction } from "#db";
import { budgetAlerts } from "#db/schema/budgets";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { logger } from "#platform/logger";
import { once } from "#platform/runtime";
import type { Limit } from "../schema.ts";
import type { CounterKey } from "./statements.ts";

type Stand = CounterKey & { used: number };
type Kind = "near" | "reached";

const said = () => once("budgets.alerted", () => new LRUCache<string, true>({ max: 50_000 }));
const hourMs = 3_600_000;

/**
 * Says that a limit comes near its end, or has reached it, once for each subject and period (of a limit a minute once an hour): a row that the
 * page shows and an event in the audit log, behind the calls. Called with every figure the database gives.
 */
export function alertWhereNear(ctx: Context, limit: Limit, stand: Stand): Promise<void> | null {
  const kind = kindOf(limit, stand.used);
  if (kind === null) return null;
  const periodStart = limit.period === "minute" ? hourOf(stand.periodStart) : stand.periodStart;
  // A limit that was raised comes near its end again.
  const key = `${limit.id} ${limit.amount} ${stand.subject} ${periodStart.getTime()} ${kind}`;
  if (said().has(key)) return null;
  said().set(key, true);
  return recordAlert(ctx, limit, { ...stand, periodStart, kind }).catch((error: unknown) => {
    said().delete(key);
    logger().warn({ err: error, budgetId: limit.id }, "that a limit came near its end was not recorded");
  });
}

function kindOf({ amount, alertShare }: Limit, used: number): Kind | null {
  if (used >= amount) return "reached";
  return used >= amount * alertShare ? "near" : null;
}

const hourOf = (at: Date) => new Date(Math.floor(at.getTime() / hourMs) * hourMs);

/** Audited by the process that is first; the others find the row. */
async function recordAlert(ctx: Context, limit: Limit, alert: Stand & { kind: Kind }): Promise<void> {
  requirePermission(ctx, "generation.create");
  const { budgetId, subject, periodStart, kind, used } = alert;
  const { amount } = limit;
  await inTransaction(ctx, async (tx) => {
    const added = await tx.db
      .insert(budgetAlerts)
      .values({
        projectId: tx.project,
        budgetId,
        subject,
        periodStart,
        kind,
        used,
        amount,
        at: tx.clock.now(),
      })
      .onConflictDoNothing()
      .returning({ budgetId: budgetAlerts.budgetId });
    if (added.length === 0) return;
    await appendAudit(tx, {
      action: kind === "near" ? "budget.near" : "budget.reached",
      subject: { type: "budget", id: budgetId, name: limit.name },
      // Whose use it is stands on the page: a chain cannot forget a person's key.
      after: { used, amount, measure: limit.measure, period: limit.period, periodStart },
    });
  });
}
