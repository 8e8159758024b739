import { and, desc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import type { Context } from "#lib/identity";
import { createTenant, type Tenant } from "#testing";
import { buildContent, buildPrompt } from "#testing/prompts";
import {
  archiveBranch,
  archivePrompt,
  createBranch,
  discardDraft,
  getBranchHead,
  getDraft,
  getPrompt,
  importPrompts,
  listBranches,
  listVersions,
  resolvePrompt,
  saveDraft,
  saveVersion,
} from "../index.ts";

let tenant: Tenant;
let other: Tenant;
beforeAll(async () => {
  [tenant, other] = [await createTenant(), await createTenant()];
});

const save = (promptId: string, text: string, more: object = {}) =>
  saveVersion(tenant.ctx, { promptId, content: buildContent(text), message: `to ${text}`, ...more });
const branchOf = async (name = "shorter") => {
  const prompt = await buildPrompt(tenant.ctx);
  const branch = await createBranch(tenant.ctx, { promptId: prompt.id, name });
  return { promptId: prompt.id, prompt, branch };
};
const lastEvent = async () => {
  const [event] = await tenant.open.db
    .select({ action: auditEvents.action, after: auditEvents.after, before: auditEvents.before })
    .from(auditEvents)
    .where(and(eq(auditEvents.chainId, tenant.projectId)))
    .orderBy(desc(auditEvents.seq))
    .limit(1);
  return event;
};

describe("a branch", () => {
  it("begins at the newest of main, or at a version named, and leaves an audit event", async () => {
    const { promptId, prompt, branch } = await branchOf();
    expect(branch).toMatchObject({
      name: "shorter",
      archivedAt: null,
      head: { id: prompt.latest.id, number: 1 },
    });
    expect(await lastEvent()).toMatchObject({
      action: "branch.create",
      after: { name: "shorter", fromVersion: 1 },
    });
    await save(promptId, "Second");
    const old = await createBranch(tenant.ctx, { promptId, name: "old", fromVersionId: prompt.latest.id });
    expect(old.head.number).toBe(1);
    expect(
      (await listBranches(tenant.ctx, { promptId })).map(({ name, head }) => [name, head.number]),
    ).toEqual([
      ["main", 2],
      ["old", 1],
      ["shorter", 1],
    ]);
  });

  it("goes on by itself: latest, search and main stay where they are, numbers count through all", async () => {
    const { promptId, prompt } = await branchOf();
    const { version } = await save(promptId, "On the branch", { branch: "shorter" });
    expect(version).toMatchObject({ number: 2, branch: "shorter", parentId: prompt.latest.id, labels: [] });
    expect((await getPrompt(tenant.ctx, { promptId })).latest.number).toBe(1);
    expect((await resolvePrompt(tenant.ctx, { path: prompt.path })).number).toBe(1);
    const { version: third } = await save(promptId, "On main");
    expect(third).toMatchObject({
      number: 3,
      branch: "main",
      parentId: prompt.latest.id,
      labels: ["latest"],
    });
    expect((await resolvePrompt(tenant.ctx, { path: prompt.path, version: 2 })).id).toBe(version.id);
    const numbers = async (branch?: string) =>
      (await listVersions(tenant.ctx, { promptId, ...(branch ? { branch } : {}) })).items.map(
        ({ number }) => number,
      );
    expect([await numbers(), await numbers("main"), await numbers("shorter")]).toEqual([
      [3, 2, 1],
      [3, 1],
      [2],
    ]);
    expect((await getBranchHead(tenant.ctx, { promptId, branch: "shorter" })).number).toBe(2);
    expect((await getBranchHead(tenant.ctx, { promptId })).number).toBe(3);
  });

  it("is compared with its own newest version, not with main's", async () => {
    const { promptId } = await branchOf();
    await save(promptId, "Second");
    await expect(save(promptId, "Mine", { branch: "shorter", expectedLatest: 2 })).rejects.toMatchObject({
      code: "conflict",
      details: { latest: { number: 1 } },
    });
    expect((await save(promptId, "Mine", { branch: "shorter", expectedLatest: 1 })).kind).toBe("saved");
    expect((await save(promptId, "Mine", { branch: "shorter" })).kind).toBe("unchanged");
    expect((await save(promptId, "Second", { branch: "shorter" })).kind).toBe("saved");
  });

  it("keeps a draft of its own", async () => {
    const { promptId, prompt } = await branchOf();
    const draft = (text: string, branch: string, expectedRevision = 0) =>
      saveDraft(tenant.ctx, {
        promptId,
        branch,
        content: buildContent(text),
        baseVersionId: prompt.latest.id,
        expectedRevision,
      });
    await draft("of main", "main");
    expect(await draft("of the branch", "shorter")).toMatchObject({ branch: "shorter", revision: 1 });
    await draft("of the branch still", "shorter", 1);
    expect((await getDraft(tenant.ctx, { promptId }))?.revision).toBe(1);
    await save(promptId, "of the branch still", { branch: "shorter" });
    expect(await getDraft(tenant.ctx, { promptId, branch: "shorter" })).toBeNull();
    expect(await discardDraft(tenant.ctx, { promptId, branch: "shorter" })).toBeNull();
    expect(await discardDraft(tenant.ctx, { promptId })).toMatchObject({ branch: "main", revision: 1 });
  });

  it("takes one of two saves that were made over the same version", async () => {
    const { promptId } = await branchOf();
    const saves = ["a", "b", "c"].map((text) =>
      save(promptId, text, { branch: "shorter", expectedLatest: 1 }),
    );
    const done = await Promise.allSettled(saves);
    expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await listVersions(tenant.ctx, { promptId, branch: "shorter" })).items).toHaveLength(1);
  });

  it("is refused where its name is taken, or none; where the prompt is archived, or no version of it", async () => {
    const { promptId } = await branchOf();
    const make = (name: string, more: object = {}) => createBranch(tenant.ctx, { promptId, name, ...more });
    for (const name of ["main", "shorter"])
      await expect(make(name)).rejects.toMatchObject({ code: "conflict" });
    for (const name of ["", "A", "a b", "-a", "a/b", "x".repeat(61)])
      await expect(make(name), name).rejects.toThrow();
    const { latest } = await buildPrompt(tenant.ctx);
    await expect(make("of-another", { fromVersionId: latest.id })).rejects.toMatchObject({
      code: "not_found",
    });
    await archivePrompt(tenant.ctx, { promptId });
    await expect(make("late")).rejects.toMatchObject({ code: "conflict" });
  });

  it("takes nothing once it is put away, and stays to be read; main cannot be", async () => {
    const { promptId, prompt } = await branchOf();
    const { version } = await save(promptId, "Mine", { branch: "shorter" });
    expect((await archiveBranch(tenant.ctx, { promptId, name: "shorter" })).archivedAt).toBeInstanceOf(Date);
    expect(await lastEvent()).toMatchObject({
      action: "branch.archive",
      before: { name: "shorter", head: 2 },
    });
    await archiveBranch(tenant.ctx, { promptId, name: "shorter" });
    await expect(save(promptId, "More", { branch: "shorter" })).rejects.toMatchObject({ code: "conflict" });
    await expect(
      saveDraft(tenant.ctx, {
        promptId,
        branch: "shorter",
        content: buildContent("x"),
        baseVersionId: null,
        expectedRevision: 0,
      }),
    ).rejects.toMatchObject({ code: "conflict" });
    await expect(createBranch(tenant.ctx, { promptId, name: "shorter" })).rejects.toThrow(/archived/);
    const names = async (archived: boolean) =>
      (await listBranches(tenant.ctx, { promptId, archived })).map(({ name }) => name);
    expect([await names(false), await names(true)]).toEqual([["main"], ["shorter"]]);
    expect((await resolvePrompt(tenant.ctx, { path: prompt.path, version: 2 })).id).toBe(version.id);
    await expect(archiveBranch(tenant.ctx, { promptId, name: "main" })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(save(promptId, "x", { branch: "none" })).rejects.toMatchObject({ code: "not_found" });
  });

  it("is not found from another project, and forbidden to a reader", async () => {
    const { promptId } = await branchOf();
    const viewer = await tenant.as("viewer");
    const calls: ((ctx: Context) => Promise<unknown>)[] = [
      (ctx) => createBranch(ctx, { promptId, name: "mine" }),
      (ctx) => archiveBranch(ctx, { promptId, name: "shorter" }),
    ];
    for (const each of calls) {
      await expect(each(other.ctx)).rejects.toMatchObject({ code: "not_found" });
      await expect(each(viewer)).rejects.toMatchObject({ code: "forbidden" });
    }
    await expect(listBranches(other.ctx, { promptId })).rejects.toMatchObject({ code: "not_found" });
    expect(await listBranches(viewer, { promptId })).toHaveLength(2);
  });

  it("called main has every imported prompt too", async () => {
    const { paths } = await importPrompts(tenant.ctx, { rows: [{ name: "Imported", prompt: "Hello" }] });
    const { id, latest } = await getPrompt(tenant.ctx, { path: paths[0] ?? "" });
    expect(await listBranches(tenant.ctx, { promptId: id })).toMatchObject([
      { name: "main", head: { id: latest.id } },
    ]);
  });
});
