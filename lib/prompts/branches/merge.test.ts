import { and, desc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { createTenant, type Tenant } from "#testing";
import { buildPrompt } from "#testing/prompts";
import { createBranch, getPrompt, listVersions, mergeBranch, saveVersion } from "../index.ts";
import { PromptContent } from "../schema.ts";

let tenant: Tenant;
let other: Tenant;
beforeAll(async () => {
  [tenant, other] = [await createTenant(), await createTenant()];
});

const content = (system: string, user: string, settings: object = {}) =>
  PromptContent.parse({
    kind: "chat",
    messages: [
      { role: "system", content: system },
      { role: "user", content: user },
    ],
    settings,
  });
const start = async () => {
  const { id, latest } = await buildPrompt(tenant.ctx, { content: content("You help people.", "Hello") });
  await createBranch(tenant.ctx, { promptId: id, name: "shorter" });
  const save = (branch: string, ...words: Parameters<typeof content>) =>
    saveVersion(tenant.ctx, { promptId: id, branch, content: content(...words), message: "x" });
  return { promptId: id, latest, save };
};
const said = ({ content: { settings, ...rest } }: { content: PromptContent }) => [
  "messages" in rest ? rest.messages.map((message) => message.content) : [],
  settings,
];

describe("merging a branch", () => {
  it("brings both sides' changes into a version with two parents, that latest follows", async () => {
    const { promptId, save } = await start();
    const mine = await save("main", "You help customers.", "Hello");
    const theirs = await save("shorter", "You help people.", "Hello there", { temperature: 0.2 });
    const merged = await mergeBranch(tenant.ctx, { promptId, from: "shorter" });
    if (merged.kind !== "merged") throw new Error(merged.kind);
    expect(said(merged.version)).toEqual([["You help customers.", "Hello there"], { temperature: 0.2 }]);
    expect(merged).toMatchObject({ base: 1, ours: 2, theirs: 3 });
    expect(merged.version).toMatchObject({
      number: 4,
      branch: "main",
      parentId: mine.version.id,
      mergedFromId: theirs.version.id,
      labels: ["latest"],
    });
    expect((await getPrompt(tenant.ctx, { promptId })).latest.number).toBe(4);
    const [event] = await tenant.open.db
      .select({ action: auditEvents.action, after: auditEvents.after })
      .from(auditEvents)
      .where(and(eq(auditEvents.chainId, tenant.projectId), eq(auditEvents.subjectId, promptId)))
      .orderBy(desc(auditEvents.seq))
      .limit(1);
    expect(event).toMatchObject({ action: "branch.merge", after: { from: "shorter", merged: 3, number: 4 } });
  });

  it("does nothing the second time, and sees only what came since", async () => {
    const { promptId, save } = await start();
    await save("shorter", "You help people.", "Hello there");
    expect((await mergeBranch(tenant.ctx, { promptId, from: "shorter" })).kind).toBe("merged");
    expect((await mergeBranch(tenant.ctx, { promptId, from: "shorter" })).kind).toBe("nothing");
    await save("main", "You help people.", "Something else entirely");
    await save("shorter", "You help all people.", "Hello there");
    const again = await mergeBranch(tenant.ctx, { promptId, from: "shorter" });
    // Over the version first: "Hello there" and "Something else" would be a conflict.
    expect(again).toMatchObject({ kind: "merged", base: 2 });
    if (again.kind === "merged")
      expect(said(again.version)[0]).toEqual(["You help all people.", "Something else entirely"]);
    expect((await mergeBranch(tenant.ctx, { promptId, from: "main", into: "shorter" })).kind).toBe("merged");
    expect((await mergeBranch(tenant.ctx, { promptId, from: "shorter" })).kind).toBe("nothing");
  });

  it("saves nothing where both changed one thing, and asks; a decision settles it", async () => {
    const { promptId, save } = await start();
    await save("main", "You help people.", "Hello", { temperature: 0.3 });
    await save("shorter", "You help people.", "Hello", { temperature: 0.2 });
    const asked = await mergeBranch(tenant.ctx, { promptId, from: "shorter" });
    expect(asked).toMatchObject({
      kind: "conflicts",
      conflicts: [{ place: "setting temperature", base: null, ours: 0.3, theirs: 0.2 }],
    });
    expect((await listVersions(tenant.ctx, { promptId })).items).toHaveLength(3);
    const resolutions = { "setting temperature": { value: 0.25 } };
    for (const expected of [{ expectedInto: 1 }, { expectedFrom: 2 }])
      await expect(
        mergeBranch(tenant.ctx, { promptId, from: "shorter", resolutions, ...expected }),
      ).rejects.toMatchObject({ code: "conflict" });
    const settled = await mergeBranch(tenant.ctx, {
      promptId,
      from: "shorter",
      resolutions,
      expectedInto: 2,
      expectedFrom: 3,
    });
    if (settled.kind !== "merged") throw new Error(settled.kind);
    expect(said(settled.version)[1]).toEqual({ temperature: 0.25 });
    await save("main", "You help people.", "Hello", { temperature: 0.4 });
    await save("shorter", "You help people.", "Hello", { temperature: 0.9 });
    await expect(
      mergeBranch(tenant.ctx, {
        promptId,
        from: "shorter",
        resolutions: { "setting temperature": { value: "warm" } },
      }),
    ).rejects.toThrow();
  });

  it("is not found from another project, and forbidden to a reader", async () => {
    const { promptId } = await start();
    const input = { promptId, from: "shorter" };
    await expect(mergeBranch(other.ctx, input)).rejects.toMatchObject({ code: "not_found" });
    await expect(mergeBranch(await tenant.as("viewer"), input)).rejects.toMatchObject({ code: "forbidden" });
    await expect(mergeBranch(tenant.ctx, { promptId, from: "none" })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
