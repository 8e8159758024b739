import { beforeAll, describe, expect, it } from "vitest";
import { generate, settleCaches } from "#lib/generation";
import { drainJobs } from "#lib/jobs";
import { createConnection } from "#lib/models";
import { flushGenerations, listGenerations } from "#lib/observability";
import { completePromotion } from "#lib/releases";
import { systemClock } from "#platform/clock";
import { acts, namesOf } from "./acts.testing.ts";
import { operations, type Program, type Row, startProgram } from "./program.testing.ts";

// A program goes once round the loop, with a key that has no more than the scope the document names for each step;
// every answer is held against the document.
let program: Program;
let call: Program["call"];
let connectionId: string;

beforeAll(async () => {
  program = await startProgram();
  ({ call } = program);
  const connection = await createConnection(await program.tenant.as("admin"), {
    name: "pretended",
    kind: "simulated",
    models: ["simulated-instant"],
  });
  connectionId = connection.id;
});

const content = (words: string) => ({
  kind: "chat",
  messages: [{ role: "user", content: `${words}: {{text}}` }],
  variables: [{ name: "text", type: "text", required: true }],
});
const suite = (threshold: number) => ({
  primaryMetric: "exact",
  evaluators: [{ key: "exact", name: "Exact", kind: "exact", weight: 1, threshold, config: {} }],
});

