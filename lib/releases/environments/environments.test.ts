import { and, eq } from "drizzle-orm";
import { createDataset, isGatedDataset } from "#lib/datasets";
import { beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { environments } from "#db/schema/releases";
import { createTenant, type Tenant } from "#testing";
import { moveLabel } from "#lib/prompts";
import { promotionsOfVersions } from "../promotions/moves.ts";
import { listPromotions } from "../promotions/read.ts";
import { requestPromotion } from "../promotions/request.ts";
import { rollback } from "../promotions/rollback.ts";
import { defaultEnvironments } from "../schema.ts";
import { buildPromotion, buildPrompt } from "#testing/releases";
import { ensureDefaultEnvironments } from "./ensure-defaults.ts";
import { listEnvironments } from "./read.ts";
import { listServedPrompts } from "./served.ts";
import { updateGate } from "./update-gate.ts";

let tenant: Tenant;
let other: Tenant;
let admin: Awaited<ReturnType<Tenant["as"]>>;
let second: Awaited<ReturnType<Tenant["as"]>>;

beforeAll(async () => {
  [tenant, other] = [await createTenant(), await createTenant()];
  [admin, second] = [await tenant.as("admin"), await tenant.as("engineer")];
  await updateGate(admin, { environment: "production", gate: { conditions: [{ kind: "approvals" }] } });
});

describe("environments", () => {
  it("start as development, staging and production, made once by the studio", async () => {
    await Promise.all([
      ensureDefaultEnvironments(other.ctx),
      ensureDefaultEnvironments(await other.as("viewer")),
    ]);
    const list = await listEnvironments(other.ctx);
    expect(list.map(({ name, gate }) => [name, gate.conditions.length])).toEqual([
      ["development", 0],
      ["staging", 1],
      ["production", 5],
    ]);
    const rows = await other.open.db
      .select()
      .from(environments)
      .where(eq(environments.projectId, other.projectId));
    expect(rows).toHaveLength(3);
  });

  it("guard their labels before anybody has opened a page that makes them", async () => {
    const fresh = await createTenant();
    const { promptId, v1 } = await buildPrompt(fresh, ["one"]);
    for (const { name } of defaultEnvironments)
      await expect(moveLabel(fresh.ctx, { promptId, name, versionId: v1 })).rejects.toMatchObject({
        code: "conflict",
        details: { environment: name },
      });
    expect(await moveLabel(fresh.ctx, { promptId, name: "tested", versionId: v1 })).toMatchObject({
      versionNumber: 1,
    });
  });

  it("show what they serve, what a rollback would restore and what is open", async () => {
    const { promptId, v1, v2, v3 } = await buildPrompt(tenant, ["one", "two", "three"]);
    await buildPromotion(tenant, second, promptId, v1);
    await buildPromotion(tenant, second, promptId, v2);
    const open = await requestPromotion(tenant.ctx, { promptId, versionId: v3, environment: "production" });
    const served = (await listEnvironments(tenant.ctx))
      .find(({ name }) => name === "production")
      ?.prompts.find((pointer) => pointer.promptId === promptId);
    expect(served).toMatchObject({
      versionNumber: 2,
      previous: { versionNumber: 1 },
      openPromotion: { number: open.number },
    });
  });

  it("serve prompts that are listed by path with their newest version, and say which move brought a version", async () => {
    const fresh = await createTenant();
    const approver = await fresh.as("engineer");
    await updateGate(await fresh.as("admin"), {
      environment: "production",
      gate: { conditions: [{ kind: "approvals" }] },
    });
    const { promptId, path, v1, v2, v3 } = await buildPrompt(fresh, ["one", "two", "three"]);
    await buildPrompt(fresh, ["served nowhere"]);
    await buildPromotion(fresh, approver, promptId, v1);
    const second = await buildPromotion(fresh, approver, promptId, v2);
    expect(await listServedPrompts(fresh.ctx)).toEqual([
      { promptId, promptPath: path, newest: { versionId: v3, versionNumber: 3 } },
    ]);
    const back = await rollback(fresh.ctx, {
      promptId,
      environment: "production",
      reason: "Two was worse",
      expectedVersionId: v2,
    });
    const versionIds = [v1, v2, v3];
    expect(await promotionsOfVersions(fresh.ctx, { environment: "production", versionIds })).toEqual(
      new Map([
        [v1, back.number],
        [v2, second.number],
      ]),
    );
    expect(await promotionsOfVersions(fresh.ctx, { environment: "staging", versionIds })).toEqual(new Map());
  });

  it("have an open promotion that is found also where they serve nothing of the prompt yet", async () => {
    const { promptId, v1 } = await buildPrompt(tenant, ["one"]);
    const open = await requestPromotion(tenant.ctx, { promptId, versionId: v1, environment: "staging" });
    const all = await listEnvironments(tenant.ctx);
    expect(all.flatMap((each) => each.prompts).filter((each) => each.promptId === promptId)).toEqual([]);
    const { items } = await listPromotions(tenant.ctx, { promptId, status: "open" });
    expect(items).toMatchObject([{ number: open.number, environmentName: "staging", toVersionNumber: 1 }]);
    await expect(
      requestPromotion(tenant.ctx, { promptId, versionId: v1, environment: "staging" }),
    ).rejects.toMatchObject({
      code: "conflict",
      details: { number: open.number },
    });
  });

  it("change their gate with both sides in the audit log, for admins only", async () => {
    const gate = { conditions: [{ kind: "approvals" as const, count: 2 }] };
    await expect(updateGate(tenant.ctx, { environment: "development", gate })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(updateGate(admin, { environment: "nowhere", gate })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(
      updateGate(admin, {
        environment: "development",
        gate: { conditions: [{ kind: "approvals", count: 0 }] },
      }),
    ).rejects.toMatchObject({ name: "ZodError" });
    await updateGate(admin, { environment: "development", gate });
    const events = await tenant.open.db
      .select()
      .from(auditEvents)
      .where(
        and(
          eq(auditEvents.chainId, tenant.projectId),
          eq(auditEvents.action, "environment.update"),
          eq(auditEvents.subjectName, "development"),
        ),
      );
    expect(events.at(-1)).toMatchObject({
      before: { gate: { conditions: [] } },
      after: { gate: { conditions: [{ kind: "approvals", count: 2 }] } },
    });
    await updateGate(admin, { environment: "development", gate: { conditions: [] } });
  });
});

it("a dataset is known as gated for as long as any gate names it", async () => {
  const dataset = await createDataset(tenant.ctx, { name: "gated" });
  const gate = (environment: string, datasetId: string | null) =>
    updateGate(admin, {
      environment,
      gate: { evidence: { datasetId }, conditions: [{ kind: "approvals" }] },
    });
  expect(await isGatedDataset(tenant.ctx, dataset.id)).toBe(false);
  await gate("production", dataset.id);
  await gate("staging", dataset.id);
  expect(await isGatedDataset(tenant.ctx, dataset.id)).toBe(true);
  await gate("production", null);
  expect(await isGatedDataset(tenant.ctx, dataset.id)).toBe(true);
  await gate("staging", null);
  expect(await isGatedDataset(tenant.ctx, dataset.id)).toBe(false);
});
