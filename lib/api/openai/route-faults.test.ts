import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { savePolicy } from "#lib/guardrails";
import { createApiKey } from "#lib/identity";
import { addModel, closePools, createConnection } from "#lib/models";
import { flushGenerations, getGeneration, getTrace } from "#lib/observability";
import { createRoute } from "#lib/routes";
import { createApi } from "../app.ts";
import {
  answered,
  type Fault,
  faultGuide,
  faultRow,
  faults,
  json,
  piece,
  stream,
  whole,
} from "./route-faults.testing.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

// For each way in which a provider fails: what a client sees, what is recorded and what is billed; with nobody to take
// over, and with a second target. A first target fails as written; a second one answers well.

let tenant: Tenant;
let api: ReturnType<typeof createApi>;
let secret: string;
let now: Fault;
let calls = { first: 0, second: 0 };
let asked = 0;
/** Another end user each time: the same call soon after one that failed counts as its client's own next try. */
const somebodyElse = () => `user ${(asked += 1)}`;
const messages = [{ role: "user" as const, content: "Hi" }];

const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
  const isFirst = request.url?.startsWith("/first") ?? false;
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    calls[isFirst ? "first" : "second"] += 1;
    if (isFirst) return now.fail?.(response);
    const { stream: isStream } = JSON.parse(Buffer.concat(parts).toString()) as { stream?: boolean };
    if (!isStream) return json(200, whole("well"))(response);
    const usage = JSON.stringify({ choices: [], usage: { prompt_tokens: 100, completion_tokens: 20 } });
    const last = '{"choices":[{"delta":{},"finish_reason":"stop"}]}';
    stream(response).end(`${piece("well")}data: ${last}\n\ndata: ${usage}\n\ndata: [DONE]\n\n`);
  });
});

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  tenant = await createTenant();
  const admin = await tenant.as("admin");
  const connect = async (name: string, baseUrl: string) => {
    const { id } = await createConnection(admin, { name, kind: "openai_compatible", baseUrl });
    await addModel(admin, { connectionId: id, name: "m", inputPrice: 1, outputPrice: 10 });
    return { connectionId: id, model: "m" };
  };
  const first = await connect("first", `${base}/first/v1`);
  // Port 9 is the discard service's, which nobody runs.
  const nobody = await connect("nobody", "http://127.0.0.1:9/v1");
  const second = { ...(await connect("second", `${base}/second/v1`)), order: 1 };
  const rules = { retries: { attempts: 2, baseMs: 0, maxBackoffMs: 0, maxRetryAfterMs: 0 } };
  const hurried = { ...rules, firstTokenTimeoutMs: 400, timeoutMs: 1_200 };
  for (const [name, target, more] of [
    ["first", first, rules],
    ["silent", first, hurried],
    ["nobody", nobody, rules],
  ] as const) {
    await createRoute(admin, { name: `${name}-alone`, definition: { targets: [target], ...more } });
    await createRoute(admin, { name: `${name}-helped`, definition: { targets: [target, second], ...more } });
  }
  await savePolicy(admin, {
    name: "Strict",
    rules: {
      pii: [],
      blocklist: [{ term: "forbidden", action: "block", wholeWord: true, stages: ["output"] }],
      patterns: [],
    },
  });
  secret = (await createApiKey(tenant.ctx, { name: "t", scopes: ["generations:write"] })).secret;
  api = createApi({ db: async () => tenant.ctx.db, checkReady: async () => undefined });
});
afterAll(async () => {
  await flushGenerations();
  await closePools();
  server.closeAllConnections();
  server.close();
});

/** A call as a client makes it, with what was stored of it. */
async function ask(fault: Fault, route: "alone" | "helped", more: Record<string, string> = {}) {
  now = fault;
  calls = { first: 0, second: 0 };
  // A socket that had served another call may be sent to twice: here each call begins with new ones.
  await closePools();
  const response = await api.request("/api/v1/chat/completions", {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json", ...more },
    body: JSON.stringify({
      model: `route:${fault.isSilent ? "silent" : fault.fail ? "first" : "nobody"}-${route}`,
      messages,
      user: somebodyElse(),
      stream: fault.isStream ?? false,
    }),
  });
  const body = await response.text();
  const generationId =
    response.headers.get("x-valueloop-generation-id") ?? /"id":"([^"]+)"/.exec(body)?.[1] ?? "";
  await flushGenerations();
  const kept = await getGeneration(tenant.ctx, { generationId });
  const { roots } = await getTrace(tenant.ctx, { traceId: kept.traceId });
  const tries = roots
    .flatMap(({ children }) => children)
    .filter(({ name }) => name.startsWith("chat "))
    .map(({ status, attributes }) => ({
      connection: attributes["valueloop.connection.name"],
      status,
      errorClass: attributes["valueloop.error.class"] ?? null,
    }));
  const shouldRetry = response.headers.get("x-should-retry");
  return {
    status: response.status,
    shouldRetry,
    retryAfter: response.headers.get("retry-after"),
    body,
    kept,
    tries,
  };
}

