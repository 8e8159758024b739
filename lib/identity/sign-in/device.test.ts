import { beforeAll, expect, it } from "vitest";
import { users } from "#db/schema/identity";
import { createTenant, type Tenant } from "#testing";
import { newId } from "#platform/ids";
import { hashPassword } from "../account/password-hash.ts";
import { checkPassword } from "./check-password.ts";
import { deviceOf, makeDevice } from "./device.ts";

let tenant: Tenant;
const email = `${newId()}@example.test`;
const password = "the right one, at last";

beforeAll(async () => {
  tenant = await createTenant();
  await tenant.open.db.insert(users).values({ email, passwordHash: await hashPassword(password) });
});

const tryWith = (typed: string, device?: string) =>
  checkPassword(tenant.open.db, { email, password: typed, ...(device ? { device } : {}) }, tenant.clock).then(
    ({ outcome }) => outcome,
    (error: { code: string }) => error.code,
  );

it("knows a browser that signed in with an address, and no other", () => {
  const device = makeDevice(email);
  expect(deviceOf(email, device)).toBe(deviceOf(email.toUpperCase(), device));
  expect(deviceOf(email, device)).not.toBeNull();
  expect(deviceOf("somebody@else.example", device)).toBeNull();
  for (const forged of [undefined, "", ".", "x", "x.y", `x.${device.split(".")[1]}`])
    expect(deviceOf(email, forged)).toBeNull();
});

it("lets an owner in from their own browser while somebody elsewhere guesses, whose tries are used up", async () => {
  const device = makeDevice(email);
  for (let guess = 0; guess < 10; guess += 1) expect(await tryWith("guess")).toBe("wrong");
  expect(await tryWith("guess")).toBe("rate_limited");
  expect(await tryWith(password)).toBe("rate_limited");
  expect(await tryWith(password, `forged.${"0".repeat(64)}`)).toBe("rate_limited");
  expect(await tryWith(password, device)).toBe("in");
  // A stolen browser guesses no faster.
  for (let guess = 0; guess < 9; guess += 1) expect(await tryWith("guess", device)).toBe("wrong");
  expect(await tryWith(password, device)).toBe("rate_limited");
  expect(await tryWith(password, makeDevice(email))).toBe("in");
});
