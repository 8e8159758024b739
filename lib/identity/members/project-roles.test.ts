import { and, asc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { createTenant, type Tenant } from "#testing";
import {
  changeRole,
  contextForApiKey,
  contextForUser,
  createApiKey,
  createProject,
  inOrganisation,
  inviteMember,
  getInvitationByToken,
  listApiKeys,
  listMembers,
  listProjectsOfUser,
  may,
  removeMember,
  setProjectRole,
} from "../index.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
});

const open = async (userId: string, projectSlug = tenant.projectSlug) =>
  (await contextForUser(tenant.open.db, { userId, projectSlug })).ctx;

describe("a role in a project", () => {
  it("holds only there, and leaves the organisation's rights as they are", async () => {
    const owner = await tenant.as("owner");
    const { actor } = await tenant.as("viewer");
    const second = await createProject(owner, { name: "Second", slug: `second-${actor.id.slice(-6)}` });
    await setProjectRole(owner, { userId: actor.id, role: "admin" });
    const here = await open(actor.id);
    expect([may(here, "connection.create"), may(here, "member.invite"), may(here, "project.create")]).toEqual(
      [true, false, false],
    );
    const there = await open(actor.id, second.slug);
    expect(may(there, "prompt.update")).toBe(false);
    expect((await listMembers(owner)).find(({ userId }) => userId === actor.id)).toMatchObject({
      role: "viewer",
      projectRole: "admin",
    });
    await setProjectRole(owner, { userId: actor.id, role: null });
    expect(may(await open(actor.id), "prompt.update")).toBe(false);
  });

  it("may shut somebody out of a project, which is then not found and not listed", async () => {
    const owner = await tenant.as("owner");
    const { actor } = await tenant.as("engineer");
    await setProjectRole(owner, { userId: actor.id, role: "none" });
    await expect(open(actor.id)).rejects.toMatchObject({ code: "not_found" });
    expect(await listProjectsOfUser(tenant.open.db, actor.id)).not.toContainEqual(
      expect.objectContaining({ id: tenant.projectId }),
    );
  });

  it("is given by the organisation's admins, never to an owner, and makes none", async () => {
    const [owner, engineer] = [await tenant.as("owner"), await tenant.as("engineer")];
    await expect(setProjectRole(engineer, { userId: owner.actor.id, role: "viewer" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(setProjectRole(owner, { userId: owner.actor.id, role: "viewer" })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(setProjectRole(owner, { userId: engineer.actor.id, role: "owner" })).rejects.toMatchObject({
      code: "forbidden",
    });
    const projectAdmin = await tenant.as("engineer");
    await setProjectRole(owner, { userId: projectAdmin.actor.id, role: "admin" });
    const there = await open(projectAdmin.actor.id);
    await expect(setProjectRole(there, { userId: engineer.actor.id, role: "admin" })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

it("the organisation's audit chain is not opened by a role in one project", async () => {
  const owner = await tenant.as("owner");
  const { actor } = await tenant.as("viewer");
  await setProjectRole(owner, { userId: actor.id, role: "admin" });
  const there = await open(actor.id);
  expect(may(there, "audit.read")).toBe(true);
  expect(may(inOrganisation(there), "audit.read")).toBe(false);
});

describe("an API key", () => {
  it("ends on its day, also when it is remembered, and says so", async () => {
    const engineer = await tenant.as("engineer", "Mara");
    const { secret, expiresAt } = await createApiKey(engineer, {
      name: "job",
      scopes: ["prompts:read"],
      lifeDays: 30,
    });
    const end = expiresAt?.getTime() ?? 0;
    expect(end - tenant.clock.now().getTime()).toBe(30 * 86_400_000);
    const at = (time: number) => ({ now: () => new Date(time) });
    await contextForApiKey(tenant.open.db, { secret }, at(end - 1));
    await expect(contextForApiKey(tenant.open.db, { secret }, at(end))).rejects.toMatchObject({
      code: "unauthenticated",
      message: expect.stringContaining("ended on 2026-12-23"),
    });
    expect((await listApiKeys(engineer)).find(({ name }) => name === "job")).toMatchObject({
      ownerName: "Mara",
    });
  });

  it("goes with the person who made it, as do the invitations they sent", async () => {
    const owner = await tenant.as("owner");
    const leaver = await tenant.as("admin");
    const { secret } = await createApiKey(leaver, { name: "leaver", scopes: ["prompts:read"] });
    const kept = await createApiKey(owner, { name: "kept", scopes: ["prompts:read"] });
    const { token } = await inviteMember(leaver, { email: "friend@example.test", role: "viewer" });
    await contextForApiKey(tenant.open.db, { secret });
    await removeMember(owner, { userId: leaver.actor.id });
    await expect(contextForApiKey(tenant.open.db, { secret })).rejects.toMatchObject({
      code: "unauthenticated",
    });
    await contextForApiKey(tenant.open.db, { secret: kept.secret });
    await expect(getInvitationByToken(tenant.open.db, token, tenant.clock)).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("ends where a role of its maker comes to allow less than it may, and only there", async () => {
    const owner = await tenant.as("owner");
    const maker = await tenant.as("admin");
    const keys = {
      writes: await createApiKey(maker, { name: "writes", scopes: ["prompts:read", "prompts:write"] }),
      reads: await createApiKey(maker, { name: "reads", scopes: ["prompts:read"] }),
      anothers: await createApiKey(owner, { name: "another's", scopes: ["prompts:write"] }),
    };
    const works = (key: { secret: string }) =>
      contextForApiKey(tenant.open.db, { secret: key.secret }).then(
        () => true,
        () => false,
      );
    const which = async () => [await works(keys.writes), await works(keys.reads), await works(keys.anothers)];
    await changeRole(owner, { userId: maker.actor.id, role: "engineer" });
    expect(await which()).toEqual([true, true, true]);
    await setProjectRole(owner, { userId: maker.actor.id, role: "viewer" });
    expect(await which()).toEqual([false, true, true]);
    const events = await tenant.open.db
      .select({ after: auditEvents.after })
      .from(auditEvents)
      .where(and(eq(auditEvents.chainId, tenant.organisationId), eq(auditEvents.subjectId, maker.actor.id)))
      .orderBy(asc(auditEvents.seq));
    expect(events.map(({ after }) => after)).toMatchObject([
      { role: "engineer" },
      { role: "viewer", revokedApiKeys: 1 },
    ]);
    await setProjectRole(owner, { userId: maker.actor.id, role: "none" });
    expect(await which()).toEqual([false, false, true]);
    const inOrganisationOnly = await tenant.as("engineer");
    const third = await createApiKey(inOrganisationOnly, { name: "third", scopes: ["prompts:write"] });
    await changeRole(owner, { userId: inOrganisationOnly.actor.id, role: "viewer" });
    expect(await works(third)).toBe(false);
  });
});
