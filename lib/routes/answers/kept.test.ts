import { and, desc, eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import type { Context } from "#lib/identity";
import { createConnection } from "#lib/models";
import { newId } from "#platform/ids";
import { createTenant, type Tenant } from "#testing";
import {
  createRoute,
  findKeptAnswer,
  forgetAnswers,
  keepCachedAnswer,
  listCachedAnswers,
  pinAnswer,
  watchAnswer,
} from "../index.ts";
import { dropExpiredAnswers } from "./expire.ts";

type Kept = Parameters<typeof keepCachedAnswer>[1];

let tenant: Tenant;
let admin: Context;
let target: { connectionId: string; model: string };
let routeId: string;
let made = 0;

beforeAll(async () => {
  tenant = await createTenant();
  admin = await tenant.as("admin");
  const { id } = await createConnection(admin, { name: "c", kind: "simulated", models: ["m"] });
  target = { connectionId: id, model: "m" };
});
beforeEach(async () => {
  routeId = await aRoute();
});

async function aRoute(): Promise<string> {
  made += 1;
  const definition = { targets: [target], cache: { ttlSeconds: 60 } };
  return (await createRoute(admin, { name: `kept-${made}`, definition })).id;
}

async function keep(
  output: string,
  more: Partial<Kept> = {},
): Promise<{ generationId: string; key: string }> {
  made += 1;
  const generationId = newId();
  const key = `${made}`.padStart(64, "0");
  const said = { output, reasoning: "", refusal: null, toolCalls: [], finishReason: "stop" as const };
  await keepCachedAnswer(admin, {
    routeId,
    key,
    ttlSeconds: 60,
    answer: { generationId, target, ...said },
    question: `question of ${output}`,
    promptId: null,
    promptVersionId: null,
    metadata: null,
    endUser: null,
    meaning: null,
    ...more,
  });
  return { generationId, key };
}
const outputs = async (input = {}) =>
  (await listCachedAnswers(admin, { routeId, ...input })).items.map(({ outputPreview }) => outputPreview);
const lastAudit = async () => {
  const [row] = await tenant.open.db
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.chainId, tenant.projectId))
    .orderBy(desc(auditEvents.seq))
    .limit(1);
  return row;
};

describe("the answers that a route keeps", () => {
  it("are listed newest first, page by page, and found by their question or their words", async () => {
    for (const output of ["one", "two_2", "three"]) {
      await keep(output);
      tenant.clock.advance(1);
    }
    expect(await outputs()).toEqual(["three", "two_2", "one"]);
    const first = await listCachedAnswers(admin, { routeId, limit: 2 });
    expect(await outputs({ limit: 2, cursor: first.nextCursor })).toEqual(["one"]);
    expect(await outputs({ text: "QUESTION of t" })).toEqual(["three", "two_2"]);
    expect(await outputs({ text: "o_2" })).toEqual(["two_2"]);
    tenant.clock.advance(60_000);
    expect(await outputs()).toEqual([]);
  });

  it.each<[string, Partial<Kept>, object]>([
    [
      "a prompt",
      { promptId: "11111111-1111-4111-8111-111111111111" },
      { promptId: "11111111-1111-4111-8111-111111111111" },
    ],
    [
      "a version",
      { promptVersionId: "22222222-2222-4222-8222-222222222222" },
      { versionId: "22222222-2222-4222-8222-222222222222" },
    ],
    ["a tag", { metadata: { plan: "pro=1", seats: 3 } }, { tag: "plan=pro=1" }],
    ["a tag that is a number", { metadata: { seats: 3 } }, { tag: "seats=3" }],
    ["an end user", { endUser: "ada" }, { endUser: " ada " }],
  ])("are emptied by %s, and the others stay", async (_what, own, which) => {
    await keep("mine", own);
    await keep("other", { metadata: { plan: "free", seats: 33 }, endUser: "adam" });
    const elsewhere = routeId;
    routeId = await aRoute();
    await keep("of another route", own);
    expect(await forgetAnswers(admin, { routeId: elsewhere, ...which })).toEqual({ forgotten: 1 });
    expect(await outputs({ routeId: elsewhere })).toEqual(["other"]);
    expect(await outputs()).toEqual(["of another route"]);
  });

  it("are emptied of those that fulfil all that is named, one of them, or all", async () => {
    const { generationId } = await keep("both", { metadata: { plan: "pro" }, endUser: "ada" });
    await keep("tag only", { metadata: { plan: "pro" } });
    await keep("neither");
    const both = { routeId, tag: "plan=pro", endUser: "nobody" };
    expect(await forgetAnswers(admin, both)).toEqual({ forgotten: 0 });
    expect(await forgetAnswers(admin, { ...both, endUser: "ada" })).toEqual({ forgotten: 1 });
    expect(await findKeptAnswer(admin, { generationId })).toBeNull();
    expect(await forgetAnswers(admin, { routeId })).toEqual({ forgotten: 2 });
    expect(await outputs()).toEqual([]);
  });

  it("leave an audit row that names an end user by hash only", async () => {
    await keep("mine", { endUser: "ada@example.org" });
    await forgetAnswers(admin, { routeId, endUser: "ada@example.org" });
    const row = await lastAudit();
    expect(row).toMatchObject({ action: "route.forget_answers" });
    expect(JSON.stringify(row)).toContain("endUserHash");
    expect(JSON.stringify(row)).not.toContain("ada@example.org");
  });
});

