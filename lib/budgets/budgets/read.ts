import { and, asc, desc, eq, gte, inArray } from "drizzle-orm";
import { budgetAlerts, budgets, budgetUses } from "#db/schema/budgets";
import { type Context, requirePermission } from "#lib/identity";
import { periodAt } from "../period.ts";
import {
  type Budget,
  type BudgetAlert,
  type BudgetPeriodUse,
  type BudgetUse,
  BudgetUsageInput,
  GetBudgetInput,
  ListBudgetsInput,
} from "../schema.ts";
import { sweepNow } from "../uses/sweep.ts";
import { type BudgetRow, getBudgetInProject, labelOf, namesOf } from "./internal.ts";
import { type UseRow, type UsesNow, usesNow } from "./uses-now.ts";

/** The project's limits by name, each with what was used of it in this period. Throws forbidden. */
export async function listBudgets(ctx: Context, input: ListBudgetsInput = {}): Promise<Budget[]> {
  requirePermission(ctx, "budget.read");
  const { apiKeyId, routeId } = ListBudgetsInput.parse(input);
  const subject = apiKeyId ?? routeId;
  const per = apiKeyId ? "api_key" : "route";
  const rows = await ctx.db
    .select()
    .from(budgets)
    .where(eq(budgets.projectId, ctx.project))
    .orderBy(asc(budgets.name));
  const asked =
    subject === undefined
      ? rows
      : rows.filter((row) => row.per === per && (row.only === null || row.only === subject));
  if (asked.length === 0) return [];
  await sweepNow(ctx);
  const [uses, names] = await Promise.all([usesNow(ctx, { subject }), namesOf(ctx)]);
  return asked.map((row) => present(ctx, row, { uses: uses.get(row.id), names }));
}

/** One limit with what was used of it in this period. Throws forbidden, not_found. */
export async function getBudget(ctx: Context, input: GetBudgetInput): Promise<Budget> {
  requirePermission(ctx, "budget.read");
  const { budgetId } = GetBudgetInput.parse(input);
  const row = await getBudgetInProject(ctx, budgetId);
  await sweepNow(ctx);
  return presentBudget(ctx, row);
}

/** A limit as pages and programs see it, read now. */
export async function presentBudget(ctx: Context, row: BudgetRow): Promise<Budget> {
  const [uses, names] = [await usesNow(ctx, { budgetId: row.id }), await namesOf(ctx)];
  return present(ctx, row, { uses: uses.get(row.id), names });
}

type Read = { uses: UsesNow | undefined; names: ReadonlyMap<string, string> };

function present(ctx: Context, row: BudgetRow, { uses, names }: Read): Budget {
  const { projectId: _, createdBy: __, changedBy: ___, ...shown } = row;
  return {
    ...shown,
    onlyLabel: row.only === null ? null : onlyLabelOf(row, row.only, names),
    ...periodAt(row.period, ctx.clock.now()),
    uses: (uses?.uses ?? []).map((use) => presentUse(row, use, names)),
    subjects: uses?.subjects ?? 0,
  };
}

/** Of one user the limit itself says the name. */
function onlyLabelOf(row: BudgetRow, only: string, names: ReadonlyMap<string, string>): string {
  return row.per === "user" ? only : labelOf(row, only, names);
}

function presentUse(row: BudgetRow, use: UseRow, names: ReadonlyMap<string, string>): BudgetUse {
  const { subject, used, reserved, refused, unknown } = use;
  return { subject, label: labelOf(row, subject, names), used, reserved, refused, unknown };
}

/** What was used of a limit in its last periods, newest first, of each period the most used first. Throws forbidden, not_found. */
export async function getBudgetUsage(ctx: Context, input: BudgetUsageInput): Promise<BudgetPeriodUse[]> {
  requirePermission(ctx, "budget.read");
  const { budgetId, periods } = BudgetUsageInput.parse(input);
  const row = await getBudgetInProject(ctx, budgetId);
  await sweepNow(ctx);
  const newest = ctx.db
    .selectDistinct({ periodStart: budgetUses.periodStart })
    .from(budgetUses)
    .where(and(eq(budgetUses.projectId, ctx.project), eq(budgetUses.budgetId, budgetId)))
    .orderBy(desc(budgetUses.periodStart))
    .limit(periods);
  const found = await ctx.db
    .select()
    .from(budgetUses)
    .where(
      and(
        eq(budgetUses.projectId, ctx.project),
        eq(budgetUses.budgetId, budgetId),
        inArray(budgetUses.periodStart, newest),
      ),
    )
    .orderBy(desc(budgetUses.periodStart), desc(budgetUses.used), asc(budgetUses.subject))
    .limit(mostRows);
  const names = await namesOf(ctx);
  return found.map((use) => ({ periodStart: use.periodStart, ...presentUse(row, use, names) }));
}

const mostRows = 1_000;
const alertDays = 30;
const mostAlerts = 50;

/** Which limits came near their end in the last 30 days, newest first, at most 50. Throws forbidden. */
export async function listBudgetAlerts(ctx: Context): Promise<BudgetAlert[]> {
  requirePermission(ctx, "budget.read");
  const since = new Date(ctx.clock.now().getTime() - alertDays * 86_400_000);
  const rows = await ctx.db
    .select({ alert: budgetAlerts, budget: budgets })
    .from(budgetAlerts)
    .innerJoin(
      budgets,
      and(eq(budgets.projectId, budgetAlerts.projectId), eq(budgets.id, budgetAlerts.budgetId)),
    )
    .where(and(eq(budgetAlerts.projectId, ctx.project), gte(budgetAlerts.at, since)))
    .orderBy(desc(budgetAlerts.at))
    .limit(mostAlerts);
  const names = await namesOf(ctx);
  return rows.map(({ alert, budget }) => {
    const { subject, kind, used, amount, at } = alert;
    const { id: budgetId, name: budgetName, measure, period } = budget;
    const label = labelOf(budget, subject, names);
    return { budgetId, budgetName, subject, label, kind, used, amount, measure, period, at };
  });
}
