import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { createApiKey } from "#lib/identity";
import { flushGenerations } from "#lib/observability";
import { apiScopes } from "#constants/identity";
import { createApi } from "./app.ts";
import { openApiDocument } from "./document.ts";
import { type ForeignIds, fillProject, secret as name } from "./tenancy.testing.ts";

// Whatever a program sends, the answer is what it asked for or what is wrong with it, never that something failed here.
type Operation = {
  operationId: string;
  parameters?: { name: string; in: string; required: boolean; schema: { format?: string } }[];
  requestBody?: { content?: Record<string, { schema?: Schema }> };
};
type Schema = {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  items?: Schema;
  format?: string;
};

const operations = Object.entries(
  openApiDocument()["paths"] as Record<string, Record<string, Operation>>,
).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
);
const reading = operations.filter(({ method }) => method === "GET");
const writing = operations.filter(({ operation }) => operation.requestBody !== undefined);

let tenant: Tenant;
let ids: ForeignIds;
let key: string;
let api: ReturnType<typeof createApi>;

beforeAll(async () => {
  tenant = await createTenant();
  ids = await fillProject(tenant);
  key = (await createApiKey(await tenant.as("owner"), { name: "all", scopes: [...apiScopes] })).secret;
  api = createApi({ db: async () => tenant.ctx.db, checkReady: async () => undefined });
}, 60_000);

