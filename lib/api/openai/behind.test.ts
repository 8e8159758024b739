import { afterEach, beforeAll, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { createApiKey } from "#lib/identity";
import { createConnection } from "#lib/models";
import { checkRecording } from "#lib/observability";
import { AppError } from "#platform/errors";
import { forget, once } from "#platform/runtime";
import { createApi } from "../app.ts";

let tenant: Tenant;
let api: ReturnType<typeof createApi>;
let secret: string;

beforeAll(async () => {
  tenant = await createTenant();
  await createConnection(await tenant.as("admin"), {
    name: "sim",
    kind: "simulated",
    models: ["simulated-instant"],
  });
  secret = (await createApiKey(tenant.ctx, { name: "t", scopes: ["generations:write"] })).secret;
  api = createApi({ db: async () => tenant.ctx.db, checkReady: checkRecording });
});
afterEach(() => forget("generationWriter"));

/** As after an hour without the database: the log of calls is full. */
function fallBehind(): void {
  const state = { rows: 9, bytes: 9, ageMs: 9e6, logBytes: 9e12, hasLog: true, isLogBroken: false };
  forget("generationWriter");
  once("generationWriter", () => ({
    state: () => ({ ...state, isStoreFailing: true }),
    probe: () => Promise.resolve(),
  }));
}

it.each([
  ["/api/v1/chat/completions", { messages: [{ role: "user", content: "Hi" }] }],
  ["/api/v1/chat/completions", { messages: [{ role: "user", content: "Hi" }], stream: true }],
  ["/api/v1/responses", { input: "Hi" }],
])(
  "a call to %s that could not be recorded is refused before a model is asked, with the time to wait",
  async (path, body) => {
    fallBehind();
    const response = await api.request(path, {
      method: "POST",
      headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
      body: JSON.stringify({ model: "sim/simulated-instant", ...body }),
    });
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("5");
    const { error } = (await response.json()) as { error: Record<string, unknown> };
    expect(error).toMatchObject({ type: "api_error", code: "unavailable", param: null });
    expect(error["message"]).toMatch(
      /^The database is behind, and the log of calls holds \d+ MB\. Try again/,
    );
  },
);

it("says so where a load balancer asks", async () => {
  fallBehind();
  const response = await api.request("/api/ready");
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toBe("5");
  expect(await response.text()).toContain("The database is behind");
});

/** As where the disk is full and the database hangs: the record of a call that was made is nowhere. */
function recordNothing(): void {
  const state = { rows: 0, bytes: 0, ageMs: 0, logBytes: 0, hasLog: true, isLogBroken: false };
  const refusal = new AppError("unavailable", "The call was made.", { details: { isRepeatable: false } });
  forget("generationWriter");
  once("generationWriter", () => ({
    state: () => ({ ...state, isStoreFailing: false }),
    add: () => Promise.reject(refusal),
  }));
}

const ask = (path: string, body: object) =>
  api.request(path, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: JSON.stringify({ model: "sim/simulated-instant", ...body }),
  });

it("tells no client to make a call again that was made and could not be recorded", async () => {
  recordNothing();
  const response = await ask("/api/v1/chat/completions", { messages: [{ role: "user", content: "Hi" }] });
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toBeNull();
  expect(response.headers.get("x-should-retry")).toBe("false");
});

it.each([
  ["/api/v1/chat/completions", { messages: [{ role: "user", content: "Hi" }], stream: true }],
  ["/api/v1/completions", { prompt: "Hi", stream: true }],
  ["/api/v1/responses", { input: "Hi", stream: true }],
])(
  "a stream of %s whose call could not be recorded ends with an error that a client reads",
  async (path, body) => {
    recordNothing();
    const response = await ask(path, body);
    const events = (await response.text()).trimEnd().split("\n\n");
    expect(events.length).toBeGreaterThan(1);
    const last = events.at(-1) ?? "";
    expect(last).toContain('"message":"The call was made."');
    expect(last).toMatch(path.endsWith("responses") ? /^event: error\ndata: / : /^data: \{"error":/);
    expect(events.join()).not.toContain("[DONE]");
  },
);