describe("a program", () => {
  it("goes round the loop", { timeout: 120_000 }, async () => {
    const { owner, tenant } = program;
    const path = "team/triage";
    const prompt = (await call("createPrompt", {}, { path, content: content("Sort") })) as Row & {
      latest: Row;
    };
    expect(await call("compilePrompt", { path }, { variables: { text: "hello" } })).toMatchObject({
      messages: [{ role: "user", content: "Sort: hello" }],
    });
    const saved = await call(
      "savePromptVersion",
      { path },
      { content: content("Sort well"), message: "Better" },
    );
    const versionId = String((saved["version"] as Row | undefined)?.id ?? saved.id);
    const promptId = String(prompt.id);
    await call("createPromptBranch", { promptId }, { name: "shorter", fromVersionId: versionId });
    expect(
      await call(
        "savePromptVersion",
        { path },
        { content: content("Sort"), message: "Shorter", branch: "shorter" },
      ),
    ).toMatchObject({ version: { number: 3, branch: "shorter", labels: [] } });
    expect(await call("mergePromptBranch", { promptId, name: "shorter" }, { message: "Both" })).toMatchObject(
      { kind: "merged", version: { number: 4, branch: "main", labels: ["latest"] } },
    );
    await call("archivePromptBranch", { promptId, name: "shorter" }, {});
    await call("moveLabel", { path, name: "canary" }, { versionId, expectedVersionId: null });

    const examples = [{ inputs: { text: "a" }, reference: "a" }];
    const dataset = await call("createDataset", {}, { name: "tickets", examples });
    const added = await call(
      "addExamples",
      { datasetId: dataset.id },
      {
        examples: [{ inputs: { text: "b" } }, { inputs: { text: "c" } }],
      },
    );
    const datasetVersionId = String((added["version"] as Row | undefined)?.id ?? added.id);
    const made = (await call("createSuite", {}, { name: "checks", content: suite(0.5) })) as Row & {
      latest: Row;
    };
    await call("saveSuiteVersion", { suiteId: made.id }, { content: suite(0.6) });

    const run = {
      datasetVersionId,
      suiteVersionId: made.latest.id,
      promptVersionId: versionId,
      target: { connectionId, model: "simulated-instant" },
    };
    await call("startRun", {}, run);
    const second = await call("startRun", {}, run);
    const cases = [{ inputs: { q: "x" }, output: "y", scores: [{ name: "Right", value: 1 }] }];
    expect(await call("postRun", {}, { id: "ci-1", program: "bot", cases })).toMatchObject({
      status: "succeeded",
      external: { program: "bot" },
    });
    expect(await call("cancelRun", { runId: second.id })).toMatchObject({ status: "cancelled" });
    await drainJobs();
    await flushGenerations();

    const real = await createConnection(await tenant.as("admin"), {
      name: "real",
      kind: "openai_compatible",
      baseUrl: "https://models.example/v1",
      models: ["m"],
    });
    const benchmark = {
      datasetVersionId,
      suiteVersionId: made.latest.id,
      target: { connectionId: real.id, model: "m" },
    };
    expect(await call("setBenchmark", { promptId: prompt.id }, benchmark)).toMatchObject(benchmark);
    const third = await call("runOnBenchmark", {}, { promptVersionId: versionId });
    await call("cancelRun", { runId: third.id });
    await call("clearBenchmark", { promptId: prompt.id });
    await drainJobs();

    const [generation] = (await listGenerations(tenant.ctx, {})).items;
    const generationId = generation?.id ?? "";
    await call("recordFeedback", {}, { generationId, score: 1, comment: "Good" });
    await call("addExampleFromGeneration", { datasetId: dataset.id }, { generationId });
    const price = { connection: "pretended", modelPattern: "*", inputPrice: 1, outputPrice: 2 };
    const override = await call("createPriceOverride", {}, { ...price, from: "2026-11-01T00:00:00Z" });
    await call("endPriceOverride", { overrideId: override.id }, {});
    const definition = { targets: [{ connectionId, model: "simulated-instant" }] };
    const routing = await call("createRoute", {}, { name: "support", definition });
    const slower = { ...definition, timeoutMs: 90_000 };
    expect(await call("saveRoute", { routeId: routing.id }, { definition: slower })).toMatchObject({
      version: { number: 2, definition: slower },
    });
    expect(await call("forgetAnswers", { routeId: routing.id })).toEqual({ forgotten: 0 });
    const byTag = { tag: "plan=pro", promptId: prompt.id, keepPinned: true };
    expect(await call("forgetAnswers", { routeId: routing.id }, byTag)).toEqual({ forgotten: 0 });
    expect(await call("explainRoute", {}, { definition, routeId: routing.id })).toMatchObject({
      outcome: "pretended/simulated-instant answers.",
    });
    expect(await call("restartSemanticCache", { routeId: routing.id })).toMatchObject({ offAt: null });
    await call("archiveRoute", { routeId: routing.id }, {});
    const budget = await call(
      "createBudget",
      {},
      { name: "A month", measure: "usd", amount: 50, period: "month" },
    );
    expect(await call("updateBudget", { budgetId: budget.id }, { amount: 60 })).toMatchObject({ amount: 60 });
    expect(await call("deleteBudget", { budgetId: budget.id })).toEqual({ id: budget.id, name: "A month" });
    await call("createRoute", {}, { name: "kept", definition: { ...definition, cache: { ttlSeconds: 60 } } });
    const messages = [{ role: "user" as const, content: "Keep this" }];
    const { id: keptId } = await generate(
      { ...owner, clock: systemClock },
      { source: "api", route: "kept", messages },
    );
    await settleCaches();
    expect(await call("pinAnswer", { generationId: keptId }, {})).toMatchObject({
      answer: { generationId: keptId, pinnedAt: expect.any(String) },
    });
    await call("defineKpi", {}, { key: "solved", name: "Solved at first reply" });
    await call("recordKpi", { key: "solved" }, { values: [{ value: 0.8 }] });

    const request = { promptId: prompt.id, environment: "development", reason: "Try it" };
    const withdrawn = await call("requestPromotion", {}, { ...request, versionId });
    expect(await call("withdrawPromotion", { promotionId: withdrawn.id })).toMatchObject({
      status: "withdrawn",
    });
    for (const version of [prompt.latest.id, versionId]) {
      const promotion = await call("requestPromotion", {}, { ...request, versionId: version });
      await completePromotion(tenant.ctx, { promotionId: promotion.id });
    }
    expect(
      await call("rollback", {}, { promptId: prompt.id, environment: "development", reason: "Worse" }),
    ).toMatchObject({ kind: "rollback" });
    await call("setRetention", { kind: "feedback.feedback" }, { days: 90 });
    const member = await tenant.as("reviewer");
    const person = { kind: "member", userId: member.actor.id };
    expect(await call("exportPerson", {}, person)).toMatchObject({ person: { name: member.actor.name } });
    await call("erasePerson", {}, person);
    expect(await call("verifyAudit", {}, {})).toMatchObject({ isIntact: true });
  });

  it("could do nothing else by the API that this test does not do", () => {
    // The openai client does these, in lib/api/openai: openai-client, addresses, files and responses.test.ts.
    const elsewhere = [
      "createChatCompletion",
      "createCompletion",
      "createEmbeddings",
      "createFile",
      "deleteFile",
      "createModeration",
      "createResponse",
    ];
    const others = Object.values(acts).flatMap(namesOf);
    const writes = operations.filter(({ method }) => method !== "GET");
    const done = new Set([...program.called, ...elsewhere, ...others]);
    expect([...done].toSorted()).toEqual(writes.map(({ operation }) => operation.operationId).toSorted());
  });
});
