import { eq, lte } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { apiKeys, rateLimits, sessions } from "#db/schema/identity";
import { createTenant, type Tenant } from "#testing";
import { manualClock } from "#platform/clock";
import { randomToken } from "#platform/crypto";
import {
  acceptInvitation,
  changeRole,
  contextForApiKey,
  contextForUser,
  createApiKey,
  createProject,
  getInvitationByToken,
  hashPassword,
  inviteMember,
  listApiKeys,
  listInvitations,
  listMembers,
  listProjectsOfUser,
  may,
  personOf,
  removeMember,
  revokeApiKey,
  revokeInvitation,
} from "../index.ts";
import { verifyPassword } from "../account/password-hash.ts";
import { takeAttempt } from "../sign-in/attempts.ts";
import { endSession, findSession, startSession } from "../sign-in/sessions.ts";
import { checkPassword } from "../sign-in/check-password.ts";
import { type ApiScope, apiScopes, permissions, permissionTable, roles, scopeTable } from "../constants.ts";

let tenant: Tenant;
let other: Tenant;
beforeAll(async () => {
  [tenant, other] = [await createTenant(), await createTenant()];
});

describe("permissions", () => {
  it("never give a lesser role what a greater one lacks, but for the owner's own", () => {
    for (const permission of permissions) {
      const holders = permissionTable[permission] as readonly string[];
      const weakest = Math.max(...holders.map((role) => roles.indexOf(role as (typeof roles)[number])));
      expect(holders, permission).toEqual(roles.slice(0, weakest + 1));
    }
  });

  it("are all within reach of a key, but for what no scope gives", () => {
    const byKeys = new Set(apiScopes.flatMap((scope) => scopeTable[scope] as readonly string[]));
    // Personal data is read as the key's maker reads it; nothing in the studio asks for the other two yet.
    const none = ["organisation.update", "project.update", "pii.read"];
    expect(permissions.filter((permission) => !byKeys.has(permission)).toSorted()).toEqual(none.toSorted());
  });
});

