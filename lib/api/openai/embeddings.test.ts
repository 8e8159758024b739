import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { savePolicy } from "#lib/guardrails";
import { createApiKey } from "#lib/identity";
import { closePools, createConnection, embedWholeTexts, updateModel } from "#lib/models";
import { flushGenerations, getGeneration, listGenerations, usageSummary } from "#lib/observability";
import { createApi } from "../app.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

const span = { from: new Date(0), to: new Date("2100-01-01") };

type Json = Record<string, unknown>;
type Answer = Json & { data: { embedding: number[] }[]; error: Json };

let tenant: Tenant;
let api: ReturnType<typeof createApi>;
let secret: string;
let answer: { status: number; body: unknown };
const bodies: Json[] = [];
const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    bodies.push(JSON.parse(Buffer.concat(parts).toString()) as Json);
    response
      .writeHead(answer.status, { "content-type": "application/json", "retry-after": "3" })
      .end(JSON.stringify(answer.body));
  });
});

beforeAll(async () => {
  tenant = await createTenant();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const admin = await tenant.as("admin");
  await createConnection(admin, {
    name: "loop",
    kind: "openai_compatible",
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    models: ["embedder"],
  }).then(async ({ models: [model] }) =>
    updateModel(admin, { modelId: model?.id ?? "", inputPrice: 1, outputPrice: 0 }),
  );
  await createConnection(admin, { kind: "simulated", name: "sim", models: ["simulated-instant"] });
  secret = (await createApiKey(tenant.ctx, { name: "t", scopes: ["generations:write"] })).secret;
  api = createApi({ db: async () => tenant.ctx.db, checkReady: async () => undefined });
});
afterAll(async () => {
  await flushGenerations();
  await closePools();
  server.closeAllConnections();
  server.close();
});

