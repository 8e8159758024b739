import { count, eq } from "drizzle-orm";
import { inTransaction, publishInvalidation } from "#db";
import { budgets } from "#db/schema/budgets";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { AppError, NotFound } from "#platform/errors";
import { newId } from "#platform/ids";
import { budgetRules } from "../constants.ts";
import { type Budget, CreateBudgetInput } from "../schema.ts";
import { type BudgetRow, namesOf, refuseTakenName, summary } from "./internal.ts";
import { presentBudget } from "./read.ts";

/**
 * Sets a limit; it holds for the calls that begin from then on, in every process. What the period has used before is not counted.
 * Throws forbidden, conflict for a taken name or too many limits, not_found for a key or route of another project.
 */
export async function createBudget(ctx: Context, input: CreateBudgetInput): Promise<Budget> {
  requirePermission(ctx, "budget.update");
  const { metadataKey = null, only = null, ...given } = CreateBudgetInput.parse(input);
  const now = ctx.clock.now();
  const by = { id: ctx.actor.kind === "user" ? ctx.actor.id : null, name: ctx.actor.name };
  const row: BudgetRow = {
    ...given,
    metadataKey,
    only,
    id: newId(),
    projectId: ctx.project,
    createdBy: by.id,
    createdByName: by.name,
    createdAt: now,
    changedBy: by.id,
    changedByName: by.name,
    changedAt: now,
  };
  return inTransaction(ctx, async (tx) => {
    await refuseTakenName(tx, row.name);
    await refuseTooMany(tx);
    if ((row.per === "api_key" || row.per === "route") && only !== null && !(await namesOf(tx)).has(only))
      throw new NotFound(row.per === "route" ? "route" : "API key");
    await tx.db.insert(budgets).values(row);
    await publishInvalidation(tx, "budgets", tx.project);
    await appendAudit(tx, {
      action: "budget.create",
      subject: { type: "budget", id: row.id, name: row.name },
      after: summary(row),
    });
    return presentBudget(tx, row);
  });
}

async function refuseTooMany(tx: Context): Promise<void> {
  const [found] = await tx.db
    .select({ count: count() })
    .from(budgets)
    .where(eq(budgets.projectId, tx.project));
  if ((found?.count ?? 0) >= budgetRules.mostBudgets)
    throw new AppError(
      "conflict",
      `A project has at most ${budgetRules.mostBudgets} limits. Remove one, or let one count each key, user or value by itself.`,
    );
}
