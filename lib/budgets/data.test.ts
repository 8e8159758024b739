import { eq } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { budgetReservations, budgets, budgetUses } from "#db/schema/budgets";
import { endUserHash, type Person } from "#lib/governance";
import type { Context } from "#lib/identity";
import { newId } from "#platform/ids";
import { awaitBooked, createBudget, limitsOf, reserve } from "./index.ts";
import { uses } from "./data.ts";
import { tidyBudgets } from "./jobs.ts";

let tenant: Tenant;
let admin: Context;

beforeAll(async () => {
  tenant = await createTenant();
  admin = await tenant.as("admin");
});

async function call(ctx: Context, endUser: string | null, usd = 0.1): Promise<void> {
  await reserve(ctx, await limitsOf(ctx), {
    callId: newId(),
    facts: { apiKeyId: null, endUser, routeId: null, metadata: null },
    estimate: { tokens: 0, usd, grams: 0 },
    endsBy: ctx.clock.now(),
  });
  await awaitBooked(ctx.db);
}
const rowsOf = (budgetId: string) =>
  tenant.ctx.db
    .select()
    .from(budgetUses)
    .where(eq(budgetUses.budgetId, budgetId))
    .orderBy(budgetUses.periodStart);

it("an end user's use is exported by their key, and goes with them, also out of a limit made for them", async () => {
  const each = await createBudget(admin, {
    name: "each",
    per: "user",
    measure: "requests",
    amount: 9,
    period: "day",
  });
  const own = await createBudget(admin, {
    name: "own",
    per: "user",
    only: "ada@example.org",
    measure: "usd",
    amount: 9,
    period: "day",
  });
  await call(tenant.ctx, "ada@example.org");
  await call(tenant.ctx, "bob");
  const hash = endUserHash(tenant.projectId, "ada@example.org") ?? "";
  const person: Person = { kind: "end_user", key: "ada@example.org", hash, calls: [] };
  expect(await uses.exportOf?.(tenant.ctx, person)).toMatchObject([{ used: 1 }, { used: 0 }]);
  expect(await uses.erase?.(tenant.ctx, person, "Erased 1")).toBe(4);
  expect(await rowsOf(each.id)).toHaveLength(1);
  expect(await rowsOf(own.id)).toEqual([]);
  expect(await tenant.ctx.db.select().from(budgetReservations)).toEqual([]);
  const [row] = await tenant.ctx.db.select().from(budgets).where(eq(budgets.id, own.id));
  expect(row?.only).toBe("Erased 1");
});

it("what old periods used goes by night, and so do reservations of calls that are long over", async () => {
  const minutes = await createBudget(admin, {
    name: "minutes",
    measure: "requests",
    amount: 9,
    period: "minute",
  });
  const months = await createBudget(admin, { name: "months", measure: "usd", amount: 9, period: "month" });
  await call(tenant.ctx, null);
  tenant.clock.advance(8 * 86_400_000);
  await call(tenant.ctx, null);
  await tidyBudgets(tenant.ctx.db, { signal: new AbortController().signal, clock: tenant.clock });
  expect(await rowsOf(minutes.id)).toHaveLength(1);
  // The month changed in between: the first call's reservation is settled, the second's is of now.
  expect((await rowsOf(months.id)).map(({ reserved }) => reserved)).toEqual([0, 0.1]);
});

it("what a period used is kept for a week of minutes, a year and a month of days, and ten years of months", async () => {
  const now = tenant.clock.now().getTime();
  const kept = { minute: 7, day: 396, month: 3_653 } as const;
  const made = [];
  for (const [period, days] of Object.entries(kept) as [keyof typeof kept, number][]) {
    const limit = await createBudget(admin, {
      name: `old ${period}`,
      measure: "requests",
      amount: 9,
      period,
    });
    const oldest = new Date(now - days * 86_400_000);
    made.push({ id: limit.id, oldest });
    for (const periodStart of [oldest, new Date(oldest.getTime() - 1)])
      await tenant.ctx.db
        .insert(budgetUses)
        .values({ projectId: tenant.projectId, budgetId: limit.id, subject: "", periodStart });
  }
  await tidyBudgets(tenant.ctx.db, { signal: new AbortController().signal, clock: tenant.clock });
  for (const { id, oldest } of made) expect(await rowsOf(id)).toMatchObject([{ periodStart: oldest }]);
});

it("of a member of the studio nothing was counted", async () => {
  const member: Person = { kind: "member", id: newId(), name: "Ada" };
  expect(await uses.exportOf?.(tenant.ctx, member)).toEqual([]);
  expect(await uses.erase?.(tenant.ctx, member, "Erased 2")).toBe(0);
});
