import { asc, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { budgetReservations, budgetUses } from "#db/schema/budgets";
import { type Context, createApiKey } from "#lib/identity";
import { newId } from "#platform/ids";
import { deleteBudget } from "../budgets/delete.ts";
import {
  awaitBooked,
  createBudget,
  getBudget,
  type Hold,
  type Limit,
  limitsOf,
  listBudgetAlerts,
  listBudgets,
  reserve,
  settle,
} from "../index.ts";
import type { CreateBudgetInput } from "../schema.ts";

let tenant: Tenant;
let admin: Context;

beforeEach(async () => {
  tenant = await createTenant();
  admin = await tenant.as("admin");
});

const facts = { apiKeyId: null, endUser: null, routeId: null, metadata: null };
const limit = (input: Partial<CreateBudgetInput>) =>
  createBudget(admin, { name: newId(), measure: "requests", amount: 1, period: "month", ...input });
const at = (moment: string) => tenant.clock.set(new Date(moment));
const spent = (usd: number) => ({ usd, tokens: 0, grams: 0 });

async function ask(
  usd: number | null,
  { limits, ...more }: { limits?: readonly Limit[]; apiKeyId?: string } = {},
) {
  return reserve(tenant.ctx, limits ?? (await limitsOf(tenant.ctx)), {
    callId: newId(),
    facts: { ...facts, ...more },
    estimate: usd === null ? null : { usd, tokens: 0, grams: 0 },
    endsBy: new Date(tenant.clock.now().getTime() + 600_000),
  });
}
async function held(...asked: Parameters<typeof ask>): Promise<Hold> {
  const said = await ask(...asked);
  if (!("hold" in said)) throw said.refusal;
  return said.hold;
}
const booked = () => awaitBooked(tenant.ctx.db);
const usesOf = (budgetId: string) =>
  tenant.ctx.db
    .select({ start: budgetUses.periodStart, used: budgetUses.used, reserved: budgetUses.reserved })
    .from(budgetUses)
    .where(eq(budgetUses.budgetId, budgetId))
    .orderBy(asc(budgetUses.periodStart));

describe("at the end of a period", () => {
  it.each([
    ["minute", "2026-11-23T09:00:59.999Z", "2026-11-23T09:00:00Z", "2026-11-23T09:01:00Z"],
    ["day", "2026-11-23T23:59:59.999Z", "2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z"],
    ["month", "2026-11-30T23:59:59.999Z", "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"],
  ] as const)(
    "of a %s a call counts in the one it began in, and the next has all of its room",
    async (period, last, before, after) => {
      at(last);
      const { id: budgetId } = await limit({ measure: "usd", period });
      const late = await held(0.9);
      expect((await getBudget(admin, { budgetId })).uses).toMatchObject([{ used: 0, reserved: 0.9 }]);
      tenant.clock.advance(1);
      expect(await getBudget(admin, { budgetId })).toMatchObject({ startsAt: new Date(after), uses: [] });
      const early = await held(0.9);
      settle(tenant.ctx, late, spent(0.8));
      settle(tenant.ctx, early, spent(0.1));
      await booked();
      expect(await usesOf(budgetId)).toEqual([
        { start: new Date(before), used: 0.8, reserved: 0 },
        { start: new Date(after), used: 0.1, reserved: 0 },
      ]);
      expect(await ask(0.91)).toMatchObject({ refusal: { details: { used: 0.1, held: 0, wanted: 0.91 } } });
      await held(0.9);
    },
  );
});

it("a refusal is of the limit that takes longest to begin again, and counted on each that refuses", async () => {
  for (const period of ["minute", "month", "day"] as const) await limit({ period });
  await limit({ name: "wide", amount: 9, period: "month" });
  await held(null);
  expect(await ask(null)).toMatchObject({
    refusal: { code: "budget_exceeded", details: { period: "month", retryAfterMs: 7.625 * 86_400_000 } },
    isOfRequests: true,
  });
  await booked();
  const uses = (await listBudgets(admin)).map(({ name, uses: [use] }) => [
    name === "wide",
    use?.used,
    use?.refused,
  ]);
  expect(uses.toSorted()).toEqual([
    [false, 1, 1],
    [false, 1, 1],
    [false, 1, 1],
    [true, 1, 0],
  ]);
});

it("a refusal of money is none of a call that asks no model", async () => {
  await limit({ measure: "usd" });
  await limit({ measure: "requests" });
  expect(await ask(1.5)).toMatchObject({ isOfRequests: false, refusal: { details: { measure: "usd" } } });
  await held(null);
});

it("a soft limit takes a call that is larger than all of it, and a hard one a call just as large", async () => {
  const { id } = await limit({ measure: "usd", isHard: false });
  const { states } = await held(5);
  expect(states).toMatchObject([{ used: 5, amount: 1, isHard: false }]);
  expect(await usesOf(id)).toMatchObject([{ used: 0, reserved: 5 }]);
  await limit({ measure: "usd" });
  await held(1);
});

it("several calls that end at once are booked as their sum, each that nobody knows the cost of as unknown", async () => {
  const { id: budgetId } = await limit({ measure: "usd", amount: 9 });
  const holds = [await held(1), await held(1), await held(1), await held(1)];
  const [one, two, three] = holds;
  if (!one || !two || !three) throw new Error("not held");
  settle(tenant.ctx, one, spent(0.25));
  settle(tenant.ctx, two, spent(0.5));
  settle(tenant.ctx, three, { usd: null, tokens: 1, grams: 1 });
  await booked();
  expect((await getBudget(admin, { budgetId })).uses).toMatchObject([
    { used: 0.75, reserved: 1, unknown: 1 },
  ]);
  const { budgetId: of } = budgetReservations;
  expect(await tenant.ctx.db.select().from(budgetReservations).where(eq(of, budgetId))).toHaveLength(1);
});

it("a limit that is removed meanwhile stands in no call's way, and nothing is kept of it", async () => {
  const kept = await limit({ measure: "usd", name: "kept" });
  const { id: budgetId } = await limit({ measure: "usd", amount: 0.5 });
  const limits = await limitsOf(tenant.ctx);
  const before = await held(0.4);
  await deleteBudget(admin, { budgetId });
  // A process that has not heard yet.
  const after = await held(0.6, { limits });
  for (const hold of [before, after]) settle(tenant.ctx, hold, spent(0.1));
  await booked();
  expect(await usesOf(budgetId)).toEqual([]);
  expect(await usesOf(kept.id)).toMatchObject([{ used: 0.2, reserved: 0 }]);
});

it("a limit a minute says once an hour that it is reached, and once that it is near", async () => {
  await limit({ amount: 2, isHard: false, alertShare: 0.5, period: "minute" });
  const minute = async (moment: string) => {
    at(moment);
    for (const call of [await held(null), await held(null)]) settle(tenant.ctx, call, spent(0));
    await booked();
  };
  await minute("2026-11-23T09:00:00Z");
  await minute("2026-11-23T09:59:59Z");
  const said = await listBudgetAlerts(admin);
  expect(said.map(({ kind, used, label }) => [kind, used, label]).toSorted()).toEqual([
    ["near", 1, "the project"],
    ["reached", 2, "the project"],
  ]);
  await minute("2026-11-23T10:00:00Z");
  const [newest] = await listBudgetAlerts(admin);
  expect(newest?.at).toEqual(new Date("2026-11-23T10:00:00Z"));
  expect(await listBudgetAlerts(admin)).toHaveLength(4);
  // What was said thirty days ago is still shown, what is older is not.
  at("2026-12-23T09:00:00Z");
  expect(await listBudgetAlerts(admin)).toHaveLength(4);
  tenant.clock.advance(1);
  expect(await listBudgetAlerts(admin)).toHaveLength(2);
});

it("the limits of a key are those made for it and for each, with its own use", async () => {
  const [one, two] = [
    await createApiKey(admin, { name: "one", scopes: ["generations:write"] }),
    await createApiKey(admin, { name: "two", scopes: ["generations:write"] }),
  ];
  await limit({ name: "each", per: "api_key", amount: 9 });
  await limit({ name: "first", per: "api_key", only: one.id, amount: 9 });
  await limit({ name: "second", per: "api_key", only: two.id, amount: 9 });
  await limit({ name: "all", amount: 9 });
  await limit({ name: "routes", per: "route", amount: 9 });
  for (const apiKeyId of [one.id, two.id, two.id]) await held(null, { apiKeyId });
  const shown = (await listBudgets(admin, { apiKeyId: one.id })).map(({ name, uses }) => [name, uses]);
  expect(shown).toMatchObject([
    ["each", [{ subject: one.id, label: "one", used: 1 }]],
    ["first", [{ subject: one.id, used: 1 }]],
  ]);
  // Most used first.
  const [, each] = await listBudgets(admin);
  expect(each).toMatchObject({
    name: "each",
    subjects: 2,
    uses: [
      { label: "two", used: 2 },
      { label: "one", used: 1 },
    ],
  });
  expect(await listBudgets(admin, { routeId: newId() })).toMatchObject([{ name: "routes", uses: [] }]);
});

it("a limit that refuses what nobody knows the price of refuses it to those it counts only", async () => {
  await limit({ measure: "usd", per: "user", only: "ada", refusesUnknown: true });
  const limits = await limitsOf(tenant.ctx);
  const asked = (endUser: string) =>
    reserve(tenant.ctx, limits, {
      callId: newId(),
      facts: { ...facts, endUser },
      estimate: { usd: null, tokens: 1, grams: null },
      endsBy: tenant.clock.now(),
    });
  expect(await asked("ada")).toMatchObject({ refusal: { code: "budget_exceeded" } });
  expect(await asked("bob")).toMatchObject({ hold: { wanted: [] } });
});
