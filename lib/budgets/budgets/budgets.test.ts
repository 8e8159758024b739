import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { auditEvents } from "#db/schema/audit";
import { budgets, budgetUses } from "#db/schema/budgets";
import type { Context } from "#lib/identity";
import { newId } from "#platform/ids";
import {
  awaitBooked,
  createBudget,
  deleteBudget,
  getBudget,
  getBudgetUsage,
  listBudgetAlerts,
  listBudgets,
  limitsOf,
  reserve,
  updateBudget,
} from "../index.ts";

let tenant: Tenant;
let foreign: Tenant;
let admin: Context;

beforeAll(async () => {
  [tenant, foreign] = [await createTenant(), await createTenant()];
  admin = await tenant.as("admin");
});

const monthly = { name: "All of it", measure: "usd", amount: 50, period: "month" } as const;
const eventsOf = (subjectId: string) =>
  tenant.ctx.db
    .select({ action: auditEvents.action, before: auditEvents.before, after: auditEvents.after })
    .from(auditEvents)
    .where(and(eq(auditEvents.chainId, tenant.projectId), eq(auditEvents.subjectId, subjectId)))
    .orderBy(auditEvents.seq);

async function use(ctx: Context, count: number): Promise<void> {
  for (let call = 0; call < count; call += 1)
    await reserve(ctx, await limitsOf(ctx), {
      callId: newId(),
      facts: { apiKeyId: null, endUser: null, routeId: null, metadata: null },
      estimate: null,
      endsBy: ctx.clock.now(),
    });
  await awaitBooked(ctx.db);
}

describe("a limit", () => {
  it("is set, changed and removed, and each leaves its audit event", async () => {
    const made = await createBudget(admin, monthly);
    expect(made).toMatchObject({
      ...monthly,
      per: "project",
      isHard: true,
      alertShare: 0.8,
      uses: [],
      startsAt: new Date("2026-11-01T00:00:00Z"),
      endsAt: new Date("2026-12-01T00:00:00Z"),
    });
    expect(await updateBudget(admin, { budgetId: made.id, amount: 80, isHard: false })).toMatchObject({
      name: "All of it",
      amount: 80,
      isHard: false,
    });
    expect(await getBudget(tenant.ctx, { budgetId: made.id })).toMatchObject({ amount: 80 });
    expect(await deleteBudget(admin, { budgetId: made.id })).toEqual({ id: made.id, name: "All of it" });
    expect(await listBudgets(tenant.ctx)).toEqual([]);
    expect(await eventsOf(made.id)).toMatchObject([
      { action: "budget.create", after: { amount: 50 } },
      { action: "budget.update", before: { amount: 50 }, after: { amount: 80 } },
      { action: "budget.delete", before: { amount: 80 } },
    ]);
  });

  it("of another project is not found", async () => {
    const { id: budgetId } = await createBudget(await foreign.as("admin"), monthly);
    const missing = { code: "not_found" };
    await expect(getBudget(tenant.ctx, { budgetId })).rejects.toMatchObject(missing);
    await expect(getBudgetUsage(tenant.ctx, { budgetId })).rejects.toMatchObject(missing);
    await expect(updateBudget(admin, { budgetId, amount: 1 })).rejects.toMatchObject(missing);
    await expect(deleteBudget(admin, { budgetId })).rejects.toMatchObject(missing);
    await expect(
      createBudget(admin, { ...monthly, name: "theirs", per: "route", only: newId() }),
    ).rejects.toMatchObject(missing);
  });

  it("is read by engineers and set by admins", async () => {
    const reviewer = await tenant.as("reviewer");
    await expect(createBudget(tenant.ctx, monthly)).rejects.toMatchObject({ code: "forbidden" });
    await expect(listBudgets(reviewer)).rejects.toMatchObject({ code: "forbidden" });
    await expect(listBudgetAlerts(reviewer)).rejects.toMatchObject({ code: "forbidden" });
    await expect(listBudgets(tenant.asApiKey(["generations:write"]))).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await listBudgets(tenant.asApiKey(["budgets:read"]))).toEqual([]);
  });

  it.each([
    ["no amount", { amount: 0 }],
    ["a name that is too long", { name: "x".repeat(81) }],
    ["half a request", { measure: "requests", amount: 0.5 }],
    ["a field without a limit by metadata", { metadataKey: "plan" }],
    ["metadata without its field", { per: "metadata" }],
    ["one project of many", { only: "x" }],
    ["a key that is none", { per: "api_key", only: "x" }],
  ] as const)("is refused with %s", async (_, wrong) => {
    await expect(createBudget(admin, { ...monthly, ...wrong } as never)).rejects.toThrow();
  });

  it("has a name of its own, also after a change", async () => {
    const one = await createBudget(admin, { ...monthly, name: "one" });
    const two = await createBudget(admin, { ...monthly, name: "two" });
    await expect(createBudget(admin, { ...monthly, name: "one" })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(updateBudget(admin, { budgetId: two.id, name: "one" })).rejects.toMatchObject({
      code: "conflict",
    });
    for (const { id: budgetId } of [one, two]) await deleteBudget(admin, { budgetId });
  });
});

