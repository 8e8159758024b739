import { asc, eq } from "drizzle-orm";
import { makeCache } from "#db";
import { budgets } from "#db/schema/budgets";
import type { Context } from "#lib/identity";
import type { Limit } from "../schema.ts";

const known = makeCache<readonly Limit[]>("budgets.limits", { topic: "budgets", unsubscribedMs: 2_000 });

/**
 * The project's limits, as every call asks for them: from memory until one changes, so that a project without any pays
 * nothing. Not a verb: the call it is for has been permitted.
 */
export function limitsOf(ctx: Context): Promise<readonly Limit[]> {
  return known.get(ctx, ctx.project, "all", () => readLimits(ctx));
}

async function readLimits(ctx: Context): Promise<readonly Limit[]> {
  return ctx.db
    .select({
      id: budgets.id,
      name: budgets.name,
      per: budgets.per,
      metadataKey: budgets.metadataKey,
      only: budgets.only,
      measure: budgets.measure,
      amount: budgets.amount,
      period: budgets.period,
      isHard: budgets.isHard,
      alertShare: budgets.alertShare,
      refusesUnknown: budgets.refusesUnknown,
    })
    .from(budgets)
    .where(eq(budgets.projectId, ctx.project))
    .orderBy(asc(budgets.id));
}
