import { and, asc, count, desc, eq, gte, sql } from "drizzle-orm";
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
  mostUses,
} from "../schema.ts";
import { sweepNow } from "../uses/sweep.ts";
import { type BudgetRow, getBudgetInProject, labelOf, namesOf } from "./internal.ts";

/** The project's limits by name, each with what was used of it in this period. Throws forbidden. */
export async function listBudgets(ctx: Context, input: ListBudgetsInput = {}): Promise<Budget[]> {
  requirePermission(ctx, "budget.read");
  const { apiKeyId, routeId } = ListBudgetsInput.parse(input);
  await sweepNow(ctx);
  const rows = await ctx.db
    .select()
    .from(budgets)
    .where(eq(budgets.projectId, ctx.project))
    .orderBy(asc(budgets.name));
  const subject = apiKeyId ?? routeId ?? null;
  const per = apiKeyId ? "api_key" : "route";
  const asked =
    subject === null
      ? rows
      : rows.filter((row) => row.per === per && (row.only === null || row.only === subject));
  const names = await namesOf(ctx);
  return Promise.all(asked.map((row) => presentBudget(ctx, row, { names, subject })));
}

/** One limit with what was used of it in this period. Throws forbidden, not_found. */
export async function getBudget(ctx: Context, input: GetBudgetInput): Promise<Budget> {
  requirePermission(ctx, "budget.read");
  const { budgetId } = GetBudgetInput.parse(input);
  await sweepNow(ctx);
  return presentBudget(ctx, await getBudgetInProject(ctx, budgetId));
}

/** Keys and routes are as many as somebody made, and each has a page on which its own use stands. */
const mostNamed = 1_000;

type Within = {
  names?: ReadonlyMap<string, string>;
  /** Only what this one used. */
  subject?: string | null;
};

/** A limit as pages and programs see it. */
export async function presentBudget(
  ctx: Context,
  row: BudgetRow,
  { names, subject = null }: Within = {},
): Promise<Budget> {
  const { projectId: _, createdBy: __, changedBy: ___, ...shown } = row;
  const { startsAt, endsAt } = periodAt(row.period, ctx.clock.now());
  const known = names ?? (await namesOf(ctx));
  const found = and(
    eq(budgetUses.projectId, ctx.project),
    eq(budgetUses.budgetId, row.id),
    eq(budgetUses.periodStart, startsAt),
    ...(subject === null ? [] : [eq(budgetUses.subject, subject)]),
  );
  const [uses, [subjects]] = await Promise.all([
    ctx.db
      .select()
      .from(budgetUses)
      .where(found)
      .orderBy(desc(sql`${budgetUses.used} + ${budgetUses.reserved}`), asc(budgetUses.subject))
      .limit(row.per === "api_key" || row.per === "route" ? mostNamed : mostUses),
    ctx.db.select({ count: count() }).from(budgetUses).where(found),
  ]);
  return {
    ...shown,
    onlyLabel: row.only === null ? null : onlyLabelOf(row, row.only, known),
    startsAt,
    endsAt,
    uses: uses.map((use) => presentUse(row, use, known)),
    subjects: subjects?.count ?? 0,
  };
}

/** Of one user the limit itself says the name. */
function onlyLabelOf(row: BudgetRow, only: string, names: ReadonlyMap<string, string>): string {
  return row.per === "user" ? only : labelOf(row, only, names);
}

function presentUse(
  row: BudgetRow,
  use: Pick<typeof budgetUses.$inferSelect, "subject" | "used" | "reserved" | "refused" | "unknown">,
  names: ReadonlyMap<string, string>,
): BudgetUse {
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
        sql`${budgetUses.periodStart} in ${newest}`,
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
