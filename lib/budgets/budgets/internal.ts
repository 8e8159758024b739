import { and, eq } from "drizzle-orm";
import { budgets } from "#db/schema/budgets";
import { asStudio, type Context, listApiKeys } from "#lib/identity";
import { listRoutes } from "#lib/routes";
import { AppError, NotFound } from "#platform/errors";
import type { Limit } from "../schema.ts";

export type BudgetRow = typeof budgets.$inferSelect;

/** Throws not_found for a limit of another project too. */
export async function getBudgetInProject(ctx: Context, budgetId: string): Promise<BudgetRow> {
  const [row] = await ctx.db
    .select()
    .from(budgets)
    .where(and(eq(budgets.projectId, ctx.project), eq(budgets.id, budgetId)));
  if (!row) throw new NotFound("limit");
  return row;
}

/** Throws conflict where another limit has the name. */
export async function refuseTakenName(tx: Context, name: string): Promise<void> {
  const [other] = await tx.db
    .select({ id: budgets.id })
    .from(budgets)
    .where(and(eq(budgets.projectId, tx.project), eq(budgets.name, name)));
  if (other)
    throw new AppError("conflict", `There is already a limit called "${name}". Choose another name.`, {
      details: { field: "name" },
    });
}

/** Names of the project's API keys and routes, by id. */
export async function namesOf(ctx: Context): Promise<ReadonlyMap<string, string>> {
  const studio = asStudio(ctx);
  const [keys, routes] = await Promise.all([
    listApiKeys(studio),
    listRoutes(studio, { includeArchived: true }),
  ]);
  return new Map([...keys, ...routes].map(({ id, name }) => [id, name]));
}

/** What a subject is called on screen and in the API. Pure. */
export function labelOf(
  { per }: Pick<Limit, "per">,
  subject: string,
  names: ReadonlyMap<string, string>,
): string {
  switch (per) {
    case "project":
      return "the project";
    case "api_key":
    case "route":
      return names.get(subject) ?? "removed";
    case "user":
      return `user ${subject.slice(0, 8)}`;
    case "metadata":
      return subject;
    default:
      return per satisfies never;
  }
}

/** What an audit event says of a limit. */
export function summary(row: BudgetRow): Record<string, unknown> {
  const { name, per, metadataKey, measure, amount, period, isHard, alertShare, refusesUnknown } = row;
  // Whom `only` names may be a person, whom a chain cannot forget.
  const only = per === "api_key" || per === "route" ? row.only : row.only === null ? null : "named";
  return { name, per, metadataKey, only, measure, amount, period, isHard, alertShare, refusesUnknown };
}
