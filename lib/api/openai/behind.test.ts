import { afterEach, beforeAll, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { createApiKey } from "#lib/identity";
import { createConnection } from "#lib/models";
import { checkRecording } from "#lib/observability";
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