/** Sends a request and says what was sent when the answer is a fault. */
async function faultOf(method: string, address: string, body?: string): Promise<string[]> {
  const response = await api.request(address, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return response.status < 500 ? [] : [`${response.status} ${method} ${address} ${body ?? ""} ${text}`];
}

const texts = [
  "",
  "\0",
  "a\0b",
  "x".repeat(199),
  "-1",
  "3.5",
  "1e309",
  "2147483648",
  "9223372036854775808",
  "2026-13-45",
  "0000-01-01",
  "+275760-09-13",
  "a:b",
  "' or 1=1 --",
];

const known: Record<string, string> = {
  path: "only/theirs",
  key: "only_foreign",
  name: "latest",
  kind: "feedback.feedback",
};
const valueOf = (parameter: string) =>
  known[parameter] ?? (ids as Record<string, string>)[parameter] ?? ids.promptId;

describe("odd values in an address", () => {
  it.each(reading.map((row) => ({ ...row, id: row.operation.operationId })))(
    "$id says what is wrong with them",
    async ({ path, operation }) => {
      const parameters = operation.parameters ?? [];
      const faults: string[] = [];
      for (const odd of parameters)
        for (const text of texts) {
          if (odd.in === "path" && text === "") continue;
          const value = (parameter: string) => (parameter === odd.name ? text : valueOf(parameter));
          const query = new URLSearchParams(
            parameters
              .filter((row) => row.in === "query" && (row.required || row === odd))
              .map((row) => [row.name, value(row.name)]),
          );
          const address = path.replace(/\{(\w+)\}/g, (_, parameter: string) =>
            encodeURIComponent(value(parameter)).replaceAll("%2F", "/"),
          );
          faults.push(...(await faultOf("GET", `${address}?${query}`)));
        }
      expect(faults).toEqual([]);
    },
    60_000,
  );
});

const content = (words: string) => ({
  kind: "chat",
  messages: [{ role: "user", content: `${words} {{text}}` }],
  variables: [{ name: "text", type: "text", required: true, description: "d", default: "x" }],
});
const suite = {
  primaryMetric: "exact",
  evaluators: [{ key: "exact", name: "Exact", kind: "exact", weight: 1, config: {} }],
};
const example = { inputs: { text: "a" }, reference: "b", metadata: { c: "d" } };
const routed = (connectionId: string) => ({
  targets: [{ connectionId, model: "simulated-instant", order: 0, weight: 1 }],
  retries: { attempts: 1, baseMs: 1, maxBackoffMs: 1, maxRetryAfterMs: 1 },
  timeoutMs: 1_000,
  firstTokenTimeoutMs: 1_000,
  limits: { maxTokens: 9, requestsPerMinute: 9 },
});
const bodies: Record<string, (of: ForeignIds) => unknown> = {
  createPrompt: () => ({ path: "odd/new", description: "d", message: "m", content: content("new") }),
  compilePrompt: () => ({ version: 1, variables: { text: "a" } }),
  savePromptVersion: () => ({ content: content("next"), message: "m", expectedLatest: 99 }),
  createPromptBranch: ({ versionId }) => ({ name: "odd", fromVersionId: versionId }),
  mergePromptBranch: () => ({
    into: "main",
    message: "m",
    expectedInto: 99,
    resolutions: { text: { take: "ours" } },
  }),
  moveLabel: ({ versionId }) => ({ versionId, expectedVersionId: null }),
  recordFeedback: ({ generationId }) => ({
    generationId,
    kind: "thumbs",
    score: 1,
    comment: "c",
    endUser: "e",
    metadata: { a: "b" },
  }),
  createPriceOverride: ({ connectionId }) => ({
    connection: connectionId,
    modelPattern: "m",
    from: "2026-01-01T00:00:00Z",
    inputPrice: 1,
    outputPrice: 1,
    note: "n",
  }),
  endPriceOverride: () => ({ to: "2026-02-01T00:00:00Z" }),
  defineKpi: () => ({ key: "odd", name: "Odd", unit: "count", description: "d" }),
  recordKpi: ({ generationId }) => ({ values: [{ value: 1, at: "2026-11-20T00:00:00Z", generationId }] }),
  createDataset: () => ({ name: "odd", description: "d", message: "m", examples: [example] }),
  addExamples: () => ({ examples: [example, example], message: "m", expectedLatest: 99 }),
  addExampleFromGeneration: ({ generationId }) => ({ generationId, ...example, message: "m" }),
  createSuite: () => ({ name: "odd", description: "d", message: "m", content: suite }),
  saveSuiteVersion: () => ({ content: suite, message: "m", expectedLatest: 99 }),
  postRun: () => ({
    id: "odd",
    program: "p",
    version: "v",
    model: "m",
    dataset: "posted",
    suite: "posted",
    primaryMetric: "Right",
    durationMs: 1,
    cases: [
      {
        inputs: { q: "x" },
        reference: "r",
        metadata: {},
        output: "y",
        error: null,
        latencyMs: 1,
        costUsd: 0,
        inputTokens: 1,
        outputTokens: 1,
        scores: [{ name: "Right", value: 1, isPassed: true, reasoning: "so" }],
      },
    ],
  }),
  startRun: ({ versionId, datasetVersionId, suiteVersionId, connectionId }) => ({
    promptVersionId: versionId,
    datasetVersionId,
    suiteVersionId,
    target: { connectionId, model: "simulated-instant", settings: { seed: 1, stop: ["a"] } },
    concurrency: 1,
  }),
  setBenchmark: ({ datasetVersionId, suiteVersionId, connectionId }) => ({
    datasetVersionId,
    suiteVersionId,
    target: { connectionId, model: "simulated-instant" },
  }),
  runOnBenchmark: ({ versionId }) => ({ promptVersionId: versionId, concurrency: 1 }),
  createRoute: ({ connectionId }) => ({
    name: "odd",
    description: "d",
    definition: routed(connectionId),
  }),
  saveRoute: ({ connectionId }) => ({ definition: routed(connectionId), message: "m" }),
  archiveRoute: () => ({ isArchived: true }),
  createBudget: ({ routeId }) => ({
    name: "n",
    per: "route",
    only: routeId,
    measure: "usd",
    amount: 1,
    period: "day",
    isHard: true,
    alertShare: 0.5,
    refusesUnknown: false,
  }),
  updateBudget: () => ({ name: "n", amount: 2, isHard: false, alertShare: 0.5, refusesUnknown: false }),
  explainRoute: ({ connectionId }) => ({
    definition: routed(connectionId),
    metadata: { plan: "p" },
    endUser: "u",
    apiKeyId: "k",
  }),
  requestPromotion: ({ promptId, versionId }) => ({
    promptId,
    versionId,
    environment: "development",
    reason: "r",
  }),
  rollback: ({ promptId }) => ({ promptId, environment: "development", reason: "r" }),
  createChatCompletion: () => ({
    model: `${name}/simulated-instant`,
    messages: [{ role: "user", content: "x", name: "n" }],
    user: "u",
    metadata: { a: "b" },
    stop: ["a"],
    seed: 1,
    max_tokens: 3,
    tools: [{ type: "function", function: { name: "f", parameters: { type: "object" } } }],
    response_format: { type: "json_schema", json_schema: { name: "n", schema: { type: "object" } } },
  }),
  setRetention: () => ({ days: 90 }),
  exportPerson: () => ({ kind: "end_user", key: "customer" }),
  erasePerson: () => ({ kind: "end_user", key: "customer" }),
  createEmbeddings: () => ({ input: ["a"], model: "m" }),
  createCompletion: () => ({ model: "m", prompt: "Where?", stop: ["a"], max_tokens: 3, n: 1, seed: 1 }),
  createModeration: () => ({ model: "m", input: ["a"] }),
  createResponse: () => ({
    model: "m",
    instructions: "Short.",
    input: [{ role: "user", content: [{ type: "input_text", text: "Where?" }] }],
    max_output_tokens: 3,
    metadata: { a: "b" },
    tools: [{ type: "function", name: "f", parameters: { type: "object" } }],
    text: { format: { type: "json_schema", name: "n", schema: { type: "object" } } },
  }),
};

/** A body with every member that the document names, down to three levels; ids are those of the project where it has such. */
function sampleOf(schema: Schema | undefined, name = "", depth = 0): unknown {
  if (!schema || depth > 3) return "text";
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (choice) return sampleOf(choice, name, depth);
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case "object":
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([member, inner]) => [
          member,
          sampleOf(inner, member, depth + 1),
        ]),
      );
    case "array":
      return [sampleOf(schema.items, name.replace(/s$/, ""), depth + 1)];
    case "integer":
    case "number":
      return 1;
    case "boolean":
      return true;
    default:
      return schema.format === "uuid" ? valueOf(name) : "text";
  }
}