describe("an alert", () => {
  it("says once in a period that a limit is near its end, and once that it is reached", async () => {
    const soft = await createBudget(admin, {
      name: "soft",
      measure: "requests",
      amount: 10,
      period: "day",
      isHard: false,
    });
    await use(tenant.ctx, 7);
    expect(await listBudgetAlerts(tenant.ctx)).toEqual([]);
    await use(tenant.ctx, 1);
    expect(await listBudgetAlerts(tenant.ctx)).toMatchObject([{ budgetName: "soft", kind: "near", used: 8 }]);
    await use(tenant.ctx, 5);
    const said = (await listBudgetAlerts(tenant.ctx)).map(({ kind, used }) => [kind, used]);
    expect(said.toSorted()).toEqual([
      ["near", 8],
      ["reached", 10],
    ]);
    expect((await eventsOf(soft.id)).map(({ action }) => action)).toEqual([
      "budget.create",
      "budget.near",
      "budget.reached",
    ]);
    // A limit that was raised comes near its end again.
    await updateBudget(admin, { budgetId: soft.id, amount: 15 });
    await use(tenant.ctx, 1);
    expect((await listBudgetAlerts(tenant.ctx)).filter(({ kind }) => kind === "near")).toHaveLength(2);
    expect(await getBudget(tenant.ctx, { budgetId: soft.id })).toMatchObject({
      uses: [{ subject: "", label: "the project", used: 14, reserved: 0 }],
      subjects: 1,
    });
  });
});

it("what was used is kept by period", async () => {
  const { id: budgetId } = await createBudget(admin, {
    name: "days",
    measure: "requests",
    amount: 10,
    period: "day",
  });
  await use(tenant.ctx, 2);
  tenant.clock.advance(86_400_000);
  await use(tenant.ctx, 3);
  expect(await getBudgetUsage(tenant.ctx, { budgetId })).toMatchObject([
    { periodStart: new Date("2026-11-24T00:00:00Z"), used: 3 },
    { periodStart: new Date("2026-11-23T00:00:00Z"), used: 2 },
  ]);
  expect(await getBudgetUsage(tenant.ctx, { budgetId, periods: 1 })).toHaveLength(1);
});

it("a project has a hundred limits at most", async () => {
  const own = await createTenant();
  const owner = await own.as("admin");
  const first = await createBudget(owner, { ...monthly, name: "x".repeat(80) });
  const [row] = await own.ctx.db.select().from(budgets).where(eq(budgets.id, first.id));
  if (!row) throw new Error("not kept");
  const more = Array.from({ length: 98 }, (_, place) => ({ ...row, id: newId(), name: `limit ${place}` }));
  await own.ctx.db.insert(budgets).values(more);
  await createBudget(owner, { ...monthly, name: "the hundredth" });
  await expect(createBudget(owner, { ...monthly, name: "one more" })).rejects.toMatchObject({
    code: "conflict",
  });
});

it("the twenty who used the most are shown, and how many there are", async () => {
  const own = await createTenant();
  const { id: budgetId, startsAt } = await createBudget(await own.as("admin"), { ...monthly, per: "user" });
  await own.ctx.db.insert(budgetUses).values(
    Array.from({ length: 21 }, (_, place) => ({
      projectId: own.projectId,
      budgetId,
      subject: `${String(place).padStart(2, "0")}aaaaaabbbb`,
      periodStart: startsAt,
      used: place,
    })),
  );
  const { uses, subjects } = await getBudget(own.ctx, { budgetId });
  expect([uses.length, subjects]).toEqual([20, 21]);
  expect(uses[0]).toMatchObject({ label: "user 20aaaaaa", used: 20 });
  expect(uses.at(-1)).toMatchObject({ used: 1 });
});
