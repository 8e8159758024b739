import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { spans as spanRows } from "#db/schema/observability";
import { endUserHash } from "#lib/governance";
import { closePools, createConnection } from "#lib/models";
import { awaitStored, callScopes, flushGenerations, getGeneration } from "#lib/observability";
import type { ModelTarget } from "#schema/models";
import { generate } from "./index.ts";
import { answerWith, loopbackProvider, type LoopbackHandler } from "./loopback.testing.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

const address = "ada@example.org";
let tenant: Tenant;
let target: ModelTarget;
let server: Awaited<ReturnType<typeof loopbackProvider>>;
let behave: LoopbackHandler = answerWith("Fine.");

beforeAll(async () => {
  tenant = await createTenant();
  server = await loopbackProvider((...all) => behave(...all));
  const { id } = await createConnection(await tenant.as("admin"), {
    name: "one",
    kind: "openai_compatible",
    baseUrl: server.url,
    models: ["m"],
  });
  target = { connectionId: id, model: "m" };
});
afterAll(async () => {
  await flushGenerations();
  await closePools();
  server.close();
});

/** Everything that is stored of a call: its row and its spans. */
async function storedOf(more: Partial<Parameters<typeof generate>[1]>): Promise<string> {
  const messages = [{ role: "user" as const, content: "Hi" }];
  const { id } = await generate(tenant.ctx, { source: "api", targets: [target], messages, ...more });
  await awaitStored(id);
  const row = await getGeneration(tenant.ctx, { generationId: id });
  return JSON.stringify([row, await tenant.open.db.select().from(spanRows)]);
}

it("a provider's refusal that quotes personal data is redacted in the call's row and in its spans", async () => {
  behave = (_request, response) =>
    void response.writeHead(400).end(JSON.stringify({ error: { message: `cannot take: mail ${address}` } }));
  const stored = await storedOf({});
  expect(stored).toContain("cannot take: mail <EMAIL_ADDRESS>");
  expect(stored).not.toContain(address);
});

it.each([
  ["stop sequences", { settings: { stop: [address] } }],
  ["tools", { tools: [{ type: "function", function: { name: "write", description: `To ${address}` } }] }],
  ["members of the body", { extra: { note: address } }],
  ["metadata", { metadata: { who: address } }],
])("personal data in %s is stored nowhere", async (_where, more) => {
  behave = answerWith("Fine.");
  const stored = await storedOf(more);
  expect(stored).toContain("<EMAIL_ADDRESS>");
  expect(stored).not.toContain(address);
  // The provider got what the caller sent.
  expect(JSON.stringify(server.seen.bodies.at(-1)).includes(address)).toBe(!("metadata" in more));
});

it("whose call it is stays known, by a hash of the key as it was sent, where a policy took the key out", async () => {
  behave = answerWith("Fine.");
  const messages = [{ role: "user" as const, content: "Hi" }];
  const call = { source: "api" as const, targets: [target], messages, metadata: { user: address } };
  const { id } = await generate(tenant.ctx, call);
  const hashOf = async () => (await callScopes(tenant.ctx, { ids: [id] })).get(id)?.endUserHash;
  expect(await hashOf()).toBe(endUserHash(tenant.projectId, address));
  await awaitStored(id);
  expect(await hashOf()).toBe(endUserHash(tenant.projectId, address));
  expect((await getGeneration(tenant.ctx, { generationId: id })).metadata).toEqual({
    user: "<EMAIL_ADDRESS>",
  });
});
