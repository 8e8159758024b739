import { and, eq } from "drizzle-orm";
import { inTransaction, publishInvalidation } from "#db";
import { budgets } from "#db/schema/budgets";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { GetBudgetInput } from "../schema.ts";
import { getBudgetInProject, summary } from "./internal.ts";

/** Removes a limit with what was counted for it. Throws forbidden, not_found. */
export async function deleteBudget(
  ctx: Context,
  input: GetBudgetInput,
): Promise<{ id: string; name: string }> {
  requirePermission(ctx, "budget.update");
  const { budgetId } = GetBudgetInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const before = await getBudgetInProject(tx, budgetId);
    await tx.db.delete(budgets).where(and(eq(budgets.projectId, tx.project), eq(budgets.id, budgetId)));
    await publishInvalidation(tx, "budgets", tx.project);
    await appendAudit(tx, {
      action: "budget.delete",
      subject: { type: "budget", id: budgetId, name: before.name },
      before: summary(before),
    });
    return { id: budgetId, name: before.name };
  });
}
