import { and, eq } from "drizzle-orm";
import { inTransaction, publishInvalidation } from "#db";
import { budgets } from "#db/schema/budgets";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { type Budget, UpdateBudgetInput } from "../schema.ts";
import { getBudgetInProject, refuseTakenName, summary } from "./internal.ts";
import { presentBudget } from "./read.ts";

/** Changes a limit's name, amount or what it does; what was used stays counted. Throws forbidden, not_found, conflict. */
export async function updateBudget(ctx: Context, input: UpdateBudgetInput): Promise<Budget> {
  requirePermission(ctx, "budget.update");
  const { budgetId, ...changes } = UpdateBudgetInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const before = await getBudgetInProject(tx, budgetId);
    const after = {
      ...before,
      ...withoutAbsent(changes),
      changedBy: tx.actor.kind === "user" ? tx.actor.id : null,
      changedByName: tx.actor.name,
      changedAt: tx.clock.now(),
    };
    if (after.name !== before.name) await refuseTakenName(tx, after.name);
    refuseParts(after);
    await tx.db
      .update(budgets)
      .set(after)
      .where(and(eq(budgets.projectId, tx.project), eq(budgets.id, budgetId)));
    await publishInvalidation(tx, "budgets", tx.project);
    await appendAudit(tx, {
      action: "budget.update",
      subject: { type: "budget", id: budgetId, name: after.name },
      before: summary(before),
      after: summary(after),
    });
    return presentBudget(tx, after);
  });
}

type Changes = Omit<ReturnType<typeof UpdateBudgetInput.parse>, "budgetId">;
type Present<Given> = { [Key in keyof Given]?: Exclude<Given[Key], undefined> };

function withoutAbsent(changes: Changes): Present<Changes> {
  return Object.fromEntries(
    Object.entries(changes).filter(([, value]) => value !== undefined),
  ) as Present<Changes>;
}

function refuseParts({ measure, amount }: { measure: string; amount: number }): void {
  if ((measure === "requests" || measure === "tokens") && !Number.isInteger(amount))
    throw new AppError("invalid_input", "Requests and tokens are whole numbers.", {
      details: { issues: [{ path: ["amount"], message: "Requests and tokens are whole numbers." }] },
    });
}