describe("a pinned answer", () => {
  it("is given and listed after its time, is not dropped at night, kept over, or emptied where pins are to stay", async () => {
    const { generationId, key } = await keep("pinned");
    await keep("plain");
    const engineer = await tenant.as("engineer");
    expect(await pinAnswer(engineer, { generationId })).toMatchObject({
      generationId,
      pinnedByName: engineer.actor.name,
    });
    expect(await lastAudit()).toMatchObject({ action: "answer.pin" });
    tenant.clock.advance(61_000);
    await dropExpiredAnswers(tenant.open.db, { signal: new AbortController().signal, clock: tenant.clock });
    expect(await outputs()).toEqual(["pinned"]);
    await keep("over it", { key });
    expect((await watchAnswer(admin, key)).found?.answer.output).toBe("pinned");
    expect(await outputs({ pinned: true })).toEqual(["pinned"]);
    expect(await forgetAnswers(admin, { routeId, keepPinned: true })).toEqual({ forgotten: 0 });
    expect(await forgetAnswers(admin, { routeId })).toEqual({ forgotten: 1 });
  });

  it("goes by its time again when the pin is off; twice the same leaves one audit row", async () => {
    const { generationId, key } = await keep("pinned");
    await pinAnswer(admin, { generationId });
    await pinAnswer(admin, { generationId });
    const pins = await tenant.open.db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.chainId, tenant.projectId), eq(auditEvents.action, "answer.pin")));
    expect(pins.filter((row) => JSON.stringify(row).includes(generationId))).toHaveLength(1);
    tenant.clock.advance(61_000);
    expect(await pinAnswer(admin, { generationId, isPinned: false })).toBeNull();
    expect(await lastAudit()).toMatchObject({ action: "answer.unpin" });
    expect((await watchAnswer(admin, key)).found).toBeNull();
  });

  it("is refused where nothing is kept any more, to roles that may not, and without an id", async () => {
    const { generationId } = await keep("mine");
    const viewer = await tenant.as("viewer");
    await expect(pinAnswer(viewer, { generationId })).rejects.toMatchObject({ code: "forbidden" });
    await expect(pinAnswer(admin, { generationId: "x" })).rejects.toMatchObject({
      name: expect.stringContaining("ZodError"),
    });
    tenant.clock.advance(60_000);
    await expect(pinAnswer(admin, { generationId })).rejects.toMatchObject({ code: "not_found" });
  });
});
