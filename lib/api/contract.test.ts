import { gunzipSync } from "node:zlib";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createTenant, type Tenant } from "#testing";
import { createApiKey } from "#lib/identity";
import { createPrompt } from "#lib/prompts";
import { env } from "#platform/env";
import { forget } from "#platform/runtime";
import { createApi } from "./app.ts";
import { maxBodyKeys, parseJson } from "./body.ts";
import { jsonSchemaOf } from "./json-schema.ts";
import { routes } from "./routes/all-routes.ts";

let tenant: Tenant;
let api: ReturnType<typeof createApi>;
let key: string;

beforeAll(async () => {
  tenant = await createTenant();
  api = createApi({ db: async () => tenant.ctx.db, checkReady: async () => undefined });
  key = (await createApiKey(tenant.ctx, { name: "k", scopes: ["prompts:read", "datasets:read"] })).secret;
  for (const path of ["a/one", "a/two", "a/three"])
    await createPrompt(tenant.ctx, { path, content: { kind: "text", text: "Hello ".repeat(400) } });
});
afterEach(() => forget("platform.buckets"));

type Schema = {
  type?: string;
  format?: string;
  pattern?: string;
  minimum?: number;
  const?: string | number | boolean;
  enum?: (string | number | boolean)[];
  anyOf?: Schema[];
  items?: Schema;
};

/** A text that a schema takes as it is sent in an address; null for what no text can be. */
function textFor(schema: Schema): string | null {
  const { anyOf, items, type, format, minimum, pattern = "" } = schema;
  const named = schema.const ?? schema.enum?.[0];
  if (named !== undefined) return String(named);
  if (anyOf) return anyOf.some(({ type: kind }) => kind === "object") ? null : textFor(anyOf[0] ?? {});
  if (items) return textFor(items);
  if (type === "object") return null;
  if (type === "integer" || type === "number") return String(minimum ?? 1);
  if (type === "boolean") return "true";
  if (format === "uuid") return "01a22114-2dc1-718d-bf8f-fb14072566f1";
  if (format === "date-time") return "2026-11-20T00:00:00Z";
  return samples.find((text) => new RegExp(pattern).test(text)) ?? null;
}
const samples = ["main", "before", "plan=pro", "any", "support/triage", "2026-11-20", "1"];

const ask = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  api.request(`/api/v1${path}`, { method, headers: { authorization: `Bearer ${key}`, ...headers } });

