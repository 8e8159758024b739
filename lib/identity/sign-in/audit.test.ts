import { asc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { users } from "#db/schema/identity";
import { createTenant, type Tenant } from "#testing";
import { hashPassword } from "../index.ts";
import { checkPassword } from "./check-password.ts";
import { auditSignIn } from "./audit.ts";

let tenant: Tenant;
let email: string;
let userId: string;
beforeAll(async () => {
  tenant = await createTenant();
  if (tenant.ctx.actor.kind !== "user") throw new Error("the tenant's owner is a person");
  ({ email, id: userId } = tenant.ctx.actor);
  await tenant.ctx.db
    .update(users)
    .set({ passwordHash: await hashPassword("right password") })
    .where(eq(users.id, userId));
});

async function events(organisationId: string) {
  const rows = await tenant.ctx.db
    .select({
      action: auditEvents.action,
      name: auditEvents.subjectName,
      after: auditEvents.after,
      actor: auditEvents.actor,
    })
    .from(auditEvents)
    .where(eq(auditEvents.chainId, organisationId))
    .orderBy(asc(auditEvents.seq));
  return rows.filter(({ action }) => action.startsWith("session."));
}

describe("the door", () => {
  it("writes down a wrong password under the person whose it is not, and a right one not as a refusal", async () => {
    expect(await checkPassword(tenant.ctx.db, { email, password: "wrong password" })).toEqual({
      outcome: "wrong",
    });
    expect(await checkPassword(tenant.ctx.db, { email, password: "right password" })).toMatchObject({
      outcome: "in",
    });
    expect(await events(tenant.ctx.organisationId)).toMatchObject([
      {
        action: "session.refuse",
        after: { method: "password", reason: "wrong password" },
        actor: { kind: "anonymous", id: null },
      },
    ]);
  });

  it("keeps no address that nobody here has", async () => {
    await checkPassword(tenant.ctx.db, { email: "guess@elsewhere.example", password: "x" });
    const rows = await tenant.ctx.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.action, "session.refuse"));
    expect(rows.map(({ subjectName }) => subjectName)).toContain("g…@elsewhere.example");
    expect(JSON.stringify(rows)).not.toContain("guess@");
  });

  it("writes down who came in and who left", async () => {
    await auditSignIn(tenant.ctx.db, { action: "session.start", userId, method: "password" });
    await auditSignIn(tenant.ctx.db, { action: "session.end", userId });
    expect((await events(tenant.ctx.organisationId)).slice(-2)).toMatchObject([
      { action: "session.start", after: { method: "password" }, actor: { kind: "user", id: userId } },
      { action: "session.end", actor: { kind: "user", id: userId } },
    ]);
  });
});
