import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { createApiKey } from "#lib/identity";
import { addModel, closePools, createConnection } from "#lib/models";
import { flushGenerations, getGeneration, getTrace } from "#lib/observability";
import { createRoute } from "#lib/routes";
import { createApi } from "../app.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

// For each way in which a provider fails: what a client sees, what is recorded and what is billed; with nobody to take
// over, and with a second target. A first target fails as written; a second one answers well.

type Fault = {
  name: string;
  /** Null: nothing listens at the target's address. */
  fail: ((response: ServerResponse) => void) | null;
  isStream?: boolean;
  /** The provider says nothing more, so that the route's time-outs must end it. */
  isSilent?: boolean;
  /** How often the target is asked; the route allows two tries. */
  tries: number;
  /** What the client gets where nobody takes over. */
  seen: { status: number; body: RegExp; retryAfter?: string };
  /** On the span of each try; null where it was no failure. */
  errorClass: string | null;
  /** The generation's own status and error. */
  recorded: { status: string; errorCode: string | null };
  /** What the generation costs in USD; null is not known, since the provider counted nothing. */
  costUsd: number | null;
  isEstimated?: boolean;
  /** Whether a second target is asked. */
  takesOver: boolean;
};

const json =
  (status: number, body: unknown, headers = {}) =>
  (response: ServerResponse) =>
    void response
      .writeHead(status, { "content-type": "application/json", ...headers })
      .end(JSON.stringify(body));
const refusal = (status: number, error: object, headers = {}) => json(status, { error }, headers);
const whole = (content: string, finishReason = "stop") => ({
  model: "m",
  choices: [{ message: { role: "assistant", content }, finish_reason: finishReason }],
  usage: { prompt_tokens: 100, completion_tokens: 20 },
});
const piece = (content: string) =>
  `data: ${JSON.stringify({ model: "m", choices: [{ delta: { content }, finish_reason: null }] })}\n\n`;
const stream = (response: ServerResponse) => response.writeHead(200, { "content-type": "text/event-stream" });
/** More than the guard of a stream holds back. */
const begun = "Once upon a time. ".repeat(30);

const failed = (errorCode: string) => ({ status: "failed", errorCode });
/** Of an answer by the second target: 100 tokens in at $1 and 20 out at $10 a million. */
const answered = 0.0003;