describe("an address", () => {
  it("says which methods it takes to one it does not", async () => {
    const refused = await ask("/prompts/a/one", {}, "DELETE");
    expect(refused.status).toBe(405);
    expect(refused.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
    expect(await refused.json()).toMatchObject({ code: "method_not_allowed" });
    const both = await ask("/kpis", {}, "PUT");
    expect(both.headers.get("allow")).toBe("GET, POST, HEAD, OPTIONS");
    const gateway = await ask("/chat/completions", {}, "GET");
    expect(gateway.headers.get("allow")).toBe("POST, OPTIONS");
    expect(await gateway.json()).toMatchObject({ error: { code: "method_not_allowed" } });
    expect((await ask("/nowhere", {}, "PUT")).status).toBe(404);
    // A word of another address is no id, and is not read as one.
    const word = await ask("/budgets/alerts", {}, "PATCH");
    expect([word.status, word.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
    expect((await ask("/decisions/make-dataset", {})).headers.get("allow")).toBe("POST, OPTIONS");
    expect((await ask("/budgets/alerts", {}, "OPTIONS")).headers.get("allow")).toBe("GET, HEAD, OPTIONS");
    const versions = `/prompts/by-id/${"0".repeat(8)}-0000-7000-8000-000000000000/versions`;
    expect((await ask(versions, {}, "POST")).status).toBe(405);
    const compile = await ask("/prompts/a/one/compile", {}, "OPTIONS");
    expect(compile.headers.get("allow")).toBe("POST, OPTIONS");
  });

  it("refuses a parameter it does not know, by name, on every route", async () => {
    const refused = await ask("/prompts?lable=production");
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ detail: expect.stringContaining('"lable"') });
    const named = (name: string) => (name === "path" ? "a/one" : "00000000-0000-7000-8000-000000000000");
    const all = await createApiKey(await tenant.as("owner"), { name: "p", scopes: ["project:read"] });
    const mine = routes.filter(
      ({ method, permissions: [only] }) => method === "get" && ["prompt.read", "dataset.read"].includes(only),
    );
    for (const { path } of mine) {
      const address = path.replace(/\{(\w+)\}/g, (_all, name: string) => named(name));
      const answer = await ask(`${address}?surely_unknown=1`, { authorization: `Bearer ${all.secret}` });
      expect({ path, status: answer.status }).toEqual({ path, status: 400 });
    }
  });

  it("reads every parameter as the text it is sent as, and a list of one as that one", () => {
    const unread: string[] = [];
    for (const { id, query } of routes) {
      const shape = query instanceof z.ZodObject ? (query.shape as Record<string, z.ZodType>) : {};
      for (const [name, schema] of Object.entries(shape)) {
        const text = textFor(jsonSchemaOf(schema, "input"));
        if (text === null || !schema.safeParse(text).success) unread.push(`${id} ${name}: ${text}`);
      }
    }
    expect(unread).toEqual([]);
  });

  it("takes its own cursors alone", async () => {
    const first = (await (await ask("/prompts?limit=2")).json()) as { items: unknown[]; nextCursor: string };
    expect(first.items).toHaveLength(2);
    const second = (await (await ask(`/prompts?limit=2&cursor=${first.nextCursor}`)).json()) as typeof first;
    expect(second).toMatchObject({ items: [{ path: "a/two" }], nextCursor: null });
    for (const [path, cursor] of [
      ["/prompts", "nonsense"],
      ["/prompts", "00000000-0000-7000-8000-000000000000"],
      ["/datasets", first.nextCursor],
    ])
      expect((await ask(`${path}?cursor=${cursor}`)).status, path).toBe(400);
  });
});

describe("an answer", () => {
  it("that never changes is not sent twice", async () => {
    const first = await ask("/prompts/a/one");
    const tag = first.headers.get("etag") ?? "";
    expect(tag).toMatch(/^W\/"[0-9a-f]{32}"$/);
    expect(first.headers.get("cache-control")).toBe("private, no-cache");
    const again = await ask("/prompts/a/one", { "if-none-match": `"other", ${tag}` });
    expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", tag]);
    expect((await ask("/prompts/a/one", { "if-none-match": '"other"' })).status).toBe(200);
    expect((await ask("/prompts")).headers.get("etag")).toBeNull();
  });

  it("is compressed for whoever takes that", async () => {
    const plain = await (await ask("/prompts/a/one")).text();
    const zipped = await ask("/prompts/a/one", { "accept-encoding": "gzip, br" });
    expect(zipped.headers.get("content-encoding")).toBe("gzip");
    expect(zipped.headers.get("vary")).toContain("accept-encoding");
    expect(gunzipSync(await zipped.arrayBuffer()).toString()).toBe(plain);
    const short = await ask("/prompts/none", { "accept-encoding": "gzip" });
    expect(short.headers.get("content-encoding")).toBeNull();
  });

  it("says what the key has left, as the IETF's headers do", async () => {
    const limit = env().VALUELOOP_API_REQUESTS_PER_MINUTE;
    await ask("/prompts");
    const { headers } = await ask("/prompts");
    expect(headers.get("ratelimit-policy")).toBe(`"key";q=${limit};w=60`);
    expect(headers.get("ratelimit")).toMatch(new RegExp(`^"key";r=(${limit - 1}|${limit - 2});t=1$`));
  });

  it("lets a page of a named origin read it, and no other", async () => {
    const before = env().VALUELOOP_API_CORS_ORIGINS;
    const page = { origin: "https://app.example.com" };
    expect((await ask("/prompts", page)).headers.get("access-control-allow-origin")).toBeNull();
    Object.assign(env(), { VALUELOOP_API_CORS_ORIGINS: ["https://app.example.com"] });
    try {
      const read = await ask("/prompts", page);
      expect(read.headers.get("access-control-allow-origin")).toBe("https://app.example.com");
      expect(read.headers.get("vary")).toContain("Origin");
      const other = await ask("/prompts", { origin: "https://evil.example.com" });
      expect(other.headers.get("access-control-allow-origin")).toBeNull();
      const asked = { ...page, "access-control-request-method": "POST" };
      const preflight = await ask("/chat/completions", asked, "OPTIONS");
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get("access-control-allow-methods")).toBe("POST, OPTIONS");
    } finally {
      Object.assign(env(), { VALUELOOP_API_CORS_ORIGINS: before });
    }
  });
});

it("takes a body of a bounded number of members, and does not count what stands in texts", () => {
  const body = (count: number) => JSON.stringify(Array.from({ length: count }, () => ({ a: ":" })));
  expect(parseJson(body(maxBodyKeys))).toHaveLength(maxBodyKeys);
  expect(() => parseJson(body(maxBodyKeys + 1))).toThrow("200,000 members");
});
