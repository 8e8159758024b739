import fc from "fast-check";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { type Database, openPostgres, type OpenDatabase, rowsOf } from "#db";
import { budgetReservations, budgetUses } from "#db/schema/budgets";
import type { Context } from "#lib/identity";
import { recordGenerations } from "#lib/observability";
import { newId } from "#platform/ids";
import { markOutage } from "#platform/outage";
import { forget } from "#platform/runtime";
import type { CreateBudgetInput } from "../schema.ts";
import { createBudget } from "../budgets/create.ts";
import { updateBudget } from "../budgets/update.ts";
import { bookingsOf } from "./bookings.ts";
import { limitsOf } from "./limits.ts";
import type { Estimate, Hold } from "./parts.ts";
import { reserve } from "./reserve.ts";
import { settle } from "./settle.ts";
import { sweepExpired } from "./sweep.ts";
import type { Spent } from "./statements.ts";

let tenant: Tenant;
let admin: Context;
/** A pool of its own on the same database, as another process has; PGlite has one connection for all. */
let other: OpenDatabase | null = null;

beforeAll(async () => {
  const first = await createTenant();
  const server = process.env["TEST_DATABASE_URL"];
  if (!server) return;
  const [row] = rowsOf<{ name: string }>(await first.ctx.db.execute(sql`select current_database() as name`));
  const url = new URL(server);
  url.pathname = `/${row?.name}`;
  other = await openPostgres(url.toString(), 4);
});
beforeEach(async () => {
  tenant = await createTenant();
  admin = await tenant.as("admin");
});
afterAll(async () => {
  await other?.close();
});

const elsewhere = (ctx: Context): Context => ({ ...ctx, db: other?.db ?? ctx.db });
const facts = { apiKeyId: null, endUser: null, routeId: null, metadata: null };
const costs = (usd: number, tokens = 0): Estimate => ({ usd, tokens, grams: 0 });
const spent = (usd: number): Spent => ({ usd, tokens: 0, grams: 0 });
const callOf = (estimate: Estimate | null, more: Partial<typeof facts> & { metadata?: object } = {}) => ({
  callId: newId(),
  facts: { ...facts, ...more } as typeof facts,
  estimate,
  endsBy: new Date(tenant.clock.now().getTime() + 60_000),
});

async function ask(ctx: Context, estimate: Estimate | null, more: object = {}): Promise<Hold | string> {
  const said = await reserve(ctx, await limitsOf(ctx), callOf(estimate, more));
  return "hold" in said ? said.hold : said.refusal.message;
}
async function held(ctx: Context, estimate: Estimate | null, more: object = {}): Promise<Hold> {
  const said = await ask(ctx, estimate, more);
  if (typeof said === "string") throw new Error(said);
  return said;
}
const budget = (input: Partial<CreateBudgetInput>) =>
  createBudget(admin, { name: newId(), measure: "usd", amount: 1, period: "month", ...input });
async function usesOf(budgetId: string) {
  return tenant.ctx.db
    .select()
    .from(budgetUses)
    .where(eq(budgetUses.budgetId, budgetId))
    .orderBy(budgetUses.subject);
}
const booked = async () => {
  await bookingsOf(tenant.ctx).idle();
  await bookingsOf(elsewhere(tenant.ctx)).idle();
};

