import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { createApiKey } from "#lib/identity";
import { drainJobs } from "#lib/jobs";
import { closePools, createConnection } from "#lib/models";
import { flushGenerations } from "#lib/observability";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createApi } from "./app.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

// What was reported from outside, end to end: a program, its key, and a provider that answers as reported.
type Json = Record<string, unknown>;
type Made = Json & { id: string; latest: { id: string } };
type Example = { inputs: { text: string }; reference: string };
type Figure = { value: number | null; low: number | null; high: number | null; judged: number; gate: string };
type Read = {
  status: string;
  summary: {
    score: number | null;
    succeeded: number;
    failed: number;
    gate: string;
    evaluators: Figure[];
    verdict: { headline: string; sentence: string };
  };
};

let tenant: Tenant;
let api: ReturnType<typeof createApi>;
let secret: string;
let connectionId: string;
let answer: (text: string) => { status: number; text: string };
const upstream = createServer({ keepAliveTimeout: 0 }, (request, response) => {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    const { messages, stream } = JSON.parse(Buffer.concat(parts).toString()) as {
      messages: { content: string }[];
      stream?: boolean;
    };
    const { status, text } = answer(messages.at(-1)?.content ?? "");
    const usage = { prompt_tokens: 10, completion_tokens: 2 };
    if (status !== 200)
      response
        .writeHead(status, { "content-type": "application/json" })
        .end(JSON.stringify({ error: { message: text } }));
    else if (stream)
      response
        .writeHead(200, { "content-type": "text/event-stream" })
        .end(
          `data: ${JSON.stringify({ choices: [{ delta: { content: text }, finish_reason: "stop" }], usage })}\n\ndata: [DONE]\n\n`,
        );
    else
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ choices: [{ message: { content: text }, finish_reason: "stop" }], usage }));
  });
});

beforeAll(async () => {
  tenant = await createTenant();
  await new Promise<void>((done) => upstream.listen(0, "127.0.0.1", done));
  const { port } = upstream.address() as AddressInfo;
  const connection = await createConnection(await tenant.as("admin"), {
    name: "loop",
    kind: "openai_compatible",
    baseUrl: `http://127.0.0.1:${port}/v1`,
    models: ["m"],
  });
  connectionId = connection.id;
  ({ secret } = await createApiKey(tenant.ctx, {
    name: "program",
    scopes: [
      "prompts:write",
      "datasets:write",
      "evaluations:write",
      "generations:write",
      "generations:read",
      "evaluations:read",
      "releases:write",
      "releases:read",
    ],
  }));
  api = createApi({ db: async () => tenant.ctx.db, checkReady: async () => undefined });
});
afterAll(async () => {
  await flushGenerations();
  await closePools();
  upstream.closeAllConnections();
  upstream.close();
});

