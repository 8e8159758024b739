import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { createDataset } from "#lib/datasets";
import { createSuite } from "#lib/evaluation";
import { defineKpi } from "#lib/feedback";
import { createFile } from "#lib/files";
import { createApiKey } from "#lib/identity";
import { recordGenerations } from "#lib/observability";
import { createPrompt } from "#lib/prompts";
import { addTasks, createQueue, listTasks } from "#lib/review";
import { newId } from "#platform/ids";
import { once } from "#platform/runtime";
import { apiScopes } from "#constants/identity";
import { type ApiScope } from "#schema/identity";
import { createApi } from "./app.ts";
import { openApiDocument } from "./document.ts";
import { sample, type Schema } from "./requests.testing.ts";

type Operation = {
  operationId: string;
  "x-scope": string;
  parameters?: { name: string; in: string; required: boolean; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
};

/** Words that exist only in the foreign project: none may come back. */
const secret = "zebra-only-in-the-other-project";
const ids: Record<string, unknown> = {};
let own: Tenant;
let key: string;
/** Keys of the own project by what an operation says it needs, and with no more than that. */
const keyWith = new Map<string, string>();
let api: ReturnType<typeof createApi>;

beforeAll(async () => {
  own = await createTenant();
  const foreign = await createTenant();
  ({ secret: key } = await createApiKey(await own.as("owner"), { name: "all", scopes: [...apiScopes] }));
  for (const needed of new Set(operations.map(({ operation }) => operation["x-scope"]))) {
    const scopes = needed.split(" ") as ApiScope[];
    keyWith.set(needed, (await createApiKey(await own.as("owner"), { name: needed, scopes })).secret);
  }
  api = createApi({ db: async () => own.ctx.db, checkReady: async () => undefined });
  await fillForeign(foreign);
});

/** One of everything the foreign project can hold, by the name the API's parameters give it. */
async function fillForeign({ ctx }: Tenant): Promise<void> {
  const prompt = await createPrompt(ctx, { path: "other/prompt", content: { kind: "text", text: secret } });
  const dataset = await createDataset(ctx, { name: secret, examples: [{ inputs: { secret } }] });
  const suite = await createSuite(ctx, {
    name: secret,
    content: {
      primaryMetric: "exact",
      evaluators: [{ key: "exact", name: "Exact", kind: "exact", weight: 1, config: {} }] as never,
    },
  });
  const traceId = newId().replaceAll("-", "");
  const [generation] = await recordGenerations(ctx, [
    {
      traceId,
      startedAt: ctx.clock.now(),
      source: "test",
      status: "succeeded",
      provider: "p",
      model: secret,
      input: secret,
      output: secret,
      latencyMs: 1,
      spans: [
        {
          traceId,
          spanId: "a",
          parentSpanId: null,
          generationId: null,
          name: secret,
          kind: "internal",
          startUs: ctx.clock.now().getTime() * 1_000,
          endUs: ctx.clock.now().getTime() * 1_000 + 1_000,
          status: "ok",
          statusMessage: secret,
          attributes: {},
          events: [],
        },
      ],
    },
  ]);
  const file = await createFile(ctx, {
    name: secret,
    purpose: "user_data",
    bytes: new TextEncoder().encode(secret),
  });
  const kpi = await defineKpi(ctx, { key: "only_foreign", name: secret });
  const queue = await createQueue(ctx, { name: secret });
  await addTasks(ctx, { queueId: queue.id, items: [{ inputs: { secret }, output: secret }] });
  const [task] = (await listTasks(ctx, { queueId: queue.id })).items;
  Object.assign(ids, {
    path: prompt.path,
    promptPath: prompt.path,
    promptId: prompt.id,
    versionId: prompt.latest.id,
    fromVersionId: prompt.latest.id,
    promptVersionId: prompt.latest.id,
    name: "latest",
    // An error repeats the name that was asked for.
    model: "foreign/model",
    generationId: generation?.id,
    traceId,
    key: kpi.key,
    // No project has it: what it names is nobody's.
    environment: "nowhere",
    datasetId: dataset.id,
    datasetVersionId: dataset.latest?.id,
    exampleId: newId(),
    suiteId: suite.id,
    suiteVersionId: suite.latest.id,
    queueId: queue.id,
    taskId: task?.id,
    // Rows that need a whole run first stand as ids nobody has: a foreign id must look just like one.
    runId: newId(),
    caseId: newId(),
    baselineRunId: newId(),
    candidateRunId: newId(),
    promotionId: newId(),
    connectionId: newId(),
    connection: newId(),
    overrideId: newId(),
    routeId: newId(),
    budgetId: newId(),
    file_id: file.id,
    kind: "nobody.knows",
    userId: newId(),
    of: "promotion",
    id: newId(),
    policyId: newId(),
    apiKeyId: newId(),
    invitationId: newId(),
    decisionId: newId(),
    decisionIds: [newId()],
    exampleIds: [newId()],
    adjudicationId: newId(),
    differingTaskId: newId(),
    modelId: newId(),
    kpiId: kpi.id,
    branch: "main",
    baseVersionId: prompt.latest.id,
    fromDatasetVersionId: dataset.latest?.id,
    promptVersionIds: [prompt.latest.id],
    candidateRunIds: [newId()],
    expectedVersionId: prompt.latest.id,
  });
}

/** Bodies the generator below cannot guess: operationId -> members that replace its own. */
const bodies: Record<string, Record<string, unknown>> = {
  recordFeedback: { score: 1 },
  exportPerson: { kind: "member", userId: newId() },
  erasePerson: { kind: "member", userId: newId() },
  editExample: { inputs: { a: 1 } },
  saveDraft: { content: { kind: "text", text: "x" }, baseVersionId: null, expectedRevision: 0 },
  createApiKey: { scopes: ["keys:read"] },
  addExamples: { examples: [{ inputs: { a: 1 } }] },
  savePromptVersion: { content: { kind: "text", text: "x" } },
  saveSuiteVersion: {
    content: {
      primaryMetric: "exact",
      evaluators: [{ key: "exact", name: "Exact", kind: "exact", weight: 1, config: {} }],
    },
  },
};

/** The smallest value a schema takes, with foreign ids where it asks for ids. */
const sampled = (schema: Schema, name: string) => sample(schema, name, (asked) => ids[asked], secret);

function idFor(name: string): string {
  const id = ids[name];
  if (typeof id !== "string")
    throw new Error(
      `This test does not know what to put for "${name}": add it to fillForeign, from the foreign project.`,
    );
  return id;
}

const operations = Object.entries(
  openApiDocument()["paths"] as Record<string, Record<string, Operation>>,
).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
);

