import { beforeAll, expect, it } from "vitest";
import { rateLimits } from "#db/schema/identity";
import { createTenant, type Tenant } from "#testing";
import { sha256 } from "#platform/crypto";
import { newId } from "#platform/ids";
import { type Limit, takeAttempt } from "./attempts.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
});

const limitOf = (over: Partial<Limit> = {}): Limit => ({
  key: newId(),
  attempts: 3,
  windowSeconds: 900,
  ...over,
});
const take = (limit: Limit) => takeAttempt(tenant.open.db, limit, tenant.clock);
const refused = (retryAfterSeconds: number) => ({
  code: "rate_limited",
  message: `Too many attempts. Try again in ${retryAfterSeconds} seconds.`,
  details: { retryAfterSeconds },
});

it("lets the attempts of a window through and not one more, for each key by itself", async () => {
  const limit = limitOf();
  for (let i = 0; i < 3; i += 1) await take(limit);
  await expect(take(limit)).rejects.toMatchObject(refused(900));
  await expect(take(limit)).rejects.toMatchObject(refused(900));
  await take(limitOf());
});

it("begins again when the window that began with the first attempt is over, to the millisecond", async () => {
  const limit = limitOf({ attempts: 1 });
  await take(limit);
  tenant.clock.advance(600_000);
  await expect(take(limit)).rejects.toMatchObject(refused(300));
  tenant.clock.advance(298_500);
  await expect(take(limit)).rejects.toMatchObject(refused(2));
  tenant.clock.advance(1_499);
  await expect(take(limit)).rejects.toMatchObject(refused(1));
  tenant.clock.advance(1);
  await take(limit);
  await expect(take(limit)).rejects.toMatchObject(refused(900));
});

it("counts attempts that were refused towards no later window", async () => {
  const limit = limitOf({ attempts: 2, windowSeconds: 60 });
  for (let i = 0; i < 5; i += 1) await take(limit).catch(() => undefined);
  tenant.clock.advance(60_000);
  await take(limit);
  await take(limit);
  await expect(take(limit)).rejects.toMatchObject(refused(60));
});

it("keeps the rows of a day, sweeps older ones where a window begins, and no name in the clear", async () => {
  const [old, kept] = [limitOf({ key: "old@example.org" }), limitOf({ key: "kept@example.org" })];
  const keys = async () => (await tenant.open.db.select().from(rateLimits)).map(({ key }) => key);
  await take(old);
  tenant.clock.advance(1);
  await take(kept);
  tenant.clock.advance(86_400_000);
  // A second attempt begins no window, and a row of exactly a day stays.
  await take(limitOf({ key: kept.key, windowSeconds: 200_000 }));
  expect(await keys()).toEqual(expect.arrayContaining([sha256(old.key), sha256(kept.key)]));
  await take(limitOf());
  const left = await keys();
  expect(left).toContain(sha256(kept.key));
  expect(left).not.toContain(sha256(old.key));
  expect(left.some((key) => key.includes("example.org"))).toBe(false);
});
