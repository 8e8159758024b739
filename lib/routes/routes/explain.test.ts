import { beforeAll, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { addModel, archiveConnection, createConnection, restoreConnection } from "#lib/models";
import type { ModelTarget } from "#schema/models";
import { createRoute, explainRoute, getRouteHealth, healthOf } from "../index.ts";
import type { ExplainRouteInput, RouteDefinitionInput } from "../schema.ts";

let tenant: Tenant;
let targets: ModelTarget[];
let made = 0;

beforeAll(async () => {
  tenant = await createTenant();
  const admin = await tenant.as("admin");
  targets = await Promise.all(
    [1, 2, 3].map(async (inputPrice) => {
      const baseUrl = "https://api.example.com/v1";
      const { id } = await createConnection(admin, {
        name: `c${inputPrice}`,
        kind: "openai_compatible",
        baseUrl,
      });
      await addModel(admin, { connectionId: id, name: "m", inputPrice, outputPrice: 0 });
      return { connectionId: id, model: "m" };
    }),
  );
});

const target = (at: number): ModelTarget => targets[at] ?? { connectionId: "", model: "" };
const breaker = { minimumCalls: 1, coolDownMs: 5_000 };
async function routed(definition: RouteDefinitionInput) {
  made += 1;
  return createRoute(await tenant.as("admin"), { name: `e${made}`, definition });
}
const said = async (definition: RouteDefinitionInput, more: Partial<ExplainRouteInput> = {}) => {
  const { outcome, reason, targets: all } = await explainRoute(tenant.ctx, { definition, ...more });
  return { outcome, reason, roles: all.map(({ label, role }) => `${label} ${role}`) };
};
const inOrder = { retries: { attempts: 2 } };

it("says who answers, who stands by, and what it would cost", async () => {
  const definition = { targets: [{ ...target(1), order: 1 }, target(0)] };
  const { outcome, targets: all } = await explainRoute(tenant.ctx, { definition, inputTokens: 1_000_000 });
  expect(outcome).toBe("c1/m answers.");
  expect(all.map(({ label, role, costUsd }) => [label, role, costUsd])).toEqual([
    ["c1/m", "answers", 1],
    ["c2/m", "stands by", 2],
  ]);
});

it("says who takes over after which failure, and what the caller is told where nobody does", async () => {
  const definition = {
    ...inOrder,
    targets: [target(0), { ...target(1), order: 1 }],
    fallbackOn: ["rate_limit" as const],
  };
  expect(await said(definition, { fault: "rate_limit" })).toEqual({
    outcome: "c2/m answers, after a rate limit of the one before.",
    reason: "the only one of its order",
    roles: ["c1/m fails", "c2/m answers"],
  });
  expect(await said(definition, { fault: "content_filter" })).toMatchObject({
    outcome: "The caller is told of the content filter: the route names no such failure.",
    roles: ["c1/m fails", "c2/m not asked"],
  });
  expect(await said({ targets: [target(0)] }, { fault: "network" })).toMatchObject({
    outcome: "The caller is told of the broken connection: nobody is left to take over.",
  });
});

it("goes by metadata, end user and seed as a call does", async () => {
  const choice = {
    by: "condition" as const,
    // oxlint-disable-next-line unicorn/no-thenable -- Portkey's word; it is a text
    conditions: [{ query: { "metadata.plan": "paid" }, then: "big" }],
    default: "small",
  };
  const named = [
    { ...target(0), name: "small" },
    { ...target(1), name: "big" },
    { ...target(2), order: 1 },
  ];
  const definition = { targets: named, choice };
  expect(await said(definition, { metadata: { plan: "paid" } })).toEqual({
    outcome: "c2/m answers.",
    reason: "condition 1 holds",
    roles: ["c2/m answers", "c3/m stands by", "c1/m not asked"],
  });
  expect((await said(definition)).reason).toBe("no condition holds: the default");

  const sticky = { targets: [target(0), target(1)], choice: { by: "sticky" as const, key: "end_user" } };
  const firsts = async (endUser: string | undefined) => {
    const all = await Promise.all(
      [1, 2, 3, 4, 5, 6, 7, 8].map((seed) =>
        said(sticky, endUser === undefined ? { seed } : { endUser, seed }),
      ),
    );
    return new Set(all.map(({ outcome }) => outcome)).size;
  };
  expect([await firsts("ada"), await firsts(undefined)]).toEqual([1, 2]);
});

it("looks at the health of the route it is given, and passes an open circuit by", async () => {
  const definition = { targets: [target(0), { ...target(1), order: 1, concurrency: 1 }], breaker };
  const route = await routed(definition);
  const failure = { errorClass: "server_error" as const, retryAfterMs: null, isProbe: false };
  const { breaker: rules = null } = route.version.definition;
  healthOf(route.id, target(0)).failed(tenant.clock.now(), rules, failure);
  healthOf(route.id, target(1)).places.enter(1);
  expect(await said(definition)).toMatchObject({ roles: ["c1/m answers", "c2/m stands by"] });
  const { targets: all } = await explainRoute(tenant.ctx, { definition, routeId: route.id });
  expect(all.map(({ role, why }) => [role, why])).toEqual([
    ["skipped", "its circuit is open: it has failed too often"],
    ["answers", "full now: a call waits up to 1 s for a place"],
  ]);
  const [first, second] = await getRouteHealth(tenant.ctx, { routeId: route.id });
  expect(first).toMatchObject({
    state: "open",
    calls: 1,
    failures: 1,
    lastErrors: [{ errorClass: "server_error" }],
  });
  expect(first?.openUntil?.getTime()).toBe(tenant.clock.now().getTime() + 5_000);
  expect(second).toMatchObject({ state: "closed", active: 1, calls: 0 });
});

it("passes by what the project does not offer now, and says so", async () => {
  const admin = await tenant.as("admin");
  const gone = await createConnection(admin, {
    name: "gone",
    kind: "openai_compatible",
    baseUrl: "https://api.example.com/v1",
  });
  await addModel(admin, { connectionId: gone.id, name: "m", inputPrice: 0, outputPrice: 0 });
  const away = { connectionId: gone.id, model: "m" };
  await archiveConnection(admin, { connectionId: gone.id });
  const definition = { targets: [away, target(1)], choice: { by: "cost" as const } };
  const { outcome, targets: all } = await explainRoute(tenant.ctx, { definition });
  expect(outcome).toBe("c2/m answers.");
  expect(all.map(({ label, role, why }) => [label, role, why])).toEqual([
    ["c2/m", "answers", "asked"],
    ["gone/m", "skipped", "this project does not offer it now"],
  ]);
  const kept = await routed({ targets: [target(1)] });
  expect((await getRouteHealth(tenant.ctx, { routeId: kept.id })).map(({ isOffered }) => isOffered)).toEqual([
    true,
  ]);
  await archiveConnection(admin, { connectionId: target(1).connectionId });
  expect((await getRouteHealth(tenant.ctx, { routeId: kept.id })).map(({ isOffered }) => isOffered)).toEqual([
    false,
  ]);
  await restoreConnection(admin, { connectionId: target(1).connectionId });
  expect((await said({ targets: [away] })).outcome).toBe(
    "The call is refused: none of its models is offered now.",
  );
});

it("is for those who see routes, of this project only", async () => {
  const route = await routed({ targets: [target(0)] });
  const stranger = (await createTenant()).ctx;
  const definition = { targets: [target(0)] };
  await expect(getRouteHealth(stranger, { routeId: route.id })).rejects.toMatchObject({ code: "not_found" });
  await expect(explainRoute(stranger, { definition })).rejects.toMatchObject({ code: "not_found" });
  const viewer = await tenant.as("viewer");
  await expect(explainRoute(viewer, { definition })).rejects.toMatchObject({ code: "forbidden" });
  await expect(getRouteHealth(viewer, { routeId: route.id })).rejects.toMatchObject({ code: "forbidden" });
});
