import { describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { users, verificationTokens } from "#db/schema/identity";
import { testDatabase } from "#testing";
import { manualClock } from "#platform/clock";
import { sha256 } from "#platform/crypto";
import {
  contextForUser,
  createFirstOwner,
  isInstallationEmpty,
  isSetUpOpen,
  listMembers,
  openSetUp,
} from "../index.ts";
import { checkPassword } from "../sign-in/check-password.ts";
import { slugFrom } from "../slug.ts";

const clock = manualClock("2026-01-01T00:00:00Z");
const person = {
  name: "Olga",
  email: "Olga@Example.test",
  password: "a long password",
  organisation: "Müller & Söhne",
  project: "Customer care",
};

// One story: an installation is empty only once.
describe("the first account", () => {
  it("is not made without the address that was printed, nor after its day", async () => {
    const { db } = await testDatabase();
    expect(await isInstallationEmpty(db)).toBe(true);
    const token = (await openSetUp(db, clock)) ?? "";
    const late = manualClock("2026-01-02T00:00:01Z");
    for (const [tried, at] of [
      ["a guess that is long enough", clock],
      [token, late],
    ] as const) {
      expect(await isSetUpOpen(db, tried, at)).toBe(false);
      await expect(createFirstOwner(db, { ...person, token: tried }, at)).rejects.toMatchObject({
        code: "not_found",
      });
    }
    expect(await db.select().from(users)).toEqual([]);
  });

  it("is refused without a name, an address, a long password", async () => {
    const { db } = await testDatabase();
    const token = (await openSetUp(db, clock)) ?? "";
    for (const wrong of [{ name: " " }, { email: "olga" }, { password: "short" }, { organisation: "" }])
      await expect(createFirstOwner(db, { ...person, token, ...wrong }, clock)).rejects.toMatchObject({
        name: "ZodError",
      });
  });

  it("is the owner's, once, however many addresses were printed and people hurry", async () => {
    const { db } = await testDatabase();
    const first = (await openSetUp(db, clock)) ?? "";
    const second = (await openSetUp(db, clock)) ?? "";
    const tries = await Promise.allSettled([
      createFirstOwner(db, { ...person, token: first }, clock),
      createFirstOwner(db, { ...person, token: second, email: "eve@example.test" }, clock),
    ]);
    expect(tries.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const [made] = tries.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    const everyone = await db.select().from(users);
    expect(everyone).toHaveLength(1);
    expect(await isInstallationEmpty(db)).toBe(false);
    expect(await openSetUp(db, clock)).toBeNull();
    expect(await isSetUpOpen(db, second, clock)).toBe(false);

    const email = made?.email ?? "";
    const checked = await checkPassword(db, { email, password: person.password });
    const user = checked.outcome === "in" ? checked.user : null;
    const { ctx } = await contextForUser(db, { userId: user?.id ?? "", projectSlug: "customer-care" });
    expect(await listMembers(ctx)).toMatchObject([{ role: "owner", email }]);
    const acts = await db
      .select({ action: auditEvents.action, chain: auditEvents.chainId })
      .from(auditEvents)
      .orderBy(auditEvents.seq);
    expect(acts).toEqual([
      { action: "organisation.create", chain: ctx.organisationId },
      { action: "project.create", chain: ctx.organisationId },
    ]);
  });

  it("stays the last of its kind when a token is left over", async () => {
    const { db } = await testDatabase();
    const token = "x".repeat(32);
    const expires = new Date("2027-01-01");
    await db
      .insert(verificationTokens)
      .values({ identifier: "valueloop:set-up", token: sha256(token), expires });
    await expect(createFirstOwner(db, { ...person, token }, clock)).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

it.each([
  ["Müller & Söhne", "muller-sohne"],
  ["Straße 3", "strasse-3"],
  ["  Support  2 ", "support-2"],
  ["API", "project"],
  ["日本", "project"],
  [`${"a".repeat(59)} b`, "a".repeat(59)],
])("the address of %s is %s", (name, slug) => expect(slugFrom(name, "project")).toBe(slug));
