import { eq } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";
import { examples } from "#db/schema/datasets";
import {
  addExample,
  addExampleFromGeneration,
  createDataset,
  editExample,
  importExamples,
  listExamples,
  listVersions,
} from "#lib/datasets";
import { erasePerson, exportPerson } from "#lib/governance";
import type { Context } from "#lib/identity";
import { recordGenerations } from "#lib/observability";
import { newId } from "#platform/ids";
import { createTenant, type Tenant } from "#testing";
import "./every-room.ts";

// What an erasure leaves of an example, and what comes after it: the same content is often written by hand, too.

// As long as the gateway takes a user's key.
const ada = { kind: "end_user" as const, key: "a".repeat(500) };
const question = "When are you open?";
const emptied = { inputs: {}, reference: null, metadata: { erased: true } };
let tenant: Tenant;
let owner: Context;
let datasetId: string;
let oldVersionId: string;
/** One that stands beside it and is nobody's. */
let besideId: string;

beforeEach(async () => {
  tenant = await createTenant();
  owner = await tenant.as("owner");
  datasetId = (await createDataset(owner, { name: "tickets" })).id;
  const beside = await addExample(owner, { datasetId, inputs: { question: "Where?" }, reference: "Here." });
  besideId = beside.addedIds[0] ?? "";
  const [call] = await recordGenerations(owner, [
    {
      startedAt: tenant.clock.now(),
      traceId: newId(),
      source: "api",
      status: "succeeded",
      provider: "p",
      model: "m",
      input: question,
      output: "At nine.",
      variables: { question },
      latencyMs: 1,
      metadata: { user: ada.key },
    },
  ]);
  const added = await addExampleFromGeneration(owner, { datasetId, generationId: call?.id ?? "" });
  oldVersionId = added.version.id;
  expect((await contents(oldVersionId)).at(-1)).toEqual(written);
});

const written = { inputs: { question }, reference: "At nine.", metadata: {} };

async function contents(versionId: string) {
  const { items } = await listExamples(owner, { datasetVersionId: versionId });
  return items.map(({ inputs, reference, metadata }) => ({ inputs, reference, metadata }));
}

it("lets the same content be added by hand, as an example of its own; the older version stays erased", async () => {
  await erasePerson(owner, ada);
  const { version, added } = await addExample(owner, { datasetId, ...written });
  expect(added).toBe(1);
  expect((await contents(version.id)).slice(1)).toEqual([emptied, written]);
  expect((await contents(oldVersionId)).slice(1)).toEqual([emptied]);
});

it("lets the same content be imported", async () => {
  await erasePerson(owner, ada);
  const result = await importExamples(owner, {
    datasetId,
    mode: "replace",
    fileName: "tickets.jsonl",
    bytes: new TextEncoder().encode(`${JSON.stringify(written)}\n`),
  });
  if (result.outcome !== "imported") throw new Error(JSON.stringify(result));
  expect((await contents(result.version.id)).map(({ inputs }) => inputs)).toEqual([written.inputs]);
  expect((await contents(oldVersionId)).slice(1)).toEqual([emptied]);
});

it("keeps no fingerprint of what it was, by which a guess could be tried", async () => {
  const hashes = () =>
    tenant.open.db
      .select({ id: examples.id, hash: examples.contentHash })
      .from(examples)
      .where(eq(examples.projectId, tenant.projectId));
  const before = new Map((await hashes()).map(({ id, hash }) => [id, hash]));
  await erasePerson(owner, ada);
  const changed = (await hashes()).filter(({ id, hash }) => before.get(id) !== hash);
  expect(changed).toEqual([{ id: expect.any(String), hash: `erased:${changed[0]?.id}` }]);
});

it("makes no version where an edit changes nothing beside what was erased", async () => {
  await erasePerson(owner, ada);
  const { version } = await editExample(owner, {
    datasetId,
    exampleId: besideId,
    inputs: { question: "Where?" },
    reference: "Here.",
    metadata: {},
  });
  expect(version.id).toBe(oldVersionId);
  expect((await listVersions(owner, { datasetId })).items).toHaveLength(2);
});

it("finds an end user by a key as long as the gateway takes", async () => {
  const { projects } = await exportPerson(owner, ada);
  expect(projects[0]?.kinds["observability.generations"]).toHaveLength(1);
});