describe("a hard limit", () => {
  it("holds for calls that come at the same time by two connections", async () => {
    const { id } = await budget({ amount: 1 });
    const asked = await Promise.all(
      Array.from({ length: 24 }, (_, at) => ask(at % 2 ? elsewhere(tenant.ctx) : tenant.ctx, costs(0.1))),
    );
    const let_in = asked.filter((said) => typeof said !== "string");
    // Ten times ten cents are a dollar, to the last digit.
    expect(let_in).toHaveLength(10);
    await booked();
    expect(await usesOf(id)).toMatchObject([{ used: 0, reserved: 1, refused: 14 }]);
    for (const hold of let_in) settle(tenant.ctx, hold, spent(0.05));
    await booked();
    expect(await usesOf(id)).toMatchObject([{ used: 0.5, reserved: 0 }]);
    expect(
      await tenant.ctx.db.select().from(budgetReservations).where(eq(budgetReservations.budgetId, id)),
    ).toEqual([]);
  });

  it("is never passed by more than what calls in progress turn out to use above their estimate", async () => {
    const money = fc.integer({ min: 1, max: 40 });
    const calls = fc.array(fc.record({ estimate: money, spent: money, isElsewhere: fc.boolean() }), {
      minLength: 1,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 5, max: 80 }), calls, async (most, wanted) => {
        const { id } = await budget({ amount: most, measure: "tokens", period: "day" });
        let over = 0;
        let sum = 0;
        await Promise.all(
          wanted.map(async (call) => {
            const ctx = call.isElsewhere ? elsewhere(tenant.ctx) : tenant.ctx;
            const limits = (await limitsOf(tenant.ctx)).filter((limit) => limit.id === id);
            const said = await reserve(ctx, limits, callOf({ tokens: call.estimate, usd: 0, grams: 0 }));
            if (!("hold" in said)) return;
            over += Math.max(0, call.spent - call.estimate);
            sum += call.spent;
            settle(ctx, said.hold, { tokens: call.spent, usd: 0, grams: 0 });
          }),
        );
        await booked();
        const [use] = await usesOf(id);
        expect(use?.used ?? 0).toBe(sum);
        expect(use?.reserved ?? 0).toBe(0);
        expect(sum).toBeLessThanOrEqual(most + over);
      }),
      {
        numRuns: Number(process.env["FAST_CHECK_RUNS"] ?? 6),
        seed: Number(process.env["FAST_CHECK_SEED"] ?? 8),
      },
    );
  });

  it("takes what an ended call did not use at once for the next one", async () => {
    await budget({ amount: 1 });
    for (let call = 0; call < 5; call += 1)
      settle(tenant.ctx, await held(tenant.ctx, costs(0.9)), spent(0.01));
    await booked();
    expect(await ask(tenant.ctx, costs(0.96))).toMatch(
      /has no room for this call: \$0.05 used, and the call may use \$0.96/,
    );
    expect(await ask(tenant.ctx, costs(2))).toMatch(/may use \$2.00, more than all of the limit/);
  });

  it("takes all or nothing where a call counts for several", async () => {
    const requests = await budget({ measure: "requests", amount: 5, period: "minute" });
    const money = await budget({ amount: 0.1 });
    expect(await ask(tenant.ctx, costs(0.2))).toMatch(/more than all of the limit/);
    await booked();
    expect((await usesOf(requests.id))[0]).toMatchObject({ used: 0, reserved: 0 });
    expect((await usesOf(money.id))[0]).toMatchObject({ used: 0, reserved: 0, refused: 1 });
  });

  it("begins again with its calendar period in UTC, and says when", async () => {
    tenant.clock.set(new Date("2026-11-30T23:59:30Z"));
    await budget({ measure: "requests", amount: 1, period: "month" });
    await held(tenant.ctx, null);
    const said = await reserve(tenant.ctx, await limitsOf(tenant.ctx), callOf(null));
    expect(said).toMatchObject({
      refusal: {
        code: "budget_exceeded",
        details: { retryAfterMs: 30_000 },
        message: expect.stringMatching(/2026-12-01 00:00 UTC/),
      },
      isOfRequests: true,
    });
    tenant.clock.advance(30_000);
    await held(tenant.ctx, null);
  });

  it("that is raised lets calls in again from the next one on", async () => {
    const { id } = await budget({ measure: "requests", amount: 1, period: "day" });
    await held(tenant.ctx, null);
    expect(await ask(tenant.ctx, null)).toMatch(/is used up/);
    await updateBudget(admin, { budgetId: id, amount: 2 });
    await held(tenant.ctx, null);
    expect(await ask(tenant.ctx, null)).toMatch(/is used up/);
  });
});

