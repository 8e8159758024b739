import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { createTenant, type Tenant } from "#testing";
import { newId } from "#platform/ids";
import {
  archivePrompt,
  createPrompt,
  duplicatePrompt,
  getPrompt,
  listFolders,
  listPrompts,
  saveVersion,
  unarchivePrompt,
  updatePrompt,
} from "../index.ts";
import { buildContent, buildPrompt } from "#testing/prompts";

let tenant: Tenant;
let other: Tenant;

beforeAll(async () => {
  [tenant, other] = [await createTenant(), await createTenant()];
});

const actionsOn = async ({ open, projectId }: Tenant, promptId: string) => {
  const events = await open.db
    .select({ action: auditEvents.action })
    .from(auditEvents)
    .where(and(eq(auditEvents.chainId, projectId), eq(auditEvents.subjectId, promptId)))
    .orderBy(auditEvents.seq);
  return events.map(({ action }) => action);
};

describe("creating a prompt", () => {
  it("makes version 1 under the label latest and leaves an audit event", async () => {
    const prompt = await createPrompt(tenant.ctx, {
      path: "support/triage",
      content: buildContent(),
      message: "start",
    });
    expect(prompt).toMatchObject({
      path: "support/triage",
      kind: "chat",
      latest: { number: 1, message: "start", labels: ["latest"] },
    });
    expect(prompt.labels).toMatchObject([{ name: "latest", versionNumber: 1 }]);
    expect(await getPrompt(tenant.ctx, { path: "support/triage" })).toEqual(prompt);
    expect(await actionsOn(tenant, prompt.id)).toEqual(["prompt.create"]);
  });
  it("refuses a path that is taken, in this project only", async () => {
    const path = `taken/${newId()}`;
    await buildPrompt(other.ctx, { path });
    await buildPrompt(tenant.ctx, { path });
    await expect(buildPrompt(tenant.ctx, { path })).rejects.toMatchObject({ code: "conflict" });
  });
  it("refuses broken templates with every problem and its place", async () => {
    const broken = buildPrompt(tenant.ctx, { content: buildContent("Hello {{name}} and {{#x}}") });
    await expect(broken).rejects.toMatchObject({
      code: "invalid_input",
      details: { problems: [{ place: "messages.0", from: 6 }, {}, {}] },
    });
  });
  it.each(["", "/a", "a//b", "a/", "Äpfel", "a b", "../etc", "A", `${"a".repeat(201)}`])(
    "refuses the path %j",
    async (path) => {
      await expect(buildPrompt(tenant.ctx, { path })).rejects.toMatchObject({ name: "ZodError" });
    },
  );
  it("refuses too much", async () => {
    await expect(
      buildPrompt(tenant.ctx, { content: { kind: "text", text: "x".repeat(257_000) } }),
    ).rejects.toMatchObject({ name: "ZodError" });
  });
  it("needs the permission", async () => {
    await expect(buildPrompt(await tenant.as("reviewer"))).rejects.toMatchObject({ code: "forbidden" });
  });
  it("lets nobody but the studio mark demo data", async () => {
    const prompt = await createPrompt(tenant.ctx, {
      path: `demo/${newId()}`,
      content: buildContent(),
      isDemo: true,
    });
    expect(prompt.isDemo).toBe(false);
  });
});

