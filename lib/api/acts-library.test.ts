import { beforeAll, describe, expect, it } from "vitest";
import { drainJobs } from "#lib/jobs";
import { createConnection } from "#lib/models";
import { acts, namesOf } from "./acts.testing.ts";
import { type Program, type Row, startProgram } from "./program.testing.ts";

let program: Program;
let call: Program["call"];

beforeAll(async () => {
  program = await startProgram();
  ({ call } = program);
});

type Page = Row & { items: Row[] };
const listed = async (id: string, given: Record<string, string> = {}) =>
  ((await call(id, given)) as Page).items;
const content = (words: string) => ({
  kind: "chat",
  messages: [{ role: "user", content: `${words}: {{text}}` }],
  variables: [{ name: "text", type: "text", required: true }],
});
const exact = { key: "exact", name: "Exact", kind: "exact", weight: 1, threshold: 0.5, config: {} };

describe("a prompt", () => {
  it("is described, copied, put away and brought back", async () => {
    const { id: promptId } = await call("createPrompt", {}, { path: "acts/one", content: content("Sort") });
    await call("updatePrompt", { promptId }, { description: "Sorts tickets", path: "acts/first" });
    expect(await listed("listPrompts")).toMatchObject([{ path: "acts/first", description: "Sorts tickets" }]);
    const copy = await call("duplicatePrompt", { promptId }, { path: "acts/copy" });
    expect(await call("getPrompt", { path: "acts/copy" })).toMatchObject({
      promptId: copy.id,
      content: { messages: content("Sort").messages },
    });
    await call("archivePrompt", { promptId: copy.id }, {});
    expect((await listed("listPrompts")).map(({ path }) => path)).toEqual(["acts/first"]);
    await call("archivePrompt", { promptId: copy.id }, { isArchived: false });
    expect((await listed("listPrompts")).map(({ path }) => path)).toEqual(["acts/copy", "acts/first"]);
  });

  it("has a draft that is saved, read and thrown away", async () => {
    const { id: promptId, latest } = await call(
      "createPrompt",
      {},
      { path: "drafts/one", content: content("A") },
    );
    const { id: baseVersionId } = latest as Row;
    const draft = { content: content("B"), baseVersionId, expectedRevision: 0 };
    await call("saveDraft", { promptId }, draft);
    expect(await call("getDraft", { promptId })).toMatchObject({
      draft: { baseVersionId, content: { messages: content("B").messages } },
    });
    expect(await call("discardDraft", { promptId })).toMatchObject({ draft: { promptId } });
    expect(await call("getDraft", { promptId })).toEqual({ draft: null });
  });

  it("is told what others stand in it", async () => {
    await call("createPrompt", {}, { path: "parts/tone", content: { kind: "text", text: "Be warm." } });
    const asked = { content: { kind: "text", text: "{{> parts/tone@latest}}" } };
    expect(await call("resolveIncludes", {}, asked)).toMatchObject({
      items: [{ path: "parts/tone", versionNumber: 1, text: "Be warm." }],
    });
  });

  it("comes from a file, after a look at what the file would make", async () => {
    const file = {
      rows: [{ name: "hello", words: "Say hello." }],
      folder: "in",
      mapping: { path: "name", text: "words" },
    };
    expect(await call("previewPromptImport", {}, file)).toMatchObject({
      errors: [],
      rows: [{ path: "in/hello" }],
    });
    expect(await listed("listPrompts", { folder: "in" })).toEqual([]);
    expect(await call("importPrompts", {}, file)).toEqual({ count: 1, paths: ["in/hello"] });
    expect(await call("getPrompt", { path: "in/hello" })).toMatchObject({ content: { text: "Say hello." } });
  });
});