it("a project without limits asks the database nothing, until it has one", async () => {
  expect(await limitsOf(tenant.ctx)).toEqual([]);
  const asked = vi.spyOn(tenant.ctx.db, "select");
  expect(await limitsOf(tenant.ctx)).toEqual([]);
  expect(asked).not.toHaveBeenCalled();
  asked.mockRestore();
  await budget({});
  expect(await limitsOf(tenant.ctx)).toHaveLength(1);
});

describe("what a limit counts", () => {
  it("is each key, user, route and value by itself, or the one it names", async () => {
    const limit = { measure: "requests", amount: 1, period: "day" } as const;
    await budget({ ...limit, per: "user" });
    await held(tenant.ctx, null, { endUser: "ada" });
    await held(tenant.ctx, null, { endUser: "bob" });
    await held(tenant.ctx, null);
    expect(await ask(tenant.ctx, null, { endUser: "ada" })).toMatch(/is used up/);
    await budget({ ...limit, per: "metadata", metadataKey: "plan", only: "free" });
    await held(tenant.ctx, null, { metadata: { plan: "paid" } });
    await held(tenant.ctx, null, { metadata: { plan: "paid" } });
    await held(tenant.ctx, null, { metadata: { plan: "free" } });
    expect(await ask(tenant.ctx, null, { metadata: { plan: "free" } })).toMatch(/is used up/);
  });

  it("keeps no end user's key", async () => {
    const { id } = await budget({ measure: "requests", amount: 9, period: "day", per: "user" });
    await held(tenant.ctx, null, { endUser: "ada@example.org" });
    const [use] = await usesOf(id);
    expect(use?.subject).toMatch(/^[0-9a-f]{64}$/);
  });

  it("lets calls of an unknown price through and counts them apart, unless it refuses them", async () => {
    const unpriced = { usd: null, tokens: 5, grams: null };
    const open = await budget({ amount: 1 });
    settle(tenant.ctx, await held(tenant.ctx, unpriced), { usd: null, tokens: 5, grams: null });
    await booked();
    expect(await usesOf(open.id)).toMatchObject([{ used: 0, reserved: 0, unknown: 1 }]);
    await budget({ amount: 1, refusesUnknown: true });
    expect(await ask(tenant.ctx, unpriced)).toMatch(/takes no call of a model whose price nobody knows/);
  });
});

describe("a process that dies", () => {
  const recordOf = (id: string, costUsd: number) =>
    recordGenerations(tenant.ctx, [
      {
        id,
        traceId: "0".repeat(32),
        startedAt: tenant.clock.now(),
        source: "api",
        status: "succeeded",
        provider: "p",
        model: "m",
        input: [],
        output: "",
        latencyMs: 1,
        inputTokens: 10,
        outputTokens: 5,
        costUsd,
      },
    ]);

  it("leaves reservations that expire and are settled by what was recorded", async () => {
    const { id } = await budget({ amount: 1 });
    const recorded = await held(tenant.ctx, costs(0.5));
    const lost = await held(tenant.ctx, costs(0.4));
    await recordOf(recorded.callId, 0.2);
    tenant.clock.advance(59_999);
    expect(await sweepExpired(tenant.ctx)).toBe(0);
    tenant.clock.advance(1);
    expect(await sweepExpired(tenant.ctx)).toBe(1);
    expect(await usesOf(id)).toMatchObject([{ used: 0.2, reserved: 0.4 }]);
    tenant.clock.advance(15 * 60_000 - 1);
    expect(await sweepExpired(tenant.ctx)).toBe(0);
    tenant.clock.advance(1);
    expect(await sweepExpired(tenant.ctx)).toBe(1);
    expect(await usesOf(id)).toMatchObject([{ used: 0.2, reserved: 0 }]);
    // One that was settled meanwhile is not settled again.
    settle(tenant.ctx, lost, spent(0.4));
    await booked();
    expect(await usesOf(id)).toMatchObject([{ used: 0.2, reserved: 0 }]);
  });

  it("stands in nobody's way once its time is over", async () => {
    await budget({ amount: 1 });
    const dead = await held(tenant.ctx, costs(0.9));
    await recordOf(dead.callId, 0.1);
    expect(await ask(tenant.ctx, costs(0.5))).toMatch(/\$0.90 held for calls in progress/);
    tenant.clock.advance(60_001);
    // Looked at again a few seconds later at most.
    forget("budgets.swept");
    await held(tenant.ctx, costs(0.5));
  });
});

