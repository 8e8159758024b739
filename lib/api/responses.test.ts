import { Ajv2020 } from "ajv/dist/2020.js";
import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { startRun } from "#lib/evaluation";
import { recordKpi } from "#lib/feedback";
import { createApiKey } from "#lib/identity";
import { drainJobs } from "#lib/jobs";
import { flushGenerations } from "#lib/observability";
import { systemClock } from "#platform/clock";
import { apiScopes } from "#constants/identity";
import { createApi } from "./app.ts";
import { openApiDocument } from "./document.ts";
import { fillProject } from "./tenancy.testing.ts";

// The other tests of the API say no to strangers and to bad input. This one reads a project that has one of everything
// through every route that reads, as its own program would, and holds each answer against the document.
type Operation = {
  operationId: string;
  "x-scope": string;
  parameters?: { name: string; in: string; required: boolean; schema: { enum?: unknown[] } }[];
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
};

let tenant: Tenant;
let api: ReturnType<typeof createApi>;
let key: string;
let known: Record<string, string>;

const document = openApiDocument();
const reads = Object.entries(document["paths"] as Record<string, { get?: Operation }>).flatMap(
  ([path, { get }]) => (get ? [{ path, operation: get }] : []),
);
beforeAll(async () => {
  tenant = await createTenant();
  const ids = await fillProject(tenant);
  const baseline = await startRun(tenant.ctx, {
    promptVersionId: ids.firstVersionId,
    datasetVersionId: ids.datasetVersionId,
    suiteVersionId: ids.suiteVersionId,
    target: { connectionId: ids.connectionId, model: "simulated-instant" },
  });
  await recordKpi({ ...tenant.ctx, clock: systemClock }, { key: "only_foreign", values: [{ value: 1 }] });
  await drainJobs();
  await flushGenerations();
  known = {
    ...ids,
    path: ids.promptPath,
    name: "latest",
    model: "simulated-instant",
    key: "only_foreign",
    environment: "production",
    promptVersionId: ids.versionId,
    fromVersionId: ids.firstVersionId,
    candidateRunId: ids.runId,
    baselineRunId: baseline.id,
    which: "all",
    // The test's clock stands days before this one.
    from: new Date(Math.min(Date.now(), tenant.clock.now().getTime()) - 86_400_000).toISOString(),
    to: new Date(Date.now() + 86_400_000).toISOString(),
    q: "zebra",
    query: "zebra",
    branch: "main",
    fromDatasetVersionId: ids.datasetVersionId,
    toDatasetVersionId: ids.datasetVersionId,
    since: "2026-01-01T00:00:00Z",
    days: "30",
    kind: "feedback.feedback",
    of: "version",
    id: ids.versionId,
  };
  ({ secret: key } = await createApiKey(await tenant.as("owner"), {
    name: "reader",
    scopes: [...apiScopes],
  }));
  api = createApi({ db: async () => tenant.ctx.db, checkReady: async () => undefined });
}, 120_000);

/** Of these the span is said, since the rows that this project has are of days before. */
const inSpan = new Set(["listExploredDecisions", "exportDecisions"]);
/** Of what they tell this project has nothing: programs' calls and feedback on them, kept answers, hits, deletions. */
const withoutRows = new Set([
  "getUsageSeries",
  "getFeedbackSummary",
  "listCachedAnswers",
  "listPolicyHits",
  "listRemoved",
]);

function addressOf(path: string, operation: Operation): string {
  const query = new URLSearchParams();
  let address = path;
  for (const { name, in: place, required, schema } of operation.parameters ?? []) {
    const value = known[name] ?? schema.enum?.[0];
    if (place === "path") address = address.replace(`{${name}}`, String(value));
    else if (required || name === "which" || (/^(from|to)$/.test(name) && inSpan.has(operation.operationId)))
      query.set(name, String(value));
    if ((place === "path" || required) && value === undefined)
      throw new Error(`This test does not know what to put for "${name}" of ${operation.operationId}.`);
  }
  return `${address}?${query}`;
}

describe("every route that reads", () => {
  it.each(reads.map((read) => [read.operation.operationId, read] as const))(
    "%s answers with what the document says",
    async (id, { path, operation }) => {
      const base = path.startsWith("/api/") ? "" : "/api/v1";
      const response = await api.request(`${base}${addressOf(path, operation)}`, {
        headers: { authorization: `Bearer ${key}` },
      });
      if (!operation.responses["200"]?.content?.["application/json"]) {
        expect([response.status, (await response.text()) !== ""], id).toEqual([200, true]);
        expect(Object.keys(operation.responses["200"]?.content ?? {}), id).toContain(
          response.headers.get("content-type")?.split(";")[0],
        );
        return;
      }
      const body = (await response.json()) as { items?: unknown[] };
      expect([response.status, body], id).toEqual([200, expect.anything()]);
      const schema = operation.responses["200"]?.content?.["application/json"]?.schema;
      if (!schema) throw new Error(`${id} has no schema for its answer`);
      const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
      const validate = ajv.compile({ ...schema, components: document["components"] });
      validate(body);
      expect(validate.errors ?? [], id).toEqual([]);
      if (Array.isArray(body.items)) expect(body.items.length > 0, id).toBe(!withoutRows.has(id));
    },
  );
});