async function call<Answer = Made>(method: "GET" | "POST", path: string, body?: unknown): Promise<Answer> {
  const response = await api.request(`/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answered = (await response.json()) as Answer;
  expect([path, response.status, answered]).toEqual([
    path,
    expect.toSatisfy((status) => status < 300),
    answered,
  ]);
  return answered;
}

/** A prompt with one version, run on the examples under an exact match with or without a threshold. */
async function runOn(name: string, examples: Example[], threshold?: number) {
  const prompt = await call("POST", "/prompts", {
    path: `reported/${name}`,
    content: {
      kind: "chat",
      messages: [{ role: "user", content: "{{text}}" }],
      variables: [{ name: "text", type: "text", required: true }],
    },
  });
  const [first, ...rest] = Array.from({ length: Math.ceil(examples.length / 500) }, (_, part) =>
    examples.slice(part * 500, (part + 1) * 500),
  );
  const dataset = await call("POST", "/datasets", { name, examples: first });
  let datasetVersionId = dataset.latest.id;
  for (const more of rest) {
    const added = await call<Json & { version: { id: string } }>("POST", `/datasets/${dataset.id}/examples`, {
      examples: more,
    });
    datasetVersionId = added.version.id;
  }
  const suite = await call("POST", "/suites", {
    name,
    content: {
      primaryMetric: "accuracy",
      evaluators: [
        {
          key: "accuracy",
          name: "Accuracy",
          kind: "exact",
          config: {},
          ...(threshold === undefined ? {} : { threshold }),
        },
      ],
    },
  });
  const { id: runId } = await call("POST", "/runs", {
    promptVersionId: prompt.latest.id,
    datasetVersionId,
    suiteVersionId: suite.latest.id,
    target: { connectionId, model: "m" },
  });
  await drainJobs();
  const run = await call<Read>("GET", `/runs/${runId}`);
  return { promptId: prompt.id, versionId: prompt.latest.id, runId, run };
}

const repeat = (count: number, word: string, reference: string): Example[] =>
  Array.from({ length: count }, (_, place) => ({ inputs: { text: `${word} ${place + 1}` }, reference }));

it("RUN-ERR-1: a run of which 36 of 40 calls failed meets nothing, and that is its first word", async () => {
  answer = (text) => (text.includes("hard") ? { status: 400, text: "no" } : { status: 200, text: "yes" });
  const examples = [...repeat(36, "hard", "no"), ...repeat(4, "easy", "yes")];
  const { promptId, versionId, runId, run } = await runOn("errors", examples, 0.3);
  expect(run.summary).toMatchObject({ succeeded: 4, failed: 36 });
  expect(run.summary.gate).not.toBe("met");
  expect(run.summary.evaluators[0]?.gate).not.toBe("met");
  expect(run.summary.verdict.headline).toMatch(/36 of 40|90 %/);
  const promotion = await call("POST", "/promotions", {
    promptId,
    versionId,
    environment: "staging",
    candidateRunId: runId,
  });
  const gate = await call<{
    status: string;
    conditions: { kind: string; status: string; sentence: string }[];
  }>("GET", `/promotions/${promotion.id}/gate`);
  expect(gate.status).toBe("unmet");
  const suite = gate.conditions.find(({ kind }) => kind === "suite_passed");
  expect(suite?.status).toBe("unmet");
  expect(suite?.sentence).toContain("36 of 40 calls");
});

it("FMT-1: one failure of 2,000 is nowhere 100 %", { timeout: 120_000 }, async () => {
  answer = (text) => ({ status: 200, text: text === "case 7" ? "no" : "yes" });
  const { runId, run } = await runOn("rounding", repeat(2000, "case", "yes"));
  const list = await call<{ items: (Read & { id: string })[] }>("GET", "/runs?limit=5");
  const listed = list.items.find(({ id }) => id === runId);
  for (const { summary } of [run, listed].filter((found) => found !== undefined)) {
    expect(summary.score).toBe(0.9995);
    expect(summary.verdict.sentence).not.toMatch(/100 %/);
    expect(summary.verdict.sentence).toContain("99.95 %");
    expect(summary.evaluators[0]?.high).toBeLessThan(1);
  }
});

it("PII-1: a Chinese phone and id are redacted before a call is stored", async () => {
  answer = (text) => ({ status: 200, text });
  const content = "请致电13812345678联系我，身份证号 11010519491231002X";
  const { id } = await call("POST", "/chat/completions", {
    model: "loop/m",
    messages: [{ role: "user", content }],
  });
  await flushGenerations();
  const stored = JSON.stringify(await call("GET", `/generations/${id}`));
  expect(stored).toContain("请致电<PHONE_NUMBER>联系我");
  expect(stored).not.toMatch(/13812345678|11010519491231002X/);
});

it("EVAL-5: a suite with a schema of draft-07 is taken, one of an unknown draft refused", async () => {
  const schema = { $schema: "http://json-schema.org/draft-07/schema#", type: "object", required: ["queue"] };
  const suite = (inner: object) => ({
    name: "drafts",
    content: {
      primaryMetric: "shape",
      evaluators: [{ key: "shape", name: "Shape", kind: "json_schema", config: { schema: inner } }],
    },
  });
  expect((await call("POST", "/suites", suite(schema))).latest.id).toBeTruthy();
  const refused = await api.request("/api/v1/suites", {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: JSON.stringify(suite({ ...schema, $schema: "http://json-schema.org/draft-03/schema#" })),
  });
  expect(refused.status).toBe(400);
});
