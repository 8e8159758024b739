import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { keyedRequests } from "#db/schema/requests";
import { createTenant, type Tenant } from "#testing";
import { newId } from "#platform/ids";
import { beginRequest, dropOldRequests, leaseMs } from "./begin.ts";
import type { BegunRequest, KeptAnswer } from "./schema.ts";

const dayMs = 24 * 3_600_000;

let tenant: Tenant;
let key: string;
beforeAll(async () => {
  tenant = await createTenant();
});
beforeEach(() => {
  key = newId();
});

const request = { method: "POST", path: "/v1/chat/completions", body: { a: 1 } };
const answer: KeptAnswer = {
  status: 200,
  contentType: "application/json",
  generationId: null,
  text: '{"said":"a secret"}',
};

async function begun(ctx = tenant.ctx): Promise<Extract<BegunRequest, { kind: "first" }>> {
  const first = await beginRequest(ctx, { key, request });
  if (first.kind !== "first") throw new Error("it was answered before");
  return first;
}

it("gives a request that is sent again the answer it had, byte for byte, for a day", async () => {
  const first = await begun();
  await first.keep(answer);
  expect(await beginRequest(tenant.ctx, { key, request })).toEqual({ kind: "again", answer });
  tenant.clock.advance(dayMs - 1);
  expect(await beginRequest(tenant.ctx, { key, request })).toEqual({ kind: "again", answer });
  tenant.clock.advance(1);
  expect((await beginRequest(tenant.ctx, { key, request })).kind).toBe("first");
});

it("is answered once at a time", async () => {
  const first = await begun();
  const again = beginRequest(tenant.ctx, { key, request });
  await expect(again).rejects.toMatchObject({ code: "conflict", details: { retryAfterMs: 1_000 } });
  await first.forget();
  expect((await beginRequest(tenant.ctx, { key, request })).kind).toBe("first");
});

it("is one of two that come at the same moment", async () => {
  const both = await Promise.allSettled([begun(), begun()]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

it("refuses its key to another request, and to none of another project or program", async () => {
  await (await begun()).keep(answer);
  const other = { ...request, body: { a: 2 } };
  await expect(beginRequest(tenant.ctx, { key, request: other })).rejects.toMatchObject({
    code: "key_reused",
  });
  const foreign = await createTenant();
  expect((await beginRequest(foreign.ctx, { key, request: other })).kind).toBe("first");
  expect((await beginRequest(await tenant.as("admin"), { key, request: other })).kind).toBe("first");
});

it("is taken over when its process was silent for the lease, and the late answer changes nothing", async () => {
  const late = await begun();
  tenant.clock.advance(leaseMs - 1);
  await expect(beginRequest(tenant.ctx, { key, request })).rejects.toMatchObject({ code: "conflict" });
  tenant.clock.advance(1);
  const next = await begun();
  await late.keep({ ...answer, text: "from the first" });
  await late.forget();
  await expect(beginRequest(tenant.ctx, { key, request })).rejects.toMatchObject({ code: "conflict" });
  await next.keep(answer);
  expect(await beginRequest(tenant.ctx, { key, request })).toEqual({ kind: "again", answer });
});

it("is held as long as its process says that it is at work", async () => {
  const first = await begun();
  for (let renewals = 0; renewals < 3; renewals += 1) {
    tenant.clock.advance(leaseMs - 1);
    await first.renew();
  }
  await expect(beginRequest(tenant.ctx, { key, request })).rejects.toMatchObject({ code: "conflict" });
  await first.keep(answer);
  expect(await beginRequest(tenant.ctx, { key, request })).toEqual({ kind: "again", answer });
});

it("gives an answer of many megabytes and does not keep it", async () => {
  await (await begun()).keep({ ...answer, text: "a".repeat(8_000_001) });
  expect((await beginRequest(tenant.ctx, { key, request })).kind).toBe("first");
});

it("keeps answers encrypted, and drops what is over", async () => {
  await (await begun()).keep(answer);
  const rows = () =>
    tenant.open.db.select().from(keyedRequests).where(eq(keyedRequests.projectId, tenant.projectId));
  expect(JSON.stringify(await rows())).not.toContain("a secret");
  const now = tenant.clock.now().getTime();
  const before = (await rows()).length;
  await dropOldRequests(tenant.open.db, new Date(now + dayMs - 1));
  expect(await rows()).not.toHaveLength(0);
  expect((await rows()).length).toBeLessThanOrEqual(before);
  await dropOldRequests(tenant.open.db, new Date(now + dayMs));
  expect(await rows()).toEqual([]);
});

it.each([[""], ["a".repeat(256)]])("refuses the key %#", async (bad) => {
  await expect(beginRequest(tenant.ctx, { key: bad, request })).rejects.toThrow("Idempotency-Key");
});
