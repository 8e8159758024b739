import { and, asc, eq } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { createTenant, type Tenant } from "#testing";
import { createConnection } from "#lib/models";
import { listLabels, resolvePrompt } from "#lib/prompts";
import { archiveRoute, createRoute, saveRoute } from "#lib/routes";
import type { ModelTarget } from "#schema/models";
import type { ModelOrRoute } from "#schema/routes";
import { buildPrompt } from "#testing/releases";
import { listEnvironments } from "../environments/read.ts";
import { updateGate } from "../environments/update-gate.ts";
import { previewChanges, promotionChanges } from "./changes.ts";
import { completePromotion } from "./complete.ts";
import { approvePromotion } from "./decide.ts";
import { getPromotion } from "./read.ts";
import { requestPromotion } from "./request.ts";
import { rollback } from "./rollback.ts";

let tenant: Tenant;
let admin: Awaited<ReturnType<Tenant["as"]>>;
let second: Awaited<ReturnType<Tenant["as"]>>;
let model: ModelTarget;
let routeId: string;
const environment = "production";

beforeAll(async () => {
  tenant = await createTenant();
  [admin, second] = [await tenant.as("admin"), await tenant.as("engineer", "Tom Tester")];
  await updateGate(admin, { environment, gate: { conditions: [{ kind: "approvals" }] } });
  const { id } = await createConnection(admin, { name: "sim", kind: "simulated", models: ["m"] });
  model = { connectionId: id, model: "m" };
  routeId = (await createRoute(admin, { name: "support", definition: { targets: [model] } })).id;
});

const request = (promptId: string, versionId: string, by: ModelOrRoute | null) =>
  requestPromotion(tenant.ctx, { promptId, versionId, environment, model: by });
async function promote(promptId: string, versionId: string, by: ModelOrRoute | null) {
  const { id } = await request(promptId, versionId, by);
  await approvePromotion(second, { promotionId: id });
  tenant.clock.advance(60_000);
  return completePromotion(tenant.ctx, { promotionId: id });
}
const servedBy = async (promptId: string) =>
  (await listLabels(tenant.ctx, { promptId })).find(({ name }) => name === environment)?.model;

it("an environment serves a version by a route that a promotion put there, in the version it was asked for in", async () => {
  const { promptId, path, v1, v2 } = await buildPrompt(tenant, ["one", "two"]);
  await promote(promptId, v1, model);
  const asked = await request(promptId, v1, { routeId, version: "newest" });
  const by = { routeId, version: 1, name: "support" };
  expect(asked).toMatchObject({ fromModel: model, toModel: by });
  const changed = {
    name: "model",
    before: "m (sim), in place of none",
    after: "route support@1, in place of none",
  };
  expect((await promotionChanges(tenant.ctx, { promotionId: asked.id })).settings).toEqual([changed]);
  const preview = { promptId, versionId: v1, environment, model: { routeId, version: 1 } };
  expect((await previewChanges(tenant.ctx, preview)).settings).toEqual([changed]);
  await saveRoute(admin, { routeId, definition: { targets: [model], timeoutMs: 9_000 } });
  await approvePromotion(second, { promotionId: asked.id });
  const done = await completePromotion(tenant.ctx, { promotionId: asked.id });
  expect(done.evidence).toMatchObject({ from: { model }, to: { versionId: v1, model: by } });
  expect(await resolvePrompt(tenant.ctx, { path, label: environment })).toMatchObject({
    model: { routeId, version: 1, setBy: "environment" },
  });
  await expect(request(promptId, v1, { routeId, version: 1 })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("on route support@1 already"),
  });
  const events = await tenant.open.db
    .select({ name: auditEvents.subjectName, before: auditEvents.before, after: auditEvents.after })
    .from(auditEvents)
    .where(and(eq(auditEvents.chainId, tenant.projectId), eq(auditEvents.subjectId, asked.id)))
    .orderBy(asc(auditEvents.seq));
  expect(events.at(-1)).toMatchObject({
    name: `${path} v1 on route support@1 to production`,
    before: { version: 1, model },
    after: { version: 1, model: by },
  });

  tenant.clock.advance(60_000);
  await promote(promptId, v1, { routeId, version: "newest" });
  expect(await servedBy(promptId)).toEqual({ ...by, version: 2 });
  tenant.clock.advance(60_000);
  await promote(promptId, v2, null);
  expect(await servedBy(promptId)).toBeNull();
  const pointer = (await listEnvironments(tenant.ctx))
    .find(({ name }) => name === environment)
    ?.prompts.find((each) => each.promptId === promptId);
  expect(pointer).toMatchObject({ model: null, previous: { versionNumber: 1, model: { version: 2 } } });
  for (const [version, expected] of [
    [1, { ...by, version: 2 }],
    [1, by],
    [1, model],
  ] as const) {
    tenant.clock.advance(60_000);
    expect(await rollback(tenant.ctx, { promptId, environment })).toMatchObject({
      toVersionNumber: version,
      toModel: expected,
    });
    expect(await servedBy(promptId)).toEqual(expected);
  }
});

it("is refused where another version of the route was put there meanwhile, and for a route that is not offered", async () => {
  const { promptId, v1, v2 } = await buildPrompt(tenant, ["one", "two"]);
  await promote(promptId, v1, { routeId, version: 1 });
  const asked = await request(promptId, v2, { routeId, version: 1 });
  expect((await getPromotion(tenant.ctx, { promotionId: asked.id })).fromModel).toMatchObject({ version: 1 });
  await tenant.open.driver.query(
    `update labels set model = jsonb_set(model, '{version}', '2') where prompt_id = $1 and name = 'production'`,
    [promptId],
  );
  await approvePromotion(second, { promotionId: asked.id });
  await expect(completePromotion(tenant.ctx, { promotionId: asked.id })).rejects.toMatchObject({
    code: "conflict",
  });
  const other = await buildPrompt(tenant, ["one"]);
  const { id: archived } = await createRoute(admin, { name: "old", definition: { targets: [model] } });
  await archiveRoute(admin, { routeId: archived });
  const stranger = await createTenant();
  const foreign = await createConnection(await stranger.as("admin"), {
    name: "theirs",
    kind: "simulated",
    models: ["m"],
  });
  const { id: theirs } = await createRoute(await stranger.as("admin"), {
    name: "theirs",
    definition: { targets: [{ connectionId: foreign.id, model: "m" }] },
  });
  for (const wrong of [archived, theirs])
    await expect(
      request(other.promptId, other.v1, { routeId: wrong, version: "newest" }),
    ).rejects.toMatchObject({ code: "not_found" });
});
