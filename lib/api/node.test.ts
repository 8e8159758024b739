import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { createApiKey, revokeApiKey } from "#lib/identity";
// Declares its job before the queue opens.
import { createPrompt, moveLabel, saveVersion } from "#lib/prompts";
import { createApi } from "./app.ts";

let tenant: Tenant;
let server: Server;
let base: string;
let key: { id: string; secret: string };

beforeAll(async () => {
  tenant = await createTenant();
  key = await createApiKey(tenant.ctx, { name: "program", scopes: ["prompts:write"] });
  const api = createApi({
    db: () => Promise.resolve(tenant.open.db),
    checkReady: () => Promise.resolve(),
  });
  server = createServer(getRequestListener(api.fetch, { overrideGlobalObjects: false }));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve());
  });
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const content = (text: string) => ({
  kind: "chat" as const,
  messages: [{ role: "user" as const, content: text }],
});
const send = (path: string, { secret = key.secret, ...init }: RequestInit & { secret?: string } = {}) =>
  fetch(base + path, { ...init, headers: { authorization: `Bearer ${secret}`, "x-request-id": "mine" } });
type Answer = { id: string; number: number; labels: string[]; content: { messages: { content: string }[] } };

describe("the API on a Node server", () => {
  it("answers with status, type and request id, what is made and what is refused", async () => {
    const body = JSON.stringify({ path: "node/made", content: content("Hello"), message: "first" });
    const made = await send("/prompts", { method: "POST", body });
    expect(made.status).toBe(201);
    expect(made.headers.get("content-type")).toContain("application/json");
    expect(made.headers.get("x-request-id")).toBe("mine");
    expect(await made.json()).toMatchObject({ path: "node/made" });
    const refused = await send("/prompts/node/absent");
    expect([refused.status, refused.headers.get("x-request-id")]).toEqual([404, "mine"]);
    for (const answer of [made, refused])
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
      });
    expect((await send("/datasets")).status).toBe(403);
  });

  it("serves a label's new version, its labels and its rights from the very next request on", async () => {
    const prompt = await createPrompt(tenant.ctx, { path: "node/served", content: content("One") });
    const { version } = await saveVersion(tenant.ctx, {
      promptId: prompt.id,
      content: content("Two"),
      message: "two",
    });
    const served = async () => (await (await send("/prompts/node/served?label=live")).json()) as Answer;
    const move = (versionId: string) =>
      moveLabel(tenant.ctx, { promptId: prompt.id, name: "live", versionId });
    await move(prompt.latest.id);
    expect(await served()).toMatchObject({ number: 1, labels: ["live"] });
    expect(await served()).toEqual(await served());
    await move(version.id);
    expect(await served()).toMatchObject({
      number: 2,
      labels: ["latest", "live"],
      content: { messages: [{ content: "Two" }] },
    });
    await move(prompt.latest.id);
    expect((await served()).content.messages[0]?.content).toBe("One");
    const other = await createApiKey(tenant.ctx, { name: "other", scopes: ["datasets:read"] });
    expect((await send("/prompts/node/served?label=live", { secret: other.secret })).status).toBe(403);
  });

  it("refuses a key from the moment it is revoked", async () => {
    const { id, secret } = await createApiKey(tenant.ctx, { name: "short", scopes: ["prompts:read"] });
    expect((await send("/prompts", { secret })).status).toBe(200);
    await revokeApiKey(tenant.ctx, { apiKeyId: id });
    expect((await send("/prompts", { secret })).status).toBe(401);
  });
});
