import { desc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { createTenant, type Tenant } from "#testing";
import type { Context } from "#lib/identity";
import { archiveConnection, createConnection } from "#lib/models";
import type { ModelTarget } from "#schema/models";
import {
  archiveRoute,
  createRoute,
  findTarget,
  getRoute,
  listRoutes,
  listRouteVersions,
  parseModelReference,
  parsePromptReference,
  resolveRoute,
  saveRoute,
  takeTurn,
} from "../index.ts";
import { RouteDefinition, type RouteDefinitionInput } from "../schema.ts";

let tenant: Tenant;
let admin: Context;
let first: ModelTarget;
let second: ModelTarget;
let made = 0;

const connect = async (name: string): Promise<ModelTarget> => {
  const { id } = await createConnection(admin, { name, kind: "simulated", models: ["m", `only-${name}`] });
  return { connectionId: id, model: "m" };
};
const create = (definition: RouteDefinitionInput = { targets: [first] }) => {
  made += 1;
  return createRoute(admin, { name: `route-${made}`, definition });
};
const lastAudit = async (subjectId: string) => {
  const [event] = await tenant.open.db
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.subjectId, subjectId))
    .orderBy(desc(auditEvents.seq))
    .limit(1);
  return event;
};

beforeAll(async () => {
  tenant = await createTenant();
  admin = await tenant.as("admin");
  first = await connect("aa");
  second = await connect("bb");
});

describe("a route", () => {
  it("is made with its first version, every default in it, and an audit event", async () => {
    const route = await create({ targets: [{ ...first, weight: 3 }, second], limits: { maxTokens: 50 } });
    expect(route.version).toMatchObject({
      number: 1,
      definition: {
        targets: [
          { ...first, order: 0, weight: 3 },
          { ...second, order: 0, weight: 1 },
        ],
        retries: { attempts: 3, baseMs: 250, maxBackoffMs: 4_000, maxRetryAfterMs: 20_000 },
        limits: { maxTokens: 50 },
      },
    });
    expect(await lastAudit(route.id)).toMatchObject({ action: "route.create" });
    expect(await getRoute(tenant.ctx, { routeId: route.id })).toEqual(route);
  });

  it("gets a new version by saving, none by saving the same, and serves the newest or the one named", async () => {
    const route = await create();
    await resolveRoute(tenant.ctx, route.name);
    const saved = await saveRoute(admin, {
      routeId: route.id,
      definition: { targets: [second] },
      message: "Move",
      expectedVersion: 1,
    });
    expect(saved.version).toMatchObject({ number: 2, message: "Move" });
    expect(await lastAudit(route.id)).toMatchObject({ action: "route.save" });
    const again = await saveRoute(admin, { routeId: route.id, definition: { targets: [second] } });
    expect(again.version.number).toBe(2);
    expect((await resolveRoute(tenant.ctx, route.name)).definition.targets).toMatchObject([second]);
    expect((await resolveRoute(tenant.ctx, `${route.name}@1`)).definition.targets).toMatchObject([first]);
    const versions = await listRouteVersions(tenant.ctx, { routeId: route.id });
    expect(versions.map(({ number }) => number)).toEqual([2, 1]);
  });

  it("is not saved over somebody else's version", async () => {
    const route = await create();
    await saveRoute(admin, { routeId: route.id, definition: { targets: [second] }, expectedVersion: 1 });
    const stale = saveRoute(admin, {
      routeId: route.id,
      definition: { targets: [first, second] },
      expectedVersion: 1,
    });
    await expect(stale).rejects.toMatchObject({ code: "conflict" });
  });

  it("names models of the project; one whose connection is gone may stay but not come", async () => {
    const leaving = await connect("leaving");
    const route = await create({ targets: [first, leaving] });
    await archiveConnection(admin, { connectionId: leaving.connectionId });
    const stays = { targets: [leaving, second] };
    expect((await saveRoute(admin, { routeId: route.id, definition: stays })).version.number).toBe(2);
    await expect(create({ targets: [leaving] })).rejects.toMatchObject({
      code: "not_found",
      message: expect.stringContaining("targets.0"),
    });
    const foreign = await createTenant();
    const theirs = await createConnection(await foreign.as("admin"), {
      name: "theirs",
      kind: "simulated",
      models: ["m"],
    });
    const borrowed = create({ targets: [first, { connectionId: theirs.id, model: "m" }] });
    await expect(borrowed).rejects.toMatchObject({ message: expect.stringContaining("targets.1") });
  });

  it("serves nobody while it is archived, and its name stays taken", async () => {
    const route = await create();
    await resolveRoute(tenant.ctx, route.name);
    await archiveRoute(admin, { routeId: route.id });
    expect(await lastAudit(route.id)).toMatchObject({ action: "route.archive" });
    await expect(resolveRoute(tenant.ctx, route.name)).rejects.toMatchObject({ code: "not_found" });
    const names = async (includeArchived: boolean) =>
      (await listRoutes(tenant.ctx, { includeArchived })).map(({ name }) => name);
    expect(await names(false)).not.toContain(route.name);
    expect(await names(true)).toContain(route.name);
    const save = saveRoute(admin, { routeId: route.id, definition: { targets: [second] } });
    await expect(save).rejects.toMatchObject({ code: "conflict" });
    const same = createRoute(admin, { name: route.name, definition: { targets: [first] } });
    await expect(same).rejects.toMatchObject({ code: "conflict" });
    await archiveRoute(admin, { routeId: route.id, isArchived: false });
    expect((await resolveRoute(tenant.ctx, route.name)).version).toBe(1);
  });

  it("is changed by admins only, and read by engineers only", async () => {
    const route = await create();
    const engineer = tenant.ctx;
    const definition = { targets: [first] };
    const forbidden = { code: "forbidden" };
    await expect(createRoute(engineer, { name: "mine", definition })).rejects.toMatchObject(forbidden);
    await expect(saveRoute(engineer, { routeId: route.id, definition })).rejects.toMatchObject(forbidden);
    await expect(archiveRoute(engineer, { routeId: route.id })).rejects.toMatchObject(forbidden);
    const viewer = await tenant.as("viewer");
    await expect(listRoutes(viewer)).rejects.toMatchObject(forbidden);
    await expect(resolveRoute(viewer, route.name)).rejects.toMatchObject(forbidden);
  });

  it("is another project's nowhere", async () => {
    const route = await create();
    const stranger = await (await createTenant()).as("owner");
    const missing = { code: "not_found" };
    const definition = { targets: [first] };
    await expect(getRoute(stranger, { routeId: route.id })).rejects.toMatchObject(missing);
    await expect(saveRoute(stranger, { routeId: route.id, definition })).rejects.toMatchObject(missing);
    await expect(resolveRoute(stranger, route.name)).rejects.toMatchObject(missing);
    await expect(findTarget(stranger, "aa/m")).rejects.toMatchObject(missing);
    expect(await listRoutes(stranger)).toEqual([]);
  });

  it.each([
    ["no target", { targets: [] }],
    ["a target twice", { targets: [1, 1] }],
    ["a weight of nothing", { targets: [{ weight: 0 }] }],
    ["eleven tries", { targets: [1], retries: { attempts: 11 } }],
  ])("is refused with %s", (_, { targets, ...more }: { targets: unknown[] }) => {
    const full = targets.map((target) => ({ ...first, ...(typeof target === "object" ? target : {}) }));
    expect(RouteDefinition.safeParse({ ...more, targets: full }).success).toBe(false);
  });
});