describe("a dataset", () => {
  it("loses and changes examples by new versions, and is put away and brought back", async () => {
    const examples = [{ inputs: { text: "a" } }, { inputs: { text: "b" } }];
    const { id: datasetId, latest } = await call("createDataset", {}, { name: "Edited", examples });
    const [first, second] = await listed("listExamples", { datasetVersionId: (latest as Row).id });
    const [exampleId, other] = [first?.id ?? "", second?.id ?? ""];
    const edited = await call("editExample", { datasetId, exampleId }, { inputs: { text: "a, edited" } });
    const removed = await call("removeExamples", { datasetId }, { exampleIds: [other] });
    expect([edited["version"], removed["version"]]).toMatchObject([
      { number: 2 },
      { number: 3, exampleCount: 1 },
    ]);
    expect(await listed("listExamples", { datasetVersionId: (removed["version"] as Row).id })).toMatchObject([
      { inputs: { text: "a, edited" } },
    ]);
    await call("archiveDataset", { datasetId }, {});
    expect(await listed("listDatasets")).toEqual([]);
    await call("archiveDataset", { datasetId }, { isArchived: false });
    expect(await listed("listDatasets")).toMatchObject([{ id: datasetId }]);
  });

  it("comes from a file, after a look at what the file holds", async () => {
    const file = { fileName: "tickets.csv", content: "text,reference\nWhere is it?,parcel\n" };
    expect(await call("previewDatasetImport", {}, file)).toMatchObject({ format: "csv", totalRows: 1 });
    const made = await call("importExamples", {}, { ...file, name: "Imported" });
    expect(made).toMatchObject({ outcome: "imported", added: 1 });
    expect(await listed("listExamples", { datasetVersionId: (made["version"] as Row).id })).toMatchObject([
      { inputs: { text: "Where is it?" }, reference: "parcel" },
    ]);
  });
});

describe("a suite", () => {
  it("has evaluators that are tried on one answer, and is put away", async () => {
    const tried = { evaluator: exact, output: "a", reference: "a" };
    expect(await call("tryEvaluator", {}, tried)).toMatchObject({ isPassed: true });
    expect(await call("tryEvaluator", {}, { ...tried, output: "b" })).toMatchObject({ isPassed: false });
    const content_ = { primaryMetric: "exact", evaluators: [exact] };
    const { id: suiteId } = await call("createSuite", {}, { name: "Away", content: content_ });
    await call("archiveSuite", { suiteId }, {});
    expect(await listed("listSuites")).toEqual([]);
    await call("archiveSuite", { suiteId }, { isArchived: false });
    expect(await listed("listSuites")).toMatchObject([{ id: suiteId }]);
  });

  it("runs several versions at once, which are compared with one", async () => {
    const connection = await createConnection(await program.tenant.as("admin"), {
      name: "pretended",
      kind: "simulated",
      models: ["simulated-instant"],
    });
    const prompt = await call("createPrompt", {}, { path: "runs/one", content: content("Sort") });
    const saved = await call(
      "savePromptVersion",
      { path: "runs/one" },
      { content: content("Sort well"), message: "Better" },
    );
    const dataset = await call(
      "createDataset",
      {},
      { name: "Runs", examples: [{ inputs: { text: "a" }, reference: "a" }] },
    );
    const suite = await call(
      "createSuite",
      {},
      { name: "Runs", content: { primaryMetric: "exact", evaluators: [exact] } },
    );
    const { items } = (await call(
      "startRuns",
      {},
      {
        promptVersionIds: [(prompt["latest"] as Row).id, (saved["version"] as Row).id],
        datasetVersionId: (dataset["latest"] as Row).id,
        suiteVersionId: (suite["latest"] as Row).id,
        target: { connectionId: connection.id, model: "simulated-instant" },
      },
    )) as Page;
    await drainJobs();
    const [first, second] = items.map(({ id }) => id);
    expect((await listed("listRuns")).map(({ status }) => status)).toEqual(["succeeded", "succeeded"]);
    const compared = await call("compareManyRuns", {}, { baselineRunId: first, candidateRunIds: [second] });
    expect(compared).toMatchObject({ items: [{ baseline: { runId: first }, candidate: { runId: second } }] });
  });
});

it("does all that is named for it", () => {
  expect(namesOf(acts.library).filter((name) => !program.called.has(name))).toEqual([]);
});