const values: unknown[] = [
  "",
  "a\0b",
  "\ud800",
  "{{",
  "0000-01-01",
  "+275760-09-13",
  null,
  1.5,
  2_147_483_648,
  1e308,
  {},
  { "\0": "a" },
  { a: "\ud800" },
  ["\0"],
  JSON.parse(`${"[".repeat(2_000)}${"]".repeat(2_000)}`),
];

describe("odd values in a body", () => {
  it("have a place at every operation that takes one: as it is made here, else as its document tells", () => {
    const ids = new Set(writing.map(({ operation }) => operation.operationId));
    expect(Object.keys(bodies).filter((id) => !ids.has(id))).toEqual([]);
    const empty = writing.filter(({ operation: { operationId, requestBody } }) => {
      const schema = requestBody?.content?.["application/json"]?.schema;
      return !bodies[operationId] && schema && placesIn(sampleOf(schema)).length === 0;
    });
    expect(empty.map(({ operation }) => operation.operationId)).toEqual([]);
  });

  it.each(writing.map((row) => ({ ...row, id: row.operation.operationId })))(
    "$id says what is wrong with them",
    async ({ id, path, method, operation }) => {
      const address = path.replace(/\{(\w+)\}/g, (_, parameter: string) => valueOf(parameter));
      const sample = () => sampleOf(operation.requestBody?.content?.["application/json"]?.schema);
      const body = bodies[id]?.(ids) ?? sample();
      const faults: string[] = [];
      for (const raw of ["", "null", "[]", "{", "[".repeat(50_000), `{"a":`.repeat(5_000)])
        faults.push(...(await faultOf(method, address, raw)));
      for (const place of placesIn(body))
        for (const value of values)
          faults.push(...(await faultOf(method, address, JSON.stringify(put(body, place, value)))));
      await flushGenerations();
      expect(faults).toEqual([]);
    },
    120_000,
  );
});

type Place = readonly string[];

function placesIn(value: unknown, place: Place = []): Place[] {
  const own = place.length > 0 ? [place] : [];
  if (typeof value !== "object" || value === null) return own;
  return [...own, ...Object.entries(value).flatMap(([member, inner]) => placesIn(inner, [...place, member]))];
}

/** The same body with another value at one place. */
function put(body: unknown, [member, ...rest]: Place, value: unknown): unknown {
  if (member === undefined) return value;
  if (Array.isArray(body))
    return body.map((inner, at) => (String(at) === member ? put(inner, rest, value) : inner));
  const members = body as Record<string, unknown>;
  return { ...members, [member]: put(members[member], rest, value) };
}
