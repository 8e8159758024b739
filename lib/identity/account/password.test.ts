import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { members, passwordResets } from "#db/schema/identity";
import { createTenant, type Tenant } from "#testing";
import {
  changePassword,
  findPasswordReset,
  issuePasswordReset,
  operatorPasswordReset,
  resetPassword,
} from "../index.ts";
import { findSession, startSession } from "../sign-in/sessions.ts";
import { requestPasswordReset } from "./reset-password.ts";
import { checkPassword } from "../sign-in/check-password.ts";
import { actsOn, firstPassword, signedIn } from "./account.testing.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
});

const next = "another password";
const signIn = (email: string, password: string) =>
  checkPassword(tenant.open.db, { email, password }, tenant.clock);

describe("a password", () => {
  it("is changed by whoever knows the present one, and ends the sessions elsewhere, not the one here", async () => {
    const { ctx, email, token, userId } = await signedIn(tenant);
    const elsewhere = await startSession(tenant.open.db, { userId }, tenant.clock);
    await expect(changePassword(ctx, { current: "a wrong guess", password: next })).rejects.toMatchObject({
      code: "invalid_input",
      details: { field: "current" },
    });
    expect(await changePassword(ctx, { current: firstPassword, password: next })).toEqual({
      endedSessions: 1,
    });
    expect(await findSession(tenant.open.db, elsewhere, tenant.clock)).toBeNull();
    expect(await findSession(tenant.open.db, token, tenant.clock)).not.toBeNull();
    expect(await signIn(email, firstPassword)).toEqual({ outcome: "wrong" });
    expect(await signIn(email, next)).toMatchObject({ outcome: "in" });
    expect(await actsOn(tenant, userId)).toEqual(["user.change_password", "session.refuse"]);
  });

  it("is not guessed through its change", async () => {
    const { ctx } = await signedIn(tenant);
    for (let time = 0; time < 10; time += 1)
      await changePassword(ctx, { current: `guess ${time}`, password: next }).catch(() => undefined);
    await expect(changePassword(ctx, { current: firstPassword, password: next })).rejects.toMatchObject({
      code: "rate_limited",
    });
  });

  it("of ten characters at least, and not a program's to change", async () => {
    const { ctx } = await signedIn(tenant);
    await expect(changePassword(ctx, { current: firstPassword, password: "short" })).rejects.toThrow(
      "At least 10 characters",
    );
    const program = tenant.asApiKey(["prompts:read"]);
    await expect(changePassword(program, { current: "x", password: next })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("a password link", () => {
  it("of an owner sets a new password once, and signs out everywhere", async () => {
    const owner = await tenant.as("owner");
    const { email, userId, token: session } = await signedIn(tenant);
    const { token } = await issuePasswordReset(owner, { userId });
    expect(
      await tenant.open.db.select().from(passwordResets).where(eq(passwordResets.tokenHash, token)),
    ).toEqual([]);
    expect(await findPasswordReset(tenant.open.db, token, tenant.clock)).toMatchObject({ email });
    const [one, two] = await Promise.allSettled([
      resetPassword(tenant.open.db, { token, password: next }, tenant.clock),
      resetPassword(tenant.open.db, { token, password: "a thief's password" }, tenant.clock),
    ]);
    expect([one.status, two.status].toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await findSession(tenant.open.db, session, tenant.clock)).toBeNull();
    expect(await actsOn(tenant, userId)).toEqual(["user.issue_password_reset", "user.reset_password"]);
  });

  it("ends after a day, and when a newer one is made", async () => {
    const owner = await tenant.as("owner");
    const { userId } = await signedIn(tenant);
    const old = await issuePasswordReset(owner, { userId });
    const fresh = await issuePasswordReset(owner, { userId });
    expect(await findPasswordReset(tenant.open.db, old.token, tenant.clock)).toBeNull();
    const almost = { now: () => new Date(fresh.expiresAt.getTime() - 1) };
    const over = { now: () => fresh.expiresAt };
    expect(await findPasswordReset(tenant.open.db, fresh.token, almost)).not.toBeNull();
    expect(await findPasswordReset(tenant.open.db, fresh.token, over)).toBeNull();
    await expect(
      resetPassword(tenant.open.db, { token: fresh.token, password: next }, over),
    ).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("is given by those who may change members, by an admin not for an owner, and only within the organisation", async () => {
    const [owner, admin, engineer] = [
      await tenant.as("owner"),
      await tenant.as("admin"),
      await tenant.as("engineer"),
    ];
    await expect(issuePasswordReset(engineer, { userId: admin.actor.id })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(issuePasswordReset(admin, { userId: owner.actor.id })).rejects.toMatchObject({
      code: "forbidden",
    });
    const other = await createTenant();
    const stranger = await other.as("viewer");
    await expect(issuePasswordReset(owner, { userId: stranger.actor.id })).rejects.toMatchObject({
      code: "not_found",
    });
    await tenant.open.db
      .insert(members)
      .values({ organisationId: tenant.organisationId, userId: stranger.actor.id, role: "viewer" });
    await expect(issuePasswordReset(owner, { userId: stranger.actor.id })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("asked for at the door is made for people who are here, five times in a quarter of an hour", async () => {
    const { email } = await signedIn(tenant);
    expect(await requestPasswordReset(tenant.open.db, "nobody@elsewhere.example", tenant.clock)).toBeNull();
    for (let time = 0; time < 5; time += 1)
      expect(await requestPasswordReset(tenant.open.db, email.toUpperCase(), tenant.clock)).toMatchObject({
        email,
      });
    expect(await requestPasswordReset(tenant.open.db, email, tenant.clock)).toBeNull();
  });

  it("of the server's operator is for whoever has the address, and nobody else", async () => {
    const { email } = await signedIn(tenant, "owner");
    expect(await operatorPasswordReset(tenant.open.db, "nobody@elsewhere.example", tenant.clock)).toBeNull();
    const reset = await operatorPasswordReset(tenant.open.db, email, tenant.clock);
    await resetPassword(tenant.open.db, { token: reset?.token ?? "", password: next }, tenant.clock);
    expect(await signIn(email, next)).toMatchObject({ outcome: "in" });
  });
});
