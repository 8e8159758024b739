import { beforeAll, beforeEach, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { createApiKey, revokeApiKey } from "#lib/identity";
import { createPrompt, saveVersion } from "#lib/prompts";
import { AppError } from "#platform/errors";
import { forget } from "#platform/runtime";
import type { ApiScope } from "#schema/identity";
import { createApi } from "./app.ts";
import { takeToken } from "#platform/token-bucket";

let tenant: Tenant;
let api: ReturnType<typeof createApi>;
let isReady = true;

beforeAll(async () => {
  tenant = await createTenant();
  api = createApi({
    db: async () => tenant.ctx.db,
    checkReady: async () => {
      if (!isReady) throw new AppError("unavailable", "The database does not answer.");
    },
  });
  const content = {
    kind: "chat" as const,
    messages: [{ role: "user" as const, content: "Sort {{ticket}}" }],
    variables: [{ name: "ticket" }],
  };
  const prompt = await createPrompt(tenant.ctx, { path: "support/triage", content });
  await saveVersion(tenant.ctx, {
    promptId: prompt.id,
    content: { ...content, settings: { temperature: 0 } },
    message: "Colder",
  });
});
beforeEach(() => forget("platform.buckets"));

async function call(
  path: string,
  options: { scopes?: ApiScope[]; method?: string; body?: unknown; headers?: Record<string, string> } = {},
) {
  const { secret } = await createApiKey(tenant.ctx, {
    name: "test",
    scopes: options.scopes ?? ["prompts:read", "prompts:write"],
  });
  const body =
    options.body === undefined
      ? {}
      : { body: typeof options.body === "string" ? options.body : JSON.stringify(options.body) };
  const headers = {
    authorization: `Bearer ${secret}`,
    "content-type": "application/json",
    ...options.headers,
  };
  const response = await api.request(`/api/v1${path}`, { method: options.method ?? "GET", headers, ...body });
  return { response, json: (await response.json()) as Record<string, unknown> };
}

it("serves a prompt whose path has slashes, by label, by number and newest", async () => {
  expect((await call("/prompts/support/triage")).json).toMatchObject({
    number: 2,
    promptPath: "support/triage",
    content: { messages: [{ content: "Sort {{ticket}}" }] },
  });
  expect((await call("/prompts/support/triage?version=1")).json).toMatchObject({ number: 1 });
  expect((await call("/prompts/support/triage?label=latest")).json).toMatchObject({
    number: 2,
    labels: ["latest"],
  });
});

it("answers 404 for an unknown label, 400 for label and version together", async () => {
  expect((await call("/prompts/support/triage?label=nowhere")).json).toMatchObject({
    status: 404,
    code: "not_found",
  });
  expect((await call("/prompts/support/triage?label=latest&version=1")).json).toMatchObject({
    status: 400,
    code: "invalid_input",
  });
});

it("compiles a prompt and says which variable is missing", async () => {
  const { json } = await call("/prompts/support/triage/compile", {
    method: "POST",
    body: { variables: { ticket: "my card" } },
  });
  expect(json).toMatchObject({
    versionNumber: 2,
    messages: [{ role: "user", content: "Sort my card" }],
    settings: { temperature: 0 },
  });
  const missing = await call("/prompts/support/triage/compile", { method: "POST", body: {} });
  expect(missing.json).toMatchObject({
    status: 400,
    detail: expect.stringContaining("ticket"),
    details: { variable: "ticket" },
  });
});

it("answers problems as RFC 9457 with the request's id, and takes over the caller's", async () => {
  const { response, json } = await call("/prompts/none", { headers: { "x-request-id": "from-caller-1" } });
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(response.headers.get("x-request-id")).toBe("from-caller-1");
  expect(json).toMatchObject({
    type: "/api/reference#not_found",
    title: "Not found",
    status: 404,
    requestId: "from-caller-1",
  });
  const forged = await call("/prompts/none", { headers: { "x-request-id": "a b\u0022<script>" } });
  expect(forged.json["requestId"]).toMatch(/^[0-9a-f-]{36}$/);
});

it("asks for a scope that covers the verb", async () => {
  const { json } = await call("/prompts", {
    method: "POST",
    scopes: ["prompts:read"],
    body: { path: "a", content: { kind: "text", text: "x" } },
  });
  expect(json).toMatchObject({ status: 403, code: "forbidden" });
});

it("refuses no key, a wrong key and a revoked one", async () => {
  const none = await api.request("/api/v1/prompts");
  expect(none.status).toBe(401);
  expect(none.headers.get("www-authenticate")).toContain("Bearer");
  expect(
    (await api.request("/api/v1/prompts", { headers: { authorization: "Bearer vl_wrong" } })).status,
  ).toBe(401);
  const key = await createApiKey(tenant.ctx, { name: "short-lived", scopes: ["prompts:read"] });
  const headers = { authorization: `Bearer ${key.secret}` };
  expect((await api.request("/api/v1/prompts", { headers })).status).toBe(200);
  await revokeApiKey(tenant.ctx, { apiKeyId: key.id });
  expect((await api.request("/api/v1/prompts", { headers })).status).toBe(401);
});

it("slows down who guesses keys", async () => {
  const statuses: number[] = [];
  // Tokens come back by the real clock, so a slow machine may ask a few times more.
  while (statuses.length < 62 || (statuses.at(-1) !== 429 && statuses.length < 300))
    statuses.push(
      (await api.request("/api/v1/prompts", { headers: { authorization: "Bearer vl_guess" } })).status,
    );
  expect(statuses.slice(0, 60).every((status) => status === 401)).toBe(true);
  expect(statuses.at(-1)).toBe(429);
});

it("takes tokens at a rate and says how long to wait", () => {
  for (let i = 0; i < 60; i += 1) takeToken("k", 60, 0);
  expect(() => takeToken("k", 60, 0)).toThrow("60 requests a minute");
  expect(() => takeToken("k", 60, 999)).toThrow();
  expect(() => takeToken("k", 60, 1_000)).not.toThrow();
  expect(() => takeToken("other", 0, 0)).not.toThrow();
  // An hour of silence saves up a minute's worth, no more.
  takeToken("idle", 60, 0);
  for (let i = 0; i < 60; i += 1) takeToken("idle", 60, 3_600_000);
  expect(() => takeToken("idle", 60, 3_600_000)).toThrow("60 requests a minute");
});

it("refuses a body that is not JSON, that is too large, that misses a member", async () => {
  expect((await call("/prompts", { method: "POST", body: "{" })).json).toMatchObject({
    status: 400,
    detail: "The body is not valid JSON.",
  });
  expect(
    (await call("/prompts", { method: "POST", body: `"${"x".repeat(25_000_001)}"` })).response.status,
  ).toBe(413);
  expect((await call("/prompts", { method: "POST", body: { path: "b" } })).json).toMatchObject({
    status: 400,
    details: { issues: [{ path: "content" }] },
  });
});

it("shows nothing a presenter does not name", async () => {
  const { json } = await call("/prompts/support/triage");
  expect(Object.keys(json).toSorted()).toEqual(
    [
      "branch",
      "content",
      "contentHash",
      "createdAt",
      "createdByName",
      "id",
      "includes",
      "labels",
      "mergedFromId",
      "message",
      "model",
      "number",
      "parentId",
      "promptId",
      "promptPath",
    ].toSorted(),
  );
});

it("says it lives, and whether it is ready", async () => {
  expect((await api.request("/api/health")).status).toBe(200);
  expect((await api.request("/api/ready")).status).toBe(200);
  isReady = false;
  expect((await api.request("/api/ready")).status).toBe(503);
  isReady = true;
});

it("lets a program define a KPI and record it, each with the scope that says so", async () => {
  const kpi = { key: "reopened_share", name: "Reopened tickets", unit: "percent", isHigherBetter: false };
  const refused = await call("/kpis", { method: "POST", body: kpi, scopes: ["feedback:write"] });
  expect(refused.json).toMatchObject({ status: 403, code: "forbidden" });
  const defined = await call("/kpis", { method: "POST", body: kpi, scopes: ["kpis:write"] });
  expect(defined).toMatchObject({ response: { status: 201 }, json: { key: "reopened_share" } });
  const values = { values: [{ value: 0.1 }, { value: 0.3 }] };
  for (const scope of ["kpis:write", "feedback:write"] as const) {
    const path = "/kpis/reopened_share/values";
    const recorded = await call(path, { method: "POST", body: values, scopes: [scope] });
    expect(recorded).toMatchObject({ response: { status: 201 }, json: { recorded: 2 } });
  }
  const { json } = await call("/kpis", { scopes: ["kpis:write"] });
  expect(json["items"]).toMatchObject([{ key: "reopened_share", latestValue: 0.2, observations: 4 }]);
});

it("lets one of two programs make a thing, and tells the other that somebody was faster", async () => {
  const evaluators = [{ key: "exact", name: "Exact", kind: "exact", weight: 1, config: {} }];
  const bodies: Record<string, object> = {
    "/prompts": { path: "made/twice", content: { kind: "text", text: "Hello" } },
    "/datasets": { name: "made twice", examples: [{ inputs: { a: 1 } }] },
    "/suites": { name: "made twice", content: { primaryMetric: "exact", evaluators } },
    "/kpis": { key: "made_twice", name: "Made twice" },
  };
  const scopes: ApiScope[] = ["prompts:write", "datasets:write", "evaluations:write", "kpis:write"];
  for (const [path, body] of Object.entries(bodies)) {
    const answers = await Promise.all([1, 2, 3].map(() => call(path, { method: "POST", scopes, body })));
    expect(answers.map(({ response }) => response.status).toSorted(), path).toEqual([201, 409, 409]);
  }
});