function bodySchema(operation: Operation): Schema | undefined {
  return operation.requestBody?.content["application/json"]?.schema;
}

/** True when a request of this operation must name something of a project: in its address, its query or its body. */
function namesThings({ parameters = [], ...operation }: Operation): boolean {
  const isId = (schema: Schema) => schema["format"] === "uuid";
  const inAddress = parameters.some(
    (parameter) => parameter.in === "path" || (parameter.required && isId(parameter.schema)),
  );
  const body = bodySchema(operation);
  return inAddress || (body?.required ?? []).some((name) => isId(body?.properties?.[name] ?? {}));
}

async function send(
  { path, method, operation }: (typeof operations)[number],
  bearer = key,
  given?: string,
): Promise<Response> {
  const query = new URLSearchParams();
  let address = path;
  for (const parameter of operation.parameters ?? []) {
    if (parameter.in === "path") address = address.replace(`{${parameter.name}}`, idFor(parameter.name));
    else if (parameter.required) query.set(parameter.name, String(sampled(parameter.schema, parameter.name)));
  }
  const schema = bodySchema(operation);
  const body =
    given ??
    (schema
      ? JSON.stringify({ ...(sampled(schema, "") as object), ...bodies[operation.operationId] })
      : undefined);
  const headers = { authorization: `Bearer ${bearer}`, "content-type": "application/json" };
  return api.request(`${address}?${query.toString()}`, { method, headers, ...(body ? { body } : {}) });
}

/** A key of the own project for something else altogether. */
async function keyWithout({ operation }: (typeof operations)[number]): Promise<string> {
  const needed = operation["x-scope"].split(" ");
  const scopes: ApiScope[] = needed.includes("audit:read") ? ["reviews:read"] : ["audit:read"];
  return (await createApiKey(await own.as("owner"), { name: "other", scopes })).secret;
}

describe("a key of one project", () => {
  it.each(operations.filter(({ operation }) => namesThings(operation)))(
    "gets 404 and learns nothing from $method $path of another",
    async (entry) => {
      const response = await send(entry);
      const text = await response.text();
      expect(text).not.toContain(secret);
      expect({ status: response.status, text }).toMatchObject({ status: 404 });
    },
  );

  it.each(operations.filter(({ operation, method }) => !namesThings(operation) && method === "GET"))(
    "sees nothing of another project in $path",
    async (entry) => {
      const response = await send(entry);
      const text = await response.text();
      expect({ status: response.status, text }).toMatchObject({ status: 200 });
      expect(text).not.toContain(secret);
    },
  );
});

describe("every route", () => {
  it.each(operations)("$method $path wants a key", async ({ path, method }) => {
    // More routes than wrong keys a minute.
    once("platform.buckets", () => new Map()).clear();
    const address = path.replace(/\{(\w+)\}/g, (_all, name: string) => idFor(name));
    const response = await api.request(address, { method });
    expect(response.status).toBe(401);
  });

  // What it names is another project's or nobody's, so it ends with 404 or 422; the permission is asked before.
  it.each(operations)("$method $path may be called with the scope it names", async (entry) => {
    const response = await send(entry, keyWith.get(entry.operation["x-scope"]));
    expect({ status: response.status, text: await response.text() }).not.toMatchObject({ status: 403 });
  });

  it.each(operations)("$method $path is refused to a key without it", async (entry) => {
    expect((await send(entry, await keyWithout(entry))).status).toBe(403);
  });

  it.each(operations.filter(({ operation }) => operation.requestBody))(
    "$method $path is refused to a key without its scope before anybody reads the body",
    async (entry) => {
      const other = await keyWithout(entry);
      for (const body of ["{", "[]", `{"${secret}":1}`])
        expect({ body, status: (await send(entry, other, body)).status }).toEqual({ body, status: 403 });
      expect((await send(entry, keyWith.get(entry.operation["x-scope"]), "{")).status).toBe(400);
    },
  );

  // Where one verb touches two things, a key for one of them is not enough.
  it.each(operations.filter(({ operation }) => operation["x-scope"].includes(" ")))(
    "$method $path is refused to a key with only one of its scopes",
    async (entry) => {
      for (const scope of entry.operation["x-scope"].split(" ")) {
        const { secret: bearer } = await createApiKey(await own.as("owner"), {
          name: scope,
          scopes: [scope as ApiScope],
        });
        expect((await send(entry, bearer, entry.method === "GET" ? undefined : "{")).status).toBe(403);
      }
    },
  );

  it("has an id of its own", () => {
    const names = operations.map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
  });
});
