import { and, asc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { createTenant, type Tenant } from "#testing";
import { inTransaction } from "#db";
import { createConnection } from "#lib/models";
import { listLabels, resolvePrompt, setLabel } from "#lib/prompts";
import { contentHash } from "#platform/canonical";
import type { ModelTarget } from "#schema/models";
import { updateGate } from "../environments/update-gate.ts";
import { buildPromotion, buildPrompt } from "#testing/releases";
import { completePromotion } from "./complete.ts";
import { approvePromotion } from "./decide.ts";
import { requestPromotion } from "./request.ts";
import { rollback } from "./rollback.ts";

let tenant: Tenant;
let other: Tenant;
let admin: Awaited<ReturnType<Tenant["as"]>>;
let second: Awaited<ReturnType<Tenant["as"]>>;

beforeAll(async () => {
  [tenant, other] = [await createTenant(), await createTenant()];
  [admin, second] = [await tenant.as("admin", "Ana Admin"), await tenant.as("engineer", "Tom Tester")];
  await updateGate(admin, { environment: "production", gate: { conditions: [{ kind: "approvals" }] } });
});

const production = async (promptId: string) =>
  (await listLabels(tenant.ctx, { promptId })).find(({ name }) => name === "production") ?? null;
const promote = (promptId: string, versionId: string) => buildPromotion(tenant, second, promptId, versionId);

describe("a promotion to another model", () => {
  const modelOf = async (promptId: string) => (await production(promptId))?.model ?? null;
  const connect = async (name: string) => {
    const { id } = await createConnection(admin, { name, kind: "simulated", models: ["m"] });
    return { connectionId: id, model: "m" };
  };
  const promoteOn = async (promptId: string, versionId: string, model: ModelTarget | null) => {
    const asked = await requestPromotion(tenant.ctx, {
      promptId,
      versionId,
      environment: "production",
      model,
    });
    await approvePromotion(second, { promotionId: asked.id });
    tenant.clock.advance(60_000);
    return completePromotion(tenant.ctx, { promotionId: asked.id });
  };

  it("goes through the gate, serves that model, stands in evidence and audit, and is rolled back with it", async () => {
    const model = await connect("override");
    const { promptId, path, v1, v2 } = await buildPrompt(tenant, ["one", "two"]);
    await promote(promptId, v1);
    const asked = await requestPromotion(tenant.ctx, {
      promptId,
      versionId: v1,
      environment: "production",
      model,
    });
    expect(asked).toMatchObject({
      fromVersionNumber: 1,
      toVersionNumber: 1,
      fromModel: null,
      toModel: model,
    });
    await expect(completePromotion(tenant.ctx, { promotionId: asked.id })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await modelOf(promptId)).toBeNull();
    await approvePromotion(second, { promotionId: asked.id });
    const done = await completePromotion(tenant.ctx, { promotionId: asked.id });
    expect(done.evidence).toMatchObject({ from: { versionId: v1 }, to: { versionId: v1, model } });
    expect(done.evidenceHash).toBe(contentHash(done.evidence));
    expect(await resolvePrompt(tenant.ctx, { path, label: "production" })).toMatchObject({
      number: 1,
      model: { ...model, setBy: "environment" },
      environment: "production",
    });
    await expect(promoteOn(promptId, v1, model)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("version 1"),
    });
    tenant.clock.advance(60_000);
    await promoteOn(promptId, v2, null);
    expect(await modelOf(promptId)).toBeNull();
    tenant.clock.advance(60_000);
    const back = await rollback(tenant.ctx, { promptId, environment: "production" });
    expect(back).toMatchObject({ toVersionNumber: 1, toModel: model, fromModel: null });
    expect(await modelOf(promptId)).toEqual(model);
    tenant.clock.advance(60_000);
    const further = await rollback(tenant.ctx, { promptId, environment: "production" });
    expect(further).toMatchObject({ toVersionNumber: 1, fromModel: model, toModel: null });
    expect(await modelOf(promptId)).toBeNull();
    const events = await tenant.open.db
      .select({ action: auditEvents.action, before: auditEvents.before, after: auditEvents.after })
      .from(auditEvents)
      .where(and(eq(auditEvents.chainId, tenant.projectId), eq(auditEvents.subjectId, asked.id)))
      .orderBy(asc(auditEvents.seq));
    expect(events.at(-1)).toMatchObject({
      action: "promotion.complete",
      before: { version: 1 },
      after: { version: 1, model },
    });
  });

  it("is refused when another model was put there meanwhile, and for a model the project does not have", async () => {
    const [one, two] = [await connect("first choice"), await connect("second choice")];
    const { promptId, v1, v2 } = await buildPrompt(tenant, ["one", "two"]);
    await promoteOn(promptId, v1, one);
    const asked = await requestPromotion(tenant.ctx, { promptId, versionId: v2, environment: "production" });
    await approvePromotion(second, { promotionId: asked.id });
    await inTransaction(tenant.ctx, (tx) =>
      setLabel(tx, { promptId, name: "production", versionId: v1, model: two }),
    );
    await expect(completePromotion(tenant.ctx, { promotionId: asked.id })).rejects.toMatchObject({
      code: "conflict",
    });
    const foreign = await createConnection(await other.as("admin"), {
      name: "theirs",
      kind: "simulated",
      models: ["m"],
    });
    await expect(
      requestPromotion(tenant.ctx, {
        promptId,
        versionId: v2,
        environment: "development",
        model: { connectionId: foreign.id, model: "m" },
      }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});
