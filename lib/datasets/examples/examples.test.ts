import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { createTenant, type Tenant } from "#testing";
import { recordGenerations } from "#lib/observability";
import { newId } from "#platform/ids";
import { archiveDataset } from "../datasets/archive.ts";
import { createDataset } from "../datasets/create.ts";
import { getDataset, listDatasets } from "../datasets/read.ts";
import { diffVersions } from "../versions/diff.ts";
import { getDatasetVersion, listVersions } from "../versions/read.ts";
import { addExample, addExampleFromCorrection, addExampleFromGeneration, addExamples } from "./add.ts";
import { editExample, removeExamples } from "./edit.ts";
import { eachExample, getExample, listExamples, listVersionsOfExample } from "./read.ts";

let tenant: Tenant;
let other: Tenant;

beforeAll(async () => {
  [tenant, other] = [await createTenant(), await createTenant()];
});

const example = (text: string, metadata = {}) => ({
  inputs: { ticket: text },
  reference: "billing",
  metadata,
});
const build = ({ ctx }: Tenant, texts: string[] = ["one", "two", "three"]) =>
  createDataset(ctx, { name: `tickets ${newId()}`, examples: texts.map((text) => example(text)) });

async function actionsOn(subjectId: string): Promise<string[]> {
  const rows = await tenant.open.db
    .select({ action: auditEvents.action })
    .from(auditEvents)
    .where(and(eq(auditEvents.chainId, tenant.projectId), eq(auditEvents.subjectId, subjectId)))
    .orderBy(auditEvents.seq);
  return rows.map(({ action }) => action);
}

async function textsOf(versionId: string): Promise<unknown[]> {
  const texts: unknown[] = [];
  for await (const page of eachExample(tenant.ctx, versionId))
    texts.push(...page.map(({ inputs }) => inputs["ticket"]));
  return texts;
}

const latestOf = (dataset: { latest: { id: string; number: number } | null }) => {
  if (!dataset.latest) throw new Error("the dataset has no version");
  return dataset.latest;
};