describe("reading prompts", () => {
  it("does not see those of another project", async () => {
    const foreign = await buildPrompt(other.ctx);
    await expect(getPrompt(tenant.ctx, { promptId: foreign.id })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(getPrompt(tenant.ctx, { path: foreign.path })).rejects.toMatchObject({ code: "not_found" });
    expect((await listPrompts(tenant.ctx, { text: foreign.path })).items).toEqual([]);
  });
  it("lists by folder, text and label, page by page, in the order of paths", async () => {
    const mine = await createTenant();
    for (const path of ["a/one", "a/b/two", "a/b/three", "ab/four", "five"]) {
      await buildPrompt(mine.ctx, {
        path,
        content: buildContent(`Text of 100% ${path} {{ticket}}`),
        description: `about ${path}`,
      });
    }
    const paths = async (input: Parameters<typeof listPrompts>[1]) =>
      (await listPrompts(mine.ctx, input)).items.map(({ path }) => path);
    expect(await paths({})).toEqual(["a/b/three", "a/b/two", "a/one", "ab/four", "five"]);
    expect(await paths({ folder: "a" })).toEqual(["a/b/three", "a/b/two", "a/one"]);
    expect(await paths({ text: "100% AB/fo" })).toEqual(["ab/four"]);
    expect(await paths({ text: "100%_" })).toEqual([]);
    expect(await paths({ label: "production" })).toEqual([]);
    expect(await paths({ label: "latest", folder: "a/b" })).toHaveLength(2);
    const first = await listPrompts(mine.ctx, { limit: 2 });
    const second = await listPrompts(mine.ctx, { limit: 3, cursor: first.nextCursor ?? "" });
    expect([...first.items, ...second.items].map(({ path }) => path)).toEqual(await paths({}));
    expect(second.nextCursor).toBeNull();
    expect(await listFolders(mine.ctx)).toEqual([
      { folder: "", count: 5 },
      { folder: "a", count: 3 },
      { folder: "a/b", count: 2 },
      { folder: "ab", count: 1 },
    ]);
  });
});

describe("changing a prompt", () => {
  it("archives and brings back, each with an audit event, once", async () => {
    const prompt = await buildPrompt(tenant.ctx);
    await archivePrompt(tenant.ctx, { promptId: prompt.id });
    await archivePrompt(tenant.ctx, { promptId: prompt.id });
    expect((await listPrompts(tenant.ctx, { text: prompt.path })).items).toEqual([]);
    expect((await listPrompts(tenant.ctx, { text: prompt.path, archived: true })).items).toHaveLength(1);
    await expect(
      saveVersion(tenant.ctx, { promptId: prompt.id, content: buildContent("new"), message: "m" }),
    ).rejects.toMatchObject({ code: "conflict" });
    expect(await unarchivePrompt(tenant.ctx, { promptId: prompt.id })).toMatchObject({ archivedAt: null });
    expect(await actionsOn(tenant, prompt.id)).toEqual([
      "prompt.create",
      "prompt.archive",
      "prompt.unarchive",
    ]);
  });
  it("renames, unless the path is taken", async () => {
    const [one, two] = [await buildPrompt(tenant.ctx), await buildPrompt(tenant.ctx)];
    const path = `renamed/${newId()}`;
    expect(await updatePrompt(tenant.ctx, { promptId: one.id, path, description: "d" })).toMatchObject({
      path,
      description: "d",
    });
    await expect(updatePrompt(tenant.ctx, { promptId: two.id, path })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await actionsOn(tenant, one.id)).toEqual(["prompt.create", "prompt.update"]);
  });
  it("duplicates with where it came from", async () => {
    const prompt = await buildPrompt(tenant.ctx);
    const copy = await duplicatePrompt(tenant.ctx, { promptId: prompt.id, path: `copy/${newId()}` });
    expect(copy.latest).toMatchObject({
      number: 1,
      contentHash: prompt.latest.contentHash,
      provenance: { kind: "duplicate", sourceVersionId: prompt.latest.id },
    });
  });
  it("refuses foreign prompts, missing permission and bad input", async () => {
    const foreign = await buildPrompt(other.ctx);
    const own = await buildPrompt(tenant.ctx);
    const reviewer = await tenant.as("reviewer");
    const acts = [
      (ctx: typeof tenant.ctx, promptId: string) => archivePrompt(ctx, { promptId }),
      (ctx: typeof tenant.ctx, promptId: string) => unarchivePrompt(ctx, { promptId }),
      (ctx: typeof tenant.ctx, promptId: string) => updatePrompt(ctx, { promptId, description: "x" }),
      (ctx: typeof tenant.ctx, promptId: string) => duplicatePrompt(ctx, { promptId, path: `x/${newId()}` }),
    ];
    for (const act of acts) {
      await expect(act(tenant.ctx, foreign.id)).rejects.toMatchObject({ code: "not_found" });
      await expect(act(reviewer, own.id)).rejects.toMatchObject({ code: "forbidden" });
      await expect(act(tenant.ctx, "no id")).rejects.toMatchObject({ name: "ZodError" });
    }
  });
});
