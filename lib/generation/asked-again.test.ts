import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { closePools, createConnection } from "#lib/models";
import { flushGenerations } from "#lib/observability";
import { createRoute } from "#lib/routes";
import { createTenant, type Tenant } from "#testing";
import { generate } from "./index.ts";
import { loopbackProvider } from "./loopback.testing.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

let tenant: Tenant;
let server: Awaited<ReturnType<typeof loopbackProvider>>;
let calls = 0;

beforeAll(async () => {
  server = await loopbackProvider((_request, response) => {
    calls += 1;
    response.writeHead(500, { "content-type": "application/json" }).end('{"error": {"message": "No."}}');
  });
  tenant = await createTenant();
  const admin = await tenant.as("admin");
  const connection = { name: "one", kind: "openai_compatible" as const, baseUrl: server.url, models: ["m"] };
  const { id: connectionId } = await createConnection(admin, connection);
  await createRoute(admin, {
    name: "tries",
    definition: { targets: [{ connectionId, model: "m" }], retries: { attempts: 3 } },
  });
});
afterAll(async () => {
  await flushGenerations();
  await closePools();
  server.close();
});

/** How often the server is asked for one call of ours. */
async function triesOf(content: string, ctx = tenant.ctx): Promise<number> {
  const before = calls;
  const input = { source: "api" as const, route: "tries", messages: [{ role: "user" as const, content }] };
  await generate(ctx, input, { fuse: true, sleep: async () => undefined });
  return calls - before;
}

it("a client that tries again by itself does not multiply our tries: the same call soon after has one", async () => {
  expect(await triesOf("Hi")).toBe(3);
  expect([await triesOf("Hi"), await triesOf("Hi")]).toEqual([1, 1]);
  expect(await triesOf("Hello")).toBe(3);
  expect(await triesOf("Hi", await tenant.as("admin"))).toBe(3);
});
