import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { createDataset, listExamples } from "#lib/datasets";
import { addModel, closePools, createConnection } from "#lib/models";
import { flushGenerations, getGeneration } from "#lib/observability";
import { openLoopback, type Loopback } from "../runs/loopback.testing.ts";
import { tryEvaluator } from "./try.ts";

let tenant: Tenant;
let judge: Loopback;
let target: { connectionId: string; model: string };

beforeAll(async () => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
  tenant = await createTenant();
  const admin = await tenant.as("admin");
  judge = await openLoopback((message) => ({
    text: message.includes("broken") ? "no verdict" : '{"reasoning":"Says yes.","score":4}',
  }));
  const connection = await createConnection(admin, {
    name: "judge",
    kind: "openai_compatible",
    baseUrl: judge.url,
  });
  await addModel(admin, { connectionId: connection.id, name: "m", inputPrice: 100, outputPrice: 1000 });
  target = { connectionId: connection.id, model: "m" };
});
afterAll(async () => {
  await closePools();
  await judge.close();
});

const exact = { key: "same", name: "Same", kind: "exact" as const, config: { ignoreCase: true } };
const asked = () => ({
  key: "judge",
  name: "Judge",
  kind: "llm_judge" as const,
  config: { target, rubric: "Right?" },
});

describe("tryEvaluator", () => {
  it("judges a pasted answer by a pasted reference, and asks nobody where no model is needed", async () => {
    const given = { evaluator: exact, output: "Yes", reference: "yes" };
    expect(await tryEvaluator(tenant.ctx, given)).toMatchObject({
      value: 1,
      isPassed: true,
      costUsd: 0,
      generationIds: [],
    });
    expect(await tryEvaluator(tenant.ctx, { ...given, output: "no" })).toMatchObject({ isPassed: false });
    expect(await tryEvaluator(tenant.ctx, { evaluator: exact, output: "Yes" })).toMatchObject({
      value: null,
    });
  });

  it("takes an example's reference, unless another is given", async () => {
    const dataset = await createDataset(tenant.ctx, {
      name: "tries",
      examples: [{ inputs: { text: "a" }, reference: "yes" }],
    });
    const { items } = await listExamples(tenant.ctx, { datasetVersionId: dataset.latest?.id ?? "" });
    const given = { evaluator: exact, output: "yes", exampleId: items[0]?.id ?? "" };
    expect(await tryEvaluator(tenant.ctx, given)).toMatchObject({ value: 1 });
    expect(await tryEvaluator(tenant.ctx, { ...given, reference: "no" })).toMatchObject({ value: 0 });
  });

  it("records and prices a judge's call, also of one whose verdict nobody can read", async () => {
    const tried = await tryEvaluator(tenant.ctx, { evaluator: asked(), output: "yes", reference: "yes" });
    expect(tried).toMatchObject({ value: 0.75, isPassed: true, reasoning: "Says yes." });
    // 10 tokens at 100 USD and 2 at 1,000 USD a million.
    expect(tried.costUsd).toBeCloseTo(0.003, 10);
    await flushGenerations();
    expect(tried.generationIds).toHaveLength(1);
    expect(await getGeneration(tenant.ctx, { generationId: tried.generationIds[0] ?? "" })).toMatchObject({
      source: "judge",
      runId: null,
      costUsd: tried.costUsd,
    });
    const unread = await tryEvaluator(tenant.ctx, { evaluator: asked(), output: "broken", reference: "yes" });
    expect(unread).toMatchObject({ value: null, isPassed: null });
    expect(unread.costUsd).toBeGreaterThan(0);
  });

  it("refuses a foreign example or judge, a role that may call no model, and parameters that judge nothing", async () => {
    const other = await createTenant();
    const dataset = await createDataset(tenant.ctx, { name: "own", examples: [{ inputs: { text: "a" } }] });
    const { items } = await listExamples(tenant.ctx, { datasetVersionId: dataset.latest?.id ?? "" });
    const given = { evaluator: exact, output: "yes" };
    await expect(tryEvaluator(other.ctx, { ...given, exampleId: items[0]?.id ?? "" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(
      tryEvaluator(other.ctx, { evaluator: asked(), output: "yes", reference: "yes" }),
    ).rejects.toMatchObject({ code: "not_found" });
    await expect(tryEvaluator(await tenant.as("viewer"), given)).rejects.toMatchObject({ code: "forbidden" });
    const broken = { key: "r", name: "R", kind: "regex" as const, config: { pattern: "(" } };
    await expect(tryEvaluator(tenant.ctx, { evaluator: broken, output: "yes" })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
});