async function post(path: string, body: Json) {
  const response = await api.request(`/api/v1${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, json: (await response.json()) as Answer };
}
const embed = (body: Json) => post("/embeddings", body);

describe("a connection's model", () => {
  it.each([
    [{ input: "one" }],
    [{ input: ["one", "two"], encoding_format: "base64", dimensions: 4, user: "u" }],
    [{ input: [[1, 2], [3]], never_heard_of: [1, null] }],
    [{ input: [1, 2, 3] }],
  ])("is sent the body as it is, and answers as it does: %o", async (asked) => {
    const body = {
      object: "list",
      model: "embedder-2026",
      data: [{ embedding: "pGpXPw==" }],
      usage: { a: 1 },
    };
    answer = { status: 200, body };
    const { status, json } = await embed({ model: "loop/embedder", ...asked });
    expect([status, json]).toEqual([200, body]);
    expect(bodies.at(-1)).toEqual({ model: "embedder", ...asked });
  });

  it("keeps its status, code and time to wait where it refuses", async () => {
    answer = {
      status: 429,
      body: { error: { message: "Slow.", type: "requests", code: "rate_limit_exceeded" } },
    };
    const { status, headers, json } = await embed({ model: "loop/embedder", input: "one" });
    expect([status, headers.get("retry-after")]).toEqual([429, "3"]);
    expect(json.error).toMatchObject({ type: "requests", code: "rate_limit_exceeded" });
  });

  it("is refused with words where there is none, or where it speaks another protocol", async () => {
    expect((await embed({ model: "nobody", input: "one" })).status).toBe(404);
    const other = await embed({ model: "sim/simulated-instant", input: "one" });
    expect([other.status, other.json.error["message"]]).toEqual([
      400,
      expect.stringContaining("does not offer"),
    ]);
  });
});

describe("the project's own model", () => {
  it("sees the whole of a long text", async () => {
    const start = "The invoice shows two shipping fees. ".repeat(60);
    const { json } = await embed({ input: [`${start} It rains.`, `${start} We pay in gold.`, "short"] });
    const [one, other] = json.data.map(({ embedding }) => embedding);
    expect(one).not.toEqual(other);
    expect(Math.hypot(...(one ?? []))).toBeCloseTo(1, 5);
    expect(json["usage"]).toMatchObject({ prompt_tokens: expect.toSatisfy((count) => count > 500) });
  });

  it("refuses what it cannot do, with words", async () => {
    for (const [asked, name] of [
      [{ input: [[1, 2]] }, "tokens"],
      [{ input: "one", dimensions: 256 }, "dimensions"],
    ] as const) {
      const { status, json } = await embed(asked);
      expect([status, json.error["message"]]).toEqual([400, expect.stringContaining(name)]);
    }
  });
});

describe("the record of a call for vectors", () => {
  it("says what was used and what it cost, keeps no text, and is in no figure of answers", async () => {
    answer = {
      status: 200,
      body: { data: [{ embedding: [1] }], usage: { prompt_tokens: 1_000, total_tokens: 1_000 } },
    };
    const before = await usageSummary(tenant.ctx, { ...span, source: "api" });
    const { headers } = await embed({
      model: "loop/embedder",
      input: ["A secret text", "two"],
      user: "ada",
      dimensions: 4,
    });
    const generationId = headers.get("x-valueloop-generation-id") ?? "";
    await flushGenerations();
    expect(await getGeneration(tenant.ctx, { generationId })).toMatchObject({
      source: "embedding",
      status: "succeeded",
      connectionName: "loop",
      model: "embedder",
      inputTokens: 1_000,
      outputTokens: 0,
      isUsageEstimated: false,
      costUsd: 0.001,
      output: "",
      input: [],
      settings: { inputs: 2, characters: 16, dimensions: 4 },
      metadata: { user: "ada" },
    });
    expect(await usageSummary(tenant.ctx, { ...span, source: "api" })).toEqual(before);
    expect(await usageSummary(tenant.ctx, { ...span, source: "embedding" })).toMatchObject({
      inputTokens: expect.toSatisfy((n) => n >= 1_000),
    });
  });

  it("is made of a failed one too, and of the project's own model, which nobody meters", async () => {
    answer = { status: 500, body: { error: { message: "no" } } };
    await embed({ model: "loop/embedder", input: "one" });
    const own = await embed({ input: "one" });
    await flushGenerations();
    const generationId = own.headers.get("x-valueloop-generation-id") ?? "";
    expect(await getGeneration(tenant.ctx, { generationId })).toMatchObject({
      source: "embedding",
      connectionId: null,
      isUsageEstimated: true,
      costUsd: 0,
    });
    const { items } = await listGenerations(tenant.ctx, { source: "embedding", status: "failed", limit: 50 });
    expect(items.some(({ errorCode, costUsd }) => errorCode === "upstream_failed" && costUsd === null)).toBe(
      true,
    );
  });
});

describe("many texts at once", () => {
  it("are bounded for the project's own model, and refused with words", async () => {
    const { status, json } = await embed({ input: Array<string>(13).fill("word ".repeat(20_000)) });
    expect([status, json.error["message"]]).toEqual([
      413,
      expect.stringContaining("1,200,000 characters in one call, and these are 1,300,000"),
    ]);
  });

  it("are not embedded any more once the caller has left", async () => {
    const left = new AbortController();
    const texts = Array<string>(2_000).fill("A parcel is late.");
    const embedding = embedWholeTexts(tenant.ctx, texts, left.signal);
    left.abort();
    await expect(embedding).rejects.toMatchObject({ code: "cancelled" });
  });
});

it("an address of OpenAI's that is not offered answers in its shape", async () => {
  for (const path of ["/uploads", "/audio/speech", "/images/generations"]) {
    const { status, json } = await post(path, {});
    expect([path, status, json.error["code"]]).toEqual([path, 404, "not_found"]);
  }
});

it("policies see what is embedded elsewhere", async () => {
  await savePolicy(await tenant.as("admin"), {
    name: "Strict",
    message: "strict",
    rules: {
      pii: [{ type: "EMAIL_ADDRESS", input: "redact", output: "off", stored: "redact" }],
      placeholder: "type",
      blocklist: [],
      patterns: [{ name: "secret", pattern: "plans of \\w+", action: "block", stages: ["input"] }],
    },
  });
  answer = { status: 200, body: { data: [] } };
  await embed({ model: "loop/embedder", input: ["I am ada@example.org"] });
  expect(bodies.at(-1)).toMatchObject({ input: ["I am <EMAIL_ADDRESS>"] });
  await embed({ model: "loop/embedder", input: "one", user: "ada@example.org", odd: ["ada@example.org"] });
  expect(bodies.at(-1)).toMatchObject({ user: "<EMAIL_ADDRESS>", odd: ["<EMAIL_ADDRESS>"] });
  const asked = bodies.length;
  expect((await embed({ model: "loop/embedder", input: "the plans of Mars" })).status).toBe(422);
  expect((await embed({ model: "loop/embedder", input: [[1, 2]] })).status).toBe(400);
  expect(bodies).toHaveLength(asked);
});