describe("API keys", () => {
  it("are shown once, stored as a hash, and open their own project only", async () => {
    const { secret, id, prefix } = await createApiKey(tenant.ctx, { name: "ci", scopes: ["prompts:read"] });
    expect(secret).toMatch(/^vl_[\w-]{43}$/);
    const [row] = await tenant.open.db.select().from(apiKeys).where(eq(apiKeys.id, id));
    expect(JSON.stringify(row)).not.toContain(secret);
    expect(secret.startsWith(prefix)).toBe(true);
    const ctx = await contextForApiKey(tenant.open.db, { secret });
    expect(ctx.project).toBe(tenant.projectId);
    expect([may(ctx, "prompt.read"), may(ctx, "prompt.update")]).toEqual([true, false]);
    const lastUse = async () => (await listApiKeys(tenant.ctx)).find((key) => key.id === id)?.lastUsedAt;
    await expect.poll(lastUse).toBeInstanceOf(Date);
  });

  it("open a project that was read before also while the database is away or hangs", async () => {
    const { secret } = await createApiKey(tenant.ctx, { name: "away", scopes: ["prompts:read"] });
    const { db } = tenant.open;
    const hanging = vi.spyOn(db, "update").mockReturnValue({
      set: () => ({ where: () => new Promise(() => undefined) }),
    } as never);
    expect((await contextForApiKey(db, { secret })).project).toBe(tenant.projectId);
    expect(hanging).toHaveBeenCalledOnce();
    const other = await createApiKey(tenant.ctx, { name: "away too", scopes: ["prompts:read"] });
    hanging.mockReturnValue({
      set: () => ({ where: () => Promise.reject(new Error("ECONNREFUSED")) }),
    } as never);
    expect((await contextForApiKey(db, { secret: other.secret })).project).toBe(tenant.projectId);
    expect(hanging).toHaveBeenCalledTimes(2);
    hanging.mockRestore();
  });

  it("end at once when revoked", async () => {
    const { secret, id } = await createApiKey(tenant.ctx, { name: "old", scopes: ["prompts:read"] });
    await contextForApiKey(tenant.open.db, { secret });
    await revokeApiKey(tenant.ctx, { apiKeyId: id });
    await expect(contextForApiKey(tenant.open.db, { secret })).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });

  it("of another project can be neither seen nor revoked", async () => {
    const { id } = await createApiKey(other.ctx, { name: "theirs", scopes: ["prompts:read"] });
    await expect(revokeApiKey(tenant.ctx, { apiKeyId: id })).rejects.toMatchObject({ code: "not_found" });
    expect((await listApiKeys(tenant.ctx)).map((key) => key.id)).not.toContain(id);
  });

  it("need the permission and at least one scope", async () => {
    await expect(
      createApiKey(await tenant.as("reviewer"), { name: "x", scopes: ["prompts:read"] }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await expect(createApiKey(tenant.ctx, { name: "x", scopes: [] })).rejects.toMatchObject({
      name: "ZodError",
    });
  });
});

describe("signing in", () => {
  it("takes the right password and no other", async () => {
    const hash = await hashPassword("correct horse battery");
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyPassword("correct horse battery", hash)).toBe(true);
    expect(await verifyPassword("correct horse batterx", hash)).toBe(false);
    expect(await verifyPassword("anything", null)).toBe(false);
  });

  it("is limited to ten tries in a quarter of an hour", async () => {
    const { db } = tenant.open;
    for (let attempt = 0; attempt < 10; attempt += 1)
      expect(await checkPassword(db, { email: "nobody@example.test", password: "x" })).toEqual({
        outcome: "wrong",
      });
    await expect(checkPassword(db, { email: "nobody@example.test", password: "x" })).rejects.toMatchObject({
      code: "rate_limited",
    });
  });

  it("lets attempts through again once the window is over", async () => {
    const clock = manualClock("2026-01-01T00:00:00Z");
    const limit = { key: "test", attempts: 1, windowSeconds: 60 };
    await takeAttempt(tenant.open.db, limit, clock);
    await expect(takeAttempt(tenant.open.db, limit, clock)).rejects.toMatchObject({
      details: { retryAfterSeconds: 60 },
    });
    clock.advance(60_001);
    await takeAttempt(tenant.open.db, limit, clock);
  });

  it("counts a name of any length, keeps none in plain, and forgets a day later", async () => {
    const { db } = tenant.open;
    const clock = manualClock("2026-01-01T00:00:00Z");
    const name = `${randomToken(6_000)}@example.test`;
    expect(await checkPassword(db, { email: name, password: "x" })).toEqual({ outcome: "wrong" });
    await takeAttempt(db, { key: "sign-in:ana@example.test", attempts: 1, windowSeconds: 60 }, clock);
    const old = () => db.$count(rateLimits, lte(rateLimits.windowStart, new Date("2026-01-01T00:00:00Z")));
    expect(await old()).toBe(1);
    expect(JSON.stringify(await db.select().from(rateLimits))).not.toContain("ana@example.test");
    clock.advance(25 * 3_600_000);
    await takeAttempt(db, { key: "another", attempts: 1, windowSeconds: 60 }, clock);
    expect(await old()).toBe(0);
  });

  it("gives a session that ends by itself or by signing out, and is stored as a hash", async () => {
    const { actor } = await tenant.as("viewer");
    const clock = manualClock("2026-01-01T00:00:00Z");
    const token = await startSession(tenant.open.db, { userId: actor.id }, clock);
    expect(await findSession(tenant.open.db, token, clock)).toMatchObject({ id: actor.id });
    expect(await tenant.open.db.select().from(sessions).where(eq(sessions.sessionToken, token))).toEqual([]);
    clock.advance(31 * 24 * 3600 * 1000);
    expect(await findSession(tenant.open.db, token, clock)).toBeNull();
    const second = await startSession(tenant.open.db, { userId: actor.id }, clock);
    await endSession(tenant.open.db, second, clock);
    expect(await findSession(tenant.open.db, second, clock)).toBeNull();
  });

  it("opens the projects of one's own organisation only", async () => {
    const { actor } = await tenant.as("engineer");
    expect(
      (await contextForUser(tenant.open.db, { userId: actor.id, projectSlug: tenant.projectSlug })).ctx
        .project,
    ).toBe(tenant.projectId);
    await expect(
      contextForUser(tenant.open.db, { userId: actor.id, projectSlug: other.projectSlug }),
    ).rejects.toMatchObject({ code: "not_found" });
    expect((await listProjectsOfUser(tenant.open.db, actor.id)).map((project) => project.id)).toEqual([
      tenant.projectId,
    ]);
  });
});

describe("members", () => {
  it("come in by an invitation that works once", async () => {
    const admin = await tenant.as("admin");
    const { token } = await inviteMember(admin, { email: "New@Example.test", role: "reviewer" });
    expect(await getInvitationByToken(tenant.open.db, token, tenant.clock)).toMatchObject({
      email: "new@example.test",
      role: "reviewer",
      hasAccount: false,
    });
    await acceptInvitation(
      tenant.open.db,
      { token, person: { name: "New", password: "a long password" } },
      tenant.clock,
    );
    expect((await listMembers(admin)).find((member) => member.email === "new@example.test")?.role).toBe(
      "reviewer",
    );
    await expect(
      acceptInvitation(
        tenant.open.db,
        { token, person: { name: "New", password: "a long password" } },
        tenant.clock,
      ),
    ).rejects.toMatchObject({ code: "not_found" });
    expect(
      await checkPassword(tenant.open.db, { email: "new@example.test", password: "a long password" }),
    ).toMatchObject({ outcome: "in", user: { name: "New" } });
  });

  it("cannot come in by an invitation taken back or over", async () => {
    const admin = await tenant.as("admin");
    const { token, id } = await inviteMember(admin, { email: "late@example.test", role: "viewer" });
    await revokeInvitation(admin, { invitationId: id });
    await expect(getInvitationByToken(tenant.open.db, token, tenant.clock)).rejects.toMatchObject({
      code: "not_found",
    });
    const second = await inviteMember(admin, { email: "late@example.test", role: "viewer" });
    const later = manualClock(new Date(tenant.clock.now().getTime() + 8 * 24 * 3600 * 1000));
    await expect(getInvitationByToken(tenant.open.db, second.token, later)).rejects.toMatchObject({
      code: "not_found",
    });
    expect((await listInvitations(admin)).map((one) => one.email)).toContain("late@example.test");
    await expect(
      revokeInvitation(await other.as("admin"), { invitationId: second.id }),
    ).rejects.toMatchObject({ code: "not_found" });
  });

  it("always include an owner, and owners are changed by owners only", async () => {
    const fresh = await createTenant();
    const owner = await fresh.as("owner");
    const admin = await fresh.as("admin");
    await expect(changeRole(owner, { userId: owner.actor.id, role: "admin" })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(removeMember(owner, { userId: owner.actor.id })).rejects.toMatchObject({ code: "conflict" });
    await expect(changeRole(admin, { userId: admin.actor.id, role: "owner" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(removeMember(admin, { userId: owner.actor.id })).rejects.toMatchObject({
      code: "forbidden",
    });
    await changeRole(owner, { userId: admin.actor.id, role: "owner" });
    expect(await removeMember(owner, { userId: owner.actor.id })).toMatchObject({ role: "owner" });
  });

  it("of another organisation are not found", async () => {
    const owner = await tenant.as("owner");
    const stranger = await other.as("viewer");
    await expect(changeRole(owner, { userId: stranger.actor.id, role: "viewer" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(removeMember(owner, { userId: stranger.actor.id })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("projects", () => {
  it("are made by admins, with an address nobody has", async () => {
    const admin = await tenant.as("admin");
    const slug = `made-${tenant.projectId.slice(-6)}`;
    expect(await createProject(admin, { name: "Made", slug })).toMatchObject({ slug });
    await expect(createProject(admin, { name: "Again", slug })).rejects.toMatchObject({ code: "conflict" });
    const many = Array.from({ length: 6 }, () =>
      createProject(admin, { name: "At once", slug: `${slug}-2` }),
    );
    const refusals = (await Promise.allSettled(many)).flatMap((result) =>
      result.status === "rejected" ? [(result.reason as { code?: string }).code] : [],
    );
    expect(refusals).toEqual(Array.from({ length: 5 }, () => "conflict"));
    await expect(createProject(tenant.ctx, { name: "No", slug: "no-no" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(createProject(admin, { name: "No", slug: "Not A Slug" })).rejects.toMatchObject({
      name: "ZodError",
    });
  });
});

describe("a key that a program makes", () => {
  const asProgram = async (
    role: "admin" | "engineer",
    scopes: ApiScope[],
    lifeDays: number | null = null,
  ) => {
    const maker = await tenant.as(role);
    const { secret } = await createApiKey(maker, { name: "parent", scopes, lifeDays });
    return { maker, ctx: await contextForApiKey(tenant.open.db, { secret }, tenant.clock) };
  };

  it("has no more scopes and no longer life than the program's own, and is of the same person", async () => {
    const { maker, ctx } = await asProgram("engineer", ["keys:write", "prompts:read"], 10);
    await expect(createApiKey(ctx, { name: "x", scopes: ["datasets:read"] })).rejects.toMatchObject({
      code: "forbidden",
    });
    const key = await createApiKey(ctx, { name: "child", scopes: ["prompts:read"] });
    const [parent] = (await listApiKeys(maker)).filter(({ name }) => name === "parent");
    expect(key.expiresAt).toEqual(parent?.expiresAt);
    const child = await contextForApiKey(tenant.open.db, { secret: key.secret }, tenant.clock);
    expect(personOf(child)).toMatchObject({
      id: maker.actor.id,
      name: expect.stringContaining("(key child)"),
    });
  });

  it("invites nobody as owner, whoever made it, and its person's invitations are theirs", async () => {
    const { maker, ctx } = await asProgram("admin", ["members:write"]);
    await expect(inviteMember(ctx, { email: "o@example.test", role: "owner" })).rejects.toMatchObject({
      code: "forbidden",
    });
    const { token } = await inviteMember(ctx, { email: "by-key@example.test", role: "viewer" });
    const secret = (await createApiKey(maker, { name: "y", scopes: ["prompts:read"] })).secret;
    await removeMember(await tenant.as("owner"), { userId: maker.actor.id });
    await expect(getInvitationByToken(tenant.open.db, token)).rejects.toMatchObject({ code: "not_found" });
    await expect(contextForApiKey(tenant.open.db, { secret })).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });

  it("reads personal data as long as its maker may", async () => {
    const { maker, ctx } = await asProgram("engineer", ["datasets:read"]);
    expect(may(ctx, "pii.read")).toBe(true);
    const key = await createApiKey(maker, { name: "stays", scopes: ["datasets:read"] });
    const read = async () =>
      may(await contextForApiKey(tenant.open.db, { secret: key.secret }, tenant.clock), "pii.read");
    expect(await read()).toBe(true);
    await changeRole(await tenant.as("owner"), { userId: maker.actor.id, role: "reviewer" });
    expect(await read()).toBe(false);
    await changeRole(await tenant.as("owner"), { userId: maker.actor.id, role: "engineer" });
    expect(await read()).toBe(true);
  });
});