const faults: Fault[] = [
  {
    name: "429 without Retry-After: asked again, then the client is told",
    fail: refusal(429, { message: "slow down", type: "tokens", code: "rate_limit_exceeded" }),
    tries: 2,
    seen: { status: 429, body: /"code":"rate_limit_exceeded"/ },
    errorClass: "rate_limit",
    recorded: failed("rate_limited"),
    costUsd: null,
    takesOver: true,
  },
  {
    name: "429 with a Retry-After longer than the route waits: not asked again, and the client is told how long",
    fail: refusal(429, { message: "slow down" }, { "retry-after": "30" }),
    tries: 1,
    seen: { status: 429, body: /Wait 30 s/, retryAfter: "30" },
    errorClass: "rate_limit",
    recorded: failed("rate_limited"),
    costUsd: null,
    takesOver: true,
  },
  {
    name: "429 for a quota that is used up: no waiting helps",
    fail: refusal(429, { message: "no credit", code: "insufficient_quota" }),
    tries: 1,
    seen: { status: 429, body: /"code":"insufficient_quota"/ },
    errorClass: "rate_limit",
    recorded: failed("rate_limited"),
    costUsd: null,
    takesOver: true,
  },
  {
    name: "500",
    fail: refusal(500, { message: "oops", type: "server_error" }),
    tries: 2,
    seen: { status: 500, body: /has a fault of its own \(500\)/ },
    errorClass: "server_error",
    recorded: failed("upstream_failed"),
    costUsd: null,
    takesOver: true,
  },
  {
    name: "502 with a web page, of which nothing is quoted",
    fail: (response) =>
      void response
        .writeHead(502, { "content-type": "text/html" })
        .end("<html><h1>Bad Gateway nginx</h1></html>"),
    tries: 2,
    seen: { status: 502, body: /^(?!.*nginx).*\(502\)/s },
    errorClass: "server_error",
    recorded: failed("upstream_failed"),
    costUsd: null,
    takesOver: true,
  },
  {
    name: "connection refused",
    fail: null,
    tries: 2,
    seen: { status: 502, body: /nothing listens at its address/ },
    errorClass: "network",
    recorded: failed("upstream_failed"),
    costUsd: null,
    takesOver: true,
  },
  {
    name: "a reset in the middle of a whole answer: nothing has left, so it is asked again",
    fail: (response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "5000" });
      response.write('{"choices":[{"mess', () => response.destroy());
    },
    tries: 2,
    seen: { status: 502, body: /Try again/ },
    errorClass: "network",
    recorded: failed("upstream_failed"),
    costUsd: null,
    takesOver: true,
  },
  {
    name: "a reset in the middle of a stream: what has left is kept and billed by estimate, and nobody says it twice",
    fail: (response) => {
      stream(response).write(piece(begun), () => response.destroy());
    },
    isStream: true,
    tries: 1,
    seen: { status: 200, body: /Once upon a time[\s\S]*"error":\{/ },
    errorClass: "network",
    recorded: failed("upstream_failed"),
    // 2 characters in and 540 out, four a token: 1 at $1 and 135 at $10 a million.
    costUsd: 0.001351,
    isEstimated: true,
    takesOver: false,
  },
  {
    name: "no first byte in time",
    fail: () => undefined,
    isStream: true,
    isSilent: true,
    tries: 1,
    seen: { status: 504, body: /No answer began within/ },
    errorClass: "time_out",
    recorded: failed("upstream_timeout"),
    costUsd: null,
    takesOver: true,
  },
  {
    name: "silence in the middle of a stream, until the route's time is over",
    fail: (response) => void stream(response).write(piece(begun)),
    isStream: true,
    isSilent: true,
    tries: 1,
    seen: { status: 200, body: /Once upon a time[\s\S]*took longer than/ },
    errorClass: "time_out",
    recorded: failed("upstream_timeout"),
    costUsd: 0.001351,
    isEstimated: true,
    takesOver: false,
  },
  {
    name: "a text that is too long",
    fail: refusal(400, {
      message: "maximum context length is 10",
      code: "context_length_exceeded",
      param: "messages",
    }),
    tries: 1,
    seen: { status: 400, body: /"param":"messages"|"code":"context_length_exceeded"/ },
    errorClass: "context_length",
    recorded: failed("invalid_input"),
    costUsd: null,
    takesOver: true,
  },
  {
    name: "a content filter that refuses the input",
    fail: refusal(400, { message: "content management policy", code: "content_filter" }),
    tries: 1,
    seen: { status: 400, body: /"code":"content_filter"/ },
    errorClass: "content_filter",
    recorded: failed("invalid_input"),
    costUsd: null,
    takesOver: true,
  },
  {
    name: "a content filter that cuts the answer: the client gets it as the provider sent it, and it is billed",
    fail: json(200, whole("", "content_filter")),
    tries: 1,
    seen: { status: 200, body: /"finish_reason":"content_filter"/ },
    errorClass: null,
    recorded: { status: "succeeded", errorCode: null },
    costUsd: answered,
    takesOver: false,
  },
  {
    name: "JSON that cannot be read",
    fail: (response) =>
      void response.writeHead(200, { "content-type": "application/json" }).end('{"choices":['),
    tries: 2,
    seen: { status: 502, body: /sent an answer that cannot be read/ },
    errorClass: "server_error",
    recorded: failed("upstream_failed"),
    costUsd: null,
    takesOver: true,
  },
  {
    name: "an empty answer is an answer: the client gets it and it is billed",
    fail: json(200, whole("")),
    tries: 1,
    seen: { status: 200, body: /"content":""/ },
    errorClass: null,
    recorded: { status: "succeeded", errorCode: null },
    costUsd: answered,
    takesOver: false,
  },
  {
    name: "a key that is refused, of which the provider's own words do not show the key",
    fail: refusal(401, { message: "Incorrect API key provided: sk-abcdef123456", code: "invalid_api_key" }),
    tries: 1,
    seen: { status: 401, body: /^(?!.*abcdef123456).*"code":"invalid_api_key"/s },
    errorClass: "authentication",
    recorded: failed("upstream_failed"),
    costUsd: null,
    takesOver: true,
  },
];

let tenant: Tenant;
let api: ReturnType<typeof createApi>;
let secret: string;
let now: Fault;
let calls = { first: 0, second: 0 };

const server = createServer((request, response) => {
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
async function ask(fault: Fault, route: "alone" | "helped") {
  now = fault;
  calls = { first: 0, second: 0 };
  const response = await api.request("/api/v1/chat/completions", {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: JSON.stringify({
      model: `route:${fault.isSilent ? "silent" : fault.fail ? "first" : "nobody"}-${route}`,
      messages: [{ role: "user", content: "Hi" }],
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

const triesOf = ({ fail, tries, errorClass }: Fault) =>
  Array.from({ length: tries }, () => ({
    connection: fail ? "first" : "nobody",
    status: errorClass === null ? "ok" : "error",
    errorClass,
  }));

describe.each(faults)("$name", (fault) => {
  const { seen, recorded, costUsd } = fault;

  it("alone", async () => {
    const { status, shouldRetry, retryAfter, body, kept, tries } = await ask(fault, "alone");
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
    const { status, body, kept, tries } = await ask(fault, "helped");
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
  const messages = [{ role: "user" as const, content: "Hi" }];
  const asked = client.chat.completions.create({ model: "route:first-alone", messages });
  await expect(asked).rejects.toMatchObject({ status: 500 });
  expect(calls.first).toBe(2);
});
