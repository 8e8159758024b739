import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { createApiKey } from "#lib/identity";
import { forget } from "#platform/runtime";
import { apiScopes } from "#constants/identity";
import { createApi } from "./app.ts";
import { jsonSchemaOf } from "./json-schema.ts";
import { hidden, keyOfMasked, maskedRoles, plantPersonalData } from "./masked.testing.ts";
import { type Known, sample, type Schema } from "./requests.testing.ts";
import type { ApiRoute } from "./route.ts";
import { routes } from "./routes/all-routes.ts";
import { apiBasePath } from "./schema.ts";
import type { ForeignIds } from "./tenancy.testing.ts";

const reads = routes.filter(({ method }) => method === "get");
const writes = routes.filter(({ method }) => method !== "get");
/** Routes that give out what somebody wrote: whoever may read it finds it here, or this test would look at nothing. */
const shows = `
  exportAudit exportComparison exportDecisions exportExamples getCase getDataset getDatasetVersion getDecision
  getDifferingTask getExample getGeneration getPromotion getPromotionTimeline getRun getRunProgress getTask getTrace
  listAgreementTasks listAuditEvents listCaseComparisons listCases listCorrections listDatasetVersions listDatasets
  listDecisions listDifferingTasks listExamples listExploredDecisions listFeedback listGenerations listPromotions listRuns
  listTasks upcomingTasks`
  .trim()
  .split(/\s+/);

let api: ReturnType<typeof createApi>;
let known: Known;
let ownerKey: string;
const keys: Record<string, string> = {};

beforeAll(async () => {
  const tenant: Tenant = await createTenant();
  const ids = await plantPersonalData(tenant);
  known = knownFrom(ids);
  api = createApi({ db: async () => tenant.ctx.db, checkReady: async () => undefined });
  ownerKey = (await createApiKey(await tenant.as("owner"), { name: "all", scopes: [...apiScopes] })).secret;
  for (const role of maskedRoles) keys[role] = await keyOfMasked(tenant, role);
});

/** Ids of the project by the names that parameters and members give them. */
function knownFrom(ids: ForeignIds): Known {
  const named: Record<string, unknown> = {
    ...ids,
    path: ids.promptPath,
    promptVersionId: ids.versionId,
    fromVersionId: ids.firstVersionId,
    toVersionId: ids.versionId,
    expectedVersionId: ids.versionId,
    baselineRunId: ids.runId,
    candidateRunId: ids.runId,
    connection: ids.connectionId,
    key: "only_foreign",
    name: "latest",
    environment: "production",
    number: 1,
    model: "simulated-instant",
    kind: "observability.generations",
    of: "promotion",
    id: ids.promotionId,
    baseVersionId: ids.versionId,
    exampleIds: [ids.exampleId],
    decisionIds: [ids.decisionId],
    promptVersionIds: [ids.versionId],
    candidateRunIds: [ids.runId],
    fromDatasetVersionId: ids.datasetVersionId,
    branch: "main",
    query: "theirs",
    from: "2026-11-01T00:00:00Z",
    since: "2026-11-01T00:00:00Z",
    to: "2026-12-01T00:00:00Z",
  };
  return (name) => named[name];
}

async function send(row: ApiRoute, bearer: string): Promise<{ status: number; text: string }> {
  forget("platform.buckets");
  const schemaOf = (schema: ApiRoute["body"]) =>
    schema ? (jsonSchemaOf(schema, "input") as Schema) : undefined;
  const valueOf = (schema: ApiRoute["body"]) =>
    schema ? (sample(schemaOf(schema) ?? {}, "", known, "words") as Record<string, unknown>) : {};
  const params = valueOf(row.params);
  const address = row.path.replace(/\{(\w+)\}/g, (_all, name: string) => String(params[name]));
  const query = new URLSearchParams(
    Object.entries(valueOf(row.query)).map(([name, value]) => [name, String(value)]),
  );
  const response = await api.request(`${apiBasePath}${address}?${query.toString()}`, {
    method: row.method.toUpperCase(),
    headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
    ...(row.body ? { body: JSON.stringify(valueOf(row.body)) } : {}),
  });
  return { status: response.status, text: await response.text() };
}

describe("personal data in the answers of the API", () => {
  it("is read by a key whose maker may read it, through every route that gives out what somebody wrote", async () => {
    const found: string[] = [];
    for (const row of reads) {
      const { status, text } = await send(row, ownerKey);
      expect({ id: row.id, status, text: status < 300 ? "" : text }).toMatchObject({
        id: row.id,
        status: 200,
      });
      if (hidden.test(text)) found.push(row.id);
    }
    expect(found.toSorted()).toEqual(shows.toSorted());
  });

  it.each(maskedRoles)(
    "is masked in every read of a key whose maker is a %s now, or the read refused",
    async (role) => {
      const wrong: string[] = [];
      for (const row of reads) {
        const { status, text } = await send(row, keys[role] ?? "");
        if (hidden.test(text)) wrong.push(`${row.id}: mask it in its verb with maskFieldsForRole or maskFor`);
        if (status !== 200 && status !== 403) wrong.push(`${row.id}: ${status} ${text}`);
      }
      expect(wrong).toEqual([]);
    },
  );

  // After the reads: these change what those look at.
  it.each(maskedRoles)("is not told by any write of a key whose maker is a %s now", async (role) => {
    const wrong: string[] = [];
    for (const row of writes) if (hidden.test((await send(row, keys[role] ?? "")).text)) wrong.push(row.id);
    expect(wrong).toEqual([]);
  });
});