describe("while the database is away", () => {
  const away = (db: Database): Database =>
    new Proxy(db, {
      get: (target, name) =>
        name === "execute"
          ? () => Promise.reject(markOutage(new Error("The connection was lost.")))
          : (Reflect.get(target, name) as unknown),
    });

  it("one that hangs is waited for a second, and what it takes in the end is given back", async () => {
    const { id } = await budget({ amount: 1 });
    const limits = await limitsOf(tenant.ctx);
    const { promise: awake, resolve: wake } = Promise.withResolvers<void>();
    const { db } = tenant.ctx;
    const hanging = new Proxy(db, {
      get: (target, name) =>
        name === "execute"
          ? async (query: Parameters<Database["execute"]>[0]) => {
              await awake;
              return db.execute(query);
            }
          : (Reflect.get(target, name) as unknown),
    });
    const ctx = { ...tenant.ctx, db: hanging };
    const said = await reserve(ctx, limits, callOf(costs(0.4)));
    expect(said).toMatchObject({ hold: { isStored: false } });
    // The next one does not wait.
    expect(await reserve(ctx, limits, callOf(costs(0.7)))).toMatchObject({
      refusal: { code: "budget_exceeded" },
    });
    wake();
    await expect
      .poll(async () => (await usesOf(id)).map(({ used, reserved }) => ({ used, reserved })), {
        timeout: 10_000,
      })
      .toEqual([{ used: 0, reserved: 0 }]);
    if ("hold" in said) settle(ctx, said.hold, spent(0.3));
    await bookingsOf(ctx).idle();
    expect(await usesOf(id)).toMatchObject([{ used: 0.3, reserved: 0 }]);
  });

  it("requests are counted at once, and booked when it is back", async () => {
    const { id } = await budget({ measure: "requests", amount: 2, period: "day" });
    const limits = await limitsOf(tenant.ctx);
    const cut = { ...tenant.ctx, db: away(tenant.ctx.db) };
    for (let call = 0; call < 2; call += 1)
      expect(await reserve(cut, limits, callOf(null))).toMatchObject({ hold: { isStored: false } });
    expect(await reserve(cut, limits, callOf(null))).toMatchObject({ isOfRequests: true });
    expect(await usesOf(id)).toEqual([]);
  });

  it("each process goes on by what it last heard and its own calls", async () => {
    const { id } = await budget({ amount: 1 });
    settle(tenant.ctx, await held(tenant.ctx, costs(0.5)), spent(0.5));
    await booked();
    const limits = await limitsOf(tenant.ctx);
    const cut = { ...tenant.ctx, db: away(tenant.ctx.db) };
    const first = await reserve(cut, limits, callOf(costs(0.3)));
    expect(first).toMatchObject({ hold: { isStored: false } });
    expect(await reserve(cut, limits, callOf(costs(0.3)))).toMatchObject({
      refusal: { code: "budget_exceeded" },
    });
    if (!("hold" in first)) throw new Error("refused");
    // It is back when the call ends.
    settle(tenant.ctx, first.hold, spent(0.2));
    await booked();
    expect(await usesOf(id)).toMatchObject([{ used: 0.7, reserved: 0 }]);
  });
});
