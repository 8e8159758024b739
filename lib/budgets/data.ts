import { and, eq } from "drizzle-orm";
import { publishInvalidation } from "#db";
import { budgetAlerts, budgetReservations, budgets, budgetUses } from "#db/schema/budgets";
import { authorship, type DataKind, holdData } from "#lib/governance";

/**
 * What an end user used of limits, counted under the keyed hash of their key, or under the name a limit was made for.
 * @internal Its test asks it by itself, without every other room.
 */
export const uses: DataKind = {
  name: "budgets.uses",
  label: "What was used of limits",
  exportOf: async (ctx, person) =>
    person.kind === "end_user"
      ? ctx.db
          .select({ periodStart: budgetUses.periodStart, used: budgetUses.used, refused: budgetUses.refused })
          .from(budgetUses)
          .where(and(eq(budgetUses.projectId, ctx.project), eq(budgetUses.subject, person.hash)))
          .orderBy(budgetUses.periodStart)
      : [],
  erase: async (tx, person, pseudonym) => {
    if (person.kind !== "end_user") return 0;
    const renamed = await tx.db
      .update(budgets)
      .set({ only: pseudonym })
      .where(and(eq(budgets.projectId, tx.project), eq(budgets.per, "user"), eq(budgets.only, person.key)))
      .returning({ id: budgets.id });
    if (renamed.length > 0) await publishInvalidation(tx, "budgets", tx.project);
    let gone = renamed.length;
    for (const table of [budgetUses, budgetReservations, budgetAlerts]) {
      const rows = await tx.db
        .delete(table)
        .where(and(eq(table.projectId, tx.project), eq(table.subject, person.hash)))
        .returning({ budgetId: table.budgetId });
      gone += rows.length;
    }
    return gone;
  },
};

holdData("budgets", [
  uses,
  authorship({
    name: "budgets.budgets",
    label: "Limits somebody set",
    table: budgets,
    project: budgets.projectId,
    by: budgets.createdBy,
    byName: budgets.createdByName,
    at: budgets.createdAt,
    shown: { id: budgets.id, name: budgets.name },
  }),
  authorship({
    name: "budgets.changes",
    label: "Limits somebody changed last",
    table: budgets,
    project: budgets.projectId,
    by: budgets.changedBy,
    byName: budgets.changedByName,
    at: budgets.changedAt,
    shown: { id: budgets.id, name: budgets.name },
  }),
]);