describe("a dataset", () => {
  it("is made with its first version and leaves an audit event", async () => {
    const dataset = await build(tenant);
    expect(dataset.latest).toMatchObject({ number: 1, exampleCount: 3, datasetName: dataset.name });
    expect(await actionsOn(dataset.id)).toEqual(["dataset.create"]);
    expect(await getDatasetVersion(tenant.ctx, { datasetVersionId: latestOf(dataset).id })).toMatchObject({
      contentHash: dataset.latest?.contentHash,
    });
  });

  it("has the same version hash in another project when its content is the same", async () => {
    const [mine, theirs] = [await build(tenant), await build(other)];
    expect(mine.latest?.contentHash).toBe(theirs.latest?.contentHash);
  });

  it("keeps its name to itself within the project", async () => {
    const dataset = await build(tenant);
    await expect(createDataset(tenant.ctx, { name: dataset.name })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(createDataset(other.ctx, { name: dataset.name })).resolves.toMatchObject({ latest: null });
  });

  it("leaves the list when archived, refuses changes, and comes back", async () => {
    const dataset = await build(tenant);
    await archiveDataset(tenant.ctx, { datasetId: dataset.id });
    const shown = await listDatasets(tenant.ctx, { query: dataset.name });
    expect(shown.items).toEqual([]);
    await expect(addExample(tenant.ctx, { datasetId: dataset.id, ...example("late") })).rejects.toMatchObject(
      { code: "conflict" },
    );
    await archiveDataset(tenant.ctx, { datasetId: dataset.id, isArchived: false });
    expect((await listDatasets(tenant.ctx, { query: dataset.name })).items).toMatchObject([
      { id: dataset.id, latest: { number: 1 } },
    ]);
    expect(await actionsOn(dataset.id)).toEqual(["dataset.create", "dataset.archive", "dataset.restore"]);
  });
});

describe("adding examples", () => {
  it("makes a new version with the example at its end, and leaves the old one as it was", async () => {
    const dataset = await build(tenant);
    const { version, added, duplicates } = await addExamples(tenant.ctx, {
      datasetId: dataset.id,
      examples: [example("four"), example("two"), example("four")],
    });
    expect([version.number, version.exampleCount, added, duplicates]).toEqual([2, 4, 1, 2]);
    expect(await textsOf(version.id)).toEqual(["one", "two", "three", "four"]);
    expect(await textsOf(latestOf(dataset).id)).toEqual(["one", "two", "three"]);
    expect(await actionsOn(dataset.id)).toEqual(["dataset.create", "dataset.add_examples"]);
    expect(
      (await listVersions(tenant.ctx, { datasetId: dataset.id })).items.map(({ number }) => number),
    ).toEqual([2, 1]);
  });

  it("makes no version of what is there already", async () => {
    const dataset = await build(tenant);
    const { version, duplicates } = await addExample(tenant.ctx, {
      datasetId: dataset.id,
      ...example("two"),
    });
    expect([version.id, duplicates]).toEqual([latestOf(dataset).id, 1]);
    expect(await actionsOn(dataset.id)).toEqual(["dataset.create"]);
  });

  it("refuses when somebody saved a version meanwhile", async () => {
    const dataset = await build(tenant);
    await addExample(tenant.ctx, { datasetId: dataset.id, ...example("first") });
    const late = addExample(tenant.ctx, { datasetId: dataset.id, ...example("second"), expectedLatest: 1 });
    await expect(late).rejects.toMatchObject({ code: "conflict" });
  });

  it("redacts personal data before it is stored", async () => {
    const dataset = await build(tenant, ["write to anna@example.org, card 4111 1111 1111 1111"]);
    expect(await textsOf(latestOf(dataset).id)).toEqual(["write to <EMAIL_ADDRESS>, card <CREDIT_CARD>"]);
  });

  it("puts two people who add at once in order", async () => {
    const dataset = await build(tenant);
    const both = await Promise.all(
      ["left", "right"].map((text) => addExample(tenant.ctx, { datasetId: dataset.id, ...example(text) })),
    );
    expect(new Set(both.map(({ version }) => version.number))).toEqual(new Set([2, 3]));
    const { latest } = await getDataset(tenant.ctx, { datasetId: dataset.id });
    expect(latest).toMatchObject({ number: 3, exampleCount: 5 });
  });

  it("refuses bad input, people without permission and datasets of another project", async () => {
    const dataset = await build(tenant);
    const foreign = await build(other);
    const reviewer = await tenant.as("reviewer");
    await expect(addExample(tenant.ctx, { datasetId: dataset.id, inputs: {} })).rejects.toMatchObject({
      name: "ZodError",
    });
    await expect(
      addExample(tenant.ctx, { datasetId: dataset.id, inputs: { a: "x\u0000" } }),
    ).rejects.toMatchObject({ code: "invalid_input" });
    await expect(addExample(reviewer, { datasetId: dataset.id, ...example("x") })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(addExample(tenant.ctx, { datasetId: foreign.id, ...example("x") })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(createDataset(reviewer, { name: "x" })).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("an example from elsewhere", () => {
  it("of a generation takes its variables and output and says where it came from", async () => {
    const dataset = await build(tenant);
    const generationId = newId();
    const [stored] = await recordGenerations(tenant.ctx, [
      {
        id: generationId,
        traceId: "0".repeat(32),
        startedAt: tenant.clock.now(),
        source: "test",
        status: "succeeded",
        provider: "openai",
        model: "gpt-4o",
        input: [],
        variables: { ticket: "Where is my parcel?" },
        output: "shipping",
        latencyMs: 10,
        promptPath: "support/triage",
      },
    ]);
    expect(stored).toBeDefined();
    const { version, examples } = await addExampleFromGeneration(tenant.ctx, {
      datasetId: dataset.id,
      generationId,
    });
    expect(examples).toMatchObject([
      {
        inputs: { ticket: "Where is my parcel?" },
        reference: "shipping",
        provenance: { kind: "generation", generationId, promptPath: "support/triage" },
      },
    ]);
    expect(version.message).toBe("From a generation of support/triage");
  });

  it("of a correction is made by the reviewer who decided, and names the decision", async () => {
    const dataset = await build(tenant);
    const reviewer = await tenant.as("reviewer", "Rita");
    const decisionId = newId();
    const { version } = await addExampleFromCorrection(reviewer, {
      datasetId: dataset.id,
      decisionId,
      ...example("corrected"),
      reviewerName: "Rita",
    });
    const { items } = await listExamples(tenant.ctx, { datasetVersionId: version.id });
    expect(items.filter(({ provenance }) => provenance.kind === "correction")).toMatchObject([
      { provenance: { kind: "correction", decisionId, reviewerName: "Rita" } },
    ]);
    expect(version.number).toBe(2);
    const viewer = await tenant.as("viewer");
    await expect(
      addExampleFromCorrection(viewer, { datasetId: dataset.id, decisionId, ...example("x") }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });

  it("of another project's generation or dataset is not found", async () => {
    const foreign = await build(other);
    const decisionId = newId();
    await expect(
      addExampleFromCorrection(tenant.ctx, { datasetId: foreign.id, decisionId, ...example("x") }),
    ).rejects.toMatchObject({ code: "not_found" });
    await expect(
      addExampleFromGeneration(tenant.ctx, { datasetId: foreign.id, generationId: newId() }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("changing examples", () => {
  it("puts the edited example in the old one's place in a new version, and the difference says changed", async () => {
    const dataset = await build(tenant);
    const before = latestOf(dataset);
    const { items } = await listExamples(tenant.ctx, { datasetVersionId: before.id });
    const exampleId = items[1]?.id ?? "";
    const { example: after, version } = await editExample(tenant.ctx, {
      datasetId: dataset.id,
      exampleId,
      ...example("TWO"),
    });
    expect(await textsOf(version.id)).toEqual(["one", "TWO", "three"]);
    expect(after.provenance).toMatchObject({ kind: "hand", editedFrom: exampleId });
    const difference = await diffVersions(tenant.ctx, { fromVersionId: before.id, toVersionId: version.id });
    expect(difference).toEqual({ added: 0, removed: 0, changed: 1, kept: 2, isReordered: false });
    expect(await actionsOn(dataset.id)).toEqual(["dataset.create", "dataset.edit_example"]);
    expect(await listVersionsOfExample(tenant.ctx, { exampleId })).toMatchObject([
      { number: 1, position: 2 },
    ]);
  });

  it("makes no version when nothing was changed, and refuses a copy of a neighbour", async () => {
    const dataset = await build(tenant);
    const { items } = await listExamples(tenant.ctx, { datasetVersionId: latestOf(dataset).id });
    const exampleId = items[0]?.id ?? "";
    const same = await editExample(tenant.ctx, { datasetId: dataset.id, exampleId, ...example("one") });
    expect(same.version.number).toBe(1);
    await expect(
      editExample(tenant.ctx, { datasetId: dataset.id, exampleId, ...example("two") }),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  it("removes examples from the next version only", async () => {
    const dataset = await build(tenant);
    const { items } = await listExamples(tenant.ctx, { datasetVersionId: latestOf(dataset).id });
    const exampleIds = [items[0]?.id ?? ""];
    const { version, removed } = await removeExamples(tenant.ctx, { datasetId: dataset.id, exampleIds });
    expect([version.number, removed]).toEqual([2, 1]);
    expect(await textsOf(version.id)).toEqual(["two", "three"]);
    await expect(removeExamples(tenant.ctx, { datasetId: dataset.id, exampleIds })).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await getExample(tenant.ctx, { exampleId: exampleIds[0] ?? "" })).toMatchObject({
      inputs: { ticket: "one" },
    });
  });

  it("is for people with the permission, within their project", async () => {
    const dataset = await build(tenant);
    const reviewer = await tenant.as("reviewer");
    const { items } = await listExamples(tenant.ctx, { datasetVersionId: latestOf(dataset).id });
    const exampleId = items[0]?.id ?? "";
    const change = { datasetId: dataset.id, exampleId, ...example("x") };
    await expect(editExample(reviewer, change)).rejects.toMatchObject({ code: "forbidden" });
    await expect(editExample(other.ctx, change)).rejects.toMatchObject({ code: "not_found" });
    await expect(
      removeExamples(other.ctx, { datasetId: dataset.id, exampleIds: [exampleId] }),
    ).rejects.toMatchObject({ code: "not_found" });
    await expect(getExample(other.ctx, { exampleId })).rejects.toMatchObject({ code: "not_found" });
    await expect(listVersionsOfExample(other.ctx, { exampleId })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(listExamples(other.ctx, { datasetVersionId: latestOf(dataset).id })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(getDataset(other.ctx, { datasetId: dataset.id })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(listVersions(other.ctx, { datasetId: dataset.id })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(archiveDataset(other.ctx, { datasetId: dataset.id })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(
      getDatasetVersion(other.ctx, { datasetVersionId: latestOf(dataset).id }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the list of examples", () => {
  it("is paged in order and filtered by text, metadata and provenance", async () => {
    const dataset = await createDataset(tenant.ctx, {
      name: `list ${newId()}`,
      examples: ["Refund for 100%", 'He said "later"', "Zwei Zeilen\nÜber alles", "plain"].map((text, at) =>
        example(text, { lang: at === 2 ? "de" : "en" }),
      ),
    });
    const datasetVersionId = latestOf(dataset).id;
    const find = async (filter: object) =>
      (await listExamples(tenant.ctx, { datasetVersionId, ...filter })).items.map(({ position }) => position);
    const first = await listExamples(tenant.ctx, { datasetVersionId, limit: 3 });
    expect(first.items.map(({ position }) => position)).toEqual([1, 2, 3]);
    expect(await find({ limit: 3, cursor: first.nextCursor })).toEqual([4]);
    expect(await find({ query: "100%" })).toEqual([1]);
    expect(await find({ query: '"LATER"' })).toEqual([2]);
    expect(await find({ query: "über" })).toEqual([3]);
    expect(await find({ query: "billing" })).toEqual([1, 2, 3, 4]);
    expect(await find({ metadata: { lang: "de" } })).toEqual([3]);
    expect(await find({ provenance: "import" })).toEqual([]);
  });
});