const triesOf = ({ fail, tries, errorClass, isBlocked }: Fault) =>
  Array.from({ length: tries }, () => ({
    connection: fail ? "first" : "nobody",
    status: errorClass === null && !isBlocked ? "ok" : "error",
    errorClass,
  }));

/** What was met, for the guide. */
const met = new Map<string, Partial<Record<"alone" | "helped", Awaited<ReturnType<typeof ask>>>>>();
async function meet(fault: Fault, route: "alone" | "helped") {
  const found = await ask(fault, route);
  met.set(fault.name, { ...met.get(fault.name), [route]: found });
  return found;
}

describe.each(faults)("$name", (fault) => {
  const { seen, recorded, costUsd } = fault;

  it("alone", async () => {
    const { status, shouldRetry, retryAfter, body, kept, tries } = await meet(fault, "alone");
    // A client that tried again would multiply the route's tries with its own.
    expect(shouldRetry).toBe(fault.tries > 1 ? "false" : null);
    expect(body).toMatch(seen.body);
    expect({ status, retryAfter }).toEqual({ status: seen.status, retryAfter: seen.retryAfter ?? null });
    expect(tries).toEqual(triesOf(fault));
    if (fault.fail) expect(calls.first).toBe(fault.tries);
    expect(kept).toMatchObject({ ...recorded, costUsd, connectionName: fault.fail ? "first" : "nobody" });
    expect(kept.isUsageEstimated ?? false).toBe(fault.isEstimated ?? false);
  });

  it(fault.takesOver ? "the second target takes over" : "the second target is not asked", async () => {
    const { status, body, kept, tries } = await meet(fault, "helped");
    expect(calls.second).toBe(fault.takesOver ? 1 : 0);
    if (!fault.takesOver) {
      expect(body).toMatch(seen.body);
      expect(tries).toEqual(triesOf(fault));
      expect(kept).toMatchObject({ ...recorded, costUsd });
      return;
    }
    expect(status).toBe(200);
    expect(body).toContain("well");
    expect(body).not.toContain('"error"');
    expect(tries).toEqual([...triesOf(fault), { connection: "second", status: "ok", errorClass: null }]);
    // Billed is the answer that was given: none of the failed tries was one that a provider counts.
    expect(kept).toMatchObject({
      status: "succeeded",
      errorCode: null,
      connectionName: "second",
      costUsd: answered,
    });
  });
});

it("OpenAI's client does not multiply the route's tries with its own", async () => {
  const [, , , fault] = faults;
  if (fault?.name !== "500") throw new Error("the table has changed");
  now = fault;
  calls = { first: 0, second: 0 };
  const fetch = async (url: string | URL | Request, init?: RequestInit) =>
    api.request(new Request(url, init));
  const client = new OpenAI({ apiKey: secret, baseURL: "http://studio.test/api/v1", maxRetries: 3, fetch });
  const answer = client.chat.completions.create({
    model: "route:first-alone",
    messages,
    user: somebodyElse(),
  });
  await expect(answer).rejects.toMatchObject({ status: 500 });
  expect(calls.first).toBe(2);
});

it("has each target tried once where the client says that it asks again", async () => {
  for (const [count, tries] of [
    ["0", 2],
    ["1", 1],
    ["not a number", 2],
  ] as const) {
    const fault = faults.find(({ name }) => name === "500");
    if (!fault) throw new Error("the table has changed");
    const { status, shouldRetry } = await ask(fault, "alone", { "x-stainless-retry-count": count });
    expect([status, calls.first, shouldRetry]).toEqual([500, tries, tries > 1 ? "false" : null]);
  }
});

it("the guide's table is what was met here", async () => {
  // Part of the suite alone says nothing of the whole table.
  if ([...met.values()].filter(({ alone, helped }) => alone && helped).length < faults.length) return;
  const rows = faults.map(({ name, isStream = false }) => faultRow(name, isStream, met.get(name) ?? {}));
  await expect(faultGuide(rows)).toMatchFileSnapshot("../../../docs/guide/failures.md");
});
