import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { prompts, promptVersions } from "#db/schema/prompts";
import { createTenant, type Tenant } from "#testing";
import { newId } from "#platform/ids";
import { guardLabels } from "./guard.ts";
import { moveLabel } from "./move.ts";
import { listLabels } from "./read.ts";

let tenant: Tenant;
let other: Tenant;

beforeAll(async () => {
  [tenant, other] = [await createTenant(), await createTenant()];
});

/** A prompt with two versions, written straight to the tables: labels are tested apart from saving. */
async function buildPrompt({ open, projectId, clock }: Tenant) {
  const [promptId, first, second] = [newId(), newId(), newId()];
  const common = {
    projectId,
    promptId,
    contentHash: "hash",
    message: "m",
    content: {},
    createdByName: "test",
  };
  await open.db
    .insert(prompts)
    .values({ id: promptId, projectId, path: `support/${promptId}`, kind: "text", updatedAt: clock.now() });
  await open.db.insert(promptVersions).values([
    { ...common, id: first, number: 1 },
    { ...common, id: second, number: 2 },
  ]);
  return { promptId, first, second };
}

describe("moving a label", () => {
  it("points it at the version and leaves an audit event", async () => {
    const { promptId, first, second } = await buildPrompt(tenant);
    await moveLabel(tenant.ctx, { promptId, name: "tested", versionId: first });
    const label = await moveLabel(tenant.ctx, {
      promptId,
      name: "tested",
      versionId: second,
      expectedVersionId: first,
    });
    expect(label).toMatchObject({ name: "tested", versionId: second, versionNumber: 2 });
    const events = await tenant.open.db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.chainId, tenant.projectId), eq(auditEvents.subjectId, promptId)))
      .orderBy(auditEvents.seq);
    expect(events.map((event) => [event.action, event.before, event.after])).toEqual([
      ["label.move", null, { name: "tested", versionNumber: 1 }],
      ["label.move", { name: "tested", versionNumber: 1 }, { name: "tested", versionNumber: 2 }],
    ]);
  });

  it("refuses when somebody moved it first, and changes nothing", async () => {
    const { promptId, first, second } = await buildPrompt(tenant);
    await moveLabel(tenant.ctx, { promptId, name: "tested", versionId: first });
    const late = moveLabel(tenant.ctx, {
      promptId,
      name: "tested",
      versionId: second,
      expectedVersionId: second,
    });
    await expect(late).rejects.toMatchObject({ code: "conflict" });
    expect(await listLabels(tenant.ctx, { promptId })).toMatchObject([{ name: "tested", versionNumber: 1 }]);
  });

  it("refuses a label that releases guards, in that project only", async () => {
    const { promptId, first } = await buildPrompt(tenant);
    await guardLabels(tenant.ctx, ["canary"]);
    await guardLabels(tenant.ctx, ["canary"]);
    for (const name of ["canary", "production"])
      await expect(moveLabel(tenant.ctx, { promptId, name, versionId: first })).rejects.toMatchObject({
        code: "conflict",
        message: expect.stringContaining("promotion"),
      });
    const theirs = await buildPrompt(other);
    expect(
      await moveLabel(other.ctx, { promptId: theirs.promptId, name: "canary", versionId: theirs.first }),
    ).toMatchObject({ versionNumber: 1 });
  });

  it("does not see prompts and versions of another project", async () => {
    const mine = await buildPrompt(tenant);
    const foreign = await buildPrompt(other);
    await expect(
      moveLabel(tenant.ctx, { promptId: foreign.promptId, name: "tested", versionId: foreign.first }),
    ).rejects.toMatchObject({ code: "not_found" });
    await expect(
      moveLabel(tenant.ctx, { promptId: mine.promptId, name: "tested", versionId: foreign.first }),
    ).rejects.toMatchObject({ code: "not_found" });
    await expect(listLabels(tenant.ctx, { promptId: foreign.promptId })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("needs the permission", async () => {
    const { promptId, first } = await buildPrompt(tenant);
    const reviewer = await tenant.as("reviewer");
    await expect(moveLabel(reviewer, { promptId, name: "tested", versionId: first })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("refuses names that are not labels, and latest, which moves by itself", async () => {
    const { promptId, first } = await buildPrompt(tenant);
    for (const name of ["", "Not A Label", "x".repeat(37), "latest", "1", "007"]) {
      await expect(moveLabel(tenant.ctx, { promptId, name, versionId: first })).rejects.toMatchObject({
        name: "ZodError",
      });
    }
  });
});