describe("a name", () => {
  it("means a model, a route or a prompt", async () => {
    expect(parseModelReference("aa/m")).toEqual({ kind: "model", name: "aa/m" });
    expect(parseModelReference("route:support@3")).toEqual({ kind: "route", reference: "support@3" });
    expect(parseModelReference("prompt:a/b@production")).toEqual({
      kind: "prompt",
      reference: "a/b@production",
    });
    expect(parsePromptReference("a/b@production")).toEqual({ promptPath: "a/b", label: "production" });
    expect(parsePromptReference("a/b@7")).toEqual({ promptPath: "a/b", versionNumber: 7 });
    expect(() => parsePromptReference("a/b@")).toThrow("names no label");
    expect(await findTarget(tenant.ctx, "bb/m")).toEqual(second);
    expect(await findTarget(tenant.ctx, "only-bb")).toEqual({ ...second, model: "only-bb" });
    await expect(findTarget(tenant.ctx, "m")).rejects.toMatchObject({ code: "invalid_input" });
    await expect(findTarget(tenant.ctx, "none")).rejects.toMatchObject({ code: "not_found" });
  });
  it("of a route names a version by a number only", async () => {
    const route = await create();
    for (const version of ["", "0", "latest", "1.5"])
      await expect(resolveRoute(tenant.ctx, `${route.name}@${version}`)).rejects.toMatchObject({
        code: "invalid_input",
      });
    await expect(resolveRoute(tenant.ctx, `${route.name}@2`)).rejects.toMatchObject({ code: "not_found" });
  });
});

it("a limit of calls a minute refuses the next one until its share of the minute is over", async () => {
  const route = await create({ targets: [first], limits: { requestsPerMinute: 2 } });
  const resolved = await resolveRoute(tenant.ctx, route.name);
  takeTurn(tenant.ctx, resolved);
  takeTurn(tenant.ctx, resolved);
  expect(() => takeTurn(tenant.ctx, resolved)).toThrow(
    `The route "${route.name}" takes 2 calls a minute. Wait 30 s and try again.`,
  );
  tenant.clock.advance(29_999);
  expect(() => takeTurn(tenant.ctx, resolved)).toThrow("Wait 1 s");
  tenant.clock.advance(1);
  takeTurn(tenant.ctx, resolved);
  expect(() => takeTurn(tenant.ctx, resolved)).toThrow("Wait 30 s");
  // Around no edge of a minute do more pass than a minute's worth.
  tenant.clock.advance(60_000);
  takeTurn(tenant.ctx, resolved);
  takeTurn(tenant.ctx, resolved);
  expect(() => takeTurn(tenant.ctx, resolved)).toThrow("takes 2 calls a minute");
});
