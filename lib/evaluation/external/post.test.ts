import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { savePolicy } from "#lib/guardrails";
import { createTenant, type Tenant } from "#testing";
import { compareRuns } from "../comparisons/compare.ts";
import { listCases } from "../runs/cases.ts";
import { getRun, listRuns } from "../runs/read.ts";
import { createSuite } from "../suites/save.ts";
import { postRun } from "./post.ts";
import type { PostRunInput } from "./schema.ts";

const results = (id: string, right: number, all = 30): PostRunInput => ({
  id,
  program: "rag-bot",
  version: id,
  model: "gpt-4o",
  cases: Array.from({ length: all }, (_, at) => ({
    inputs: { question: `Question ${at}` },
    reference: `Answer ${at}`,
    output: at < right ? `Answer ${at}` : "no",
    latencyMs: 100 + at,
    scores: [
      { name: "Right", value: at < right ? 1 : 0 },
      ...(at % 2 === 0 ? [{ name: "Tone", value: 0.8 }] : []),
    ],
  })),
});

async function auditActions({ ctx, projectId }: Tenant): Promise<string[]> {
  const rows = await ctx.db
    .select({ action: auditEvents.action })
    .from(auditEvents)
    .where(eq(auditEvents.chainId, projectId));
  return rows.map(({ action }) => action);
}

describe("posting results of another program", () => {
  it("makes a finished run with its dataset, suite, cases and scores, and leaves an audit row", async () => {
    const tenant = await createTenant();
    const { ctx } = tenant;
    const run = await postRun(ctx, results("1.0", 27));
    expect(run).toMatchObject({
      status: "succeeded",
      totalCases: 30,
      promptId: null,
      target: null,
      external: { id: "1.0", program: "rag-bot", version: "1.0", model: "gpt-4o" },
      datasetName: "rag-bot",
      suiteName: "rag-bot",
    });
    const right = run.summary?.evaluators.find(({ key }) => key === "right");
    expect(right).toMatchObject({ value: 0.9, judged: 30, unjudged: 0, isPrimary: true });
    // Asked of every second case: the others are not ones that could not be judged.
    expect(run.summary?.evaluators.find(({ key }) => key === "tone")).toMatchObject({
      judged: 15,
      unjudged: 0,
    });
    const { items } = await listCases(ctx, { runId: run.id, which: "failed" });
    expect(items.map(({ output }) => output)).toEqual(["no", "no", "no"]);
    expect(await auditActions(tenant)).toContain("run.post");
  });

  it("gives the same run for the same id and results, and refuses other results under it", async () => {
    const { ctx } = await createTenant();
    const first = await postRun(ctx, results("a", 10));
    expect((await postRun(ctx, results("a", 10))).id).toBe(first.id);
    await expect(postRun(ctx, results("a", 11))).rejects.toMatchObject({ code: "conflict" });
    expect((await listRuns(ctx)).items).toHaveLength(1);
    const [one, other] = await Promise.all([postRun(ctx, results("b", 5)), postRun(ctx, results("b", 5))]);
    expect(one.id).toBe(other.id);
  });

  it("is compared like any other run, by the same exact test", async () => {
    const { ctx } = await createTenant();
    const before = await postRun(ctx, results("1.0", 15));
    const after = await postRun(ctx, results("1.1", 27));
    const comparison = await compareRuns(ctx, { baselineRunId: before.id, candidateRunId: after.id });
    expect(comparison.verdict.sentence).toContain("Rag-bot 1.1 is better on right");
    expect(comparison.metrics.find(({ key }) => key === "right")).toMatchObject({
      pairs: 30,
      better: 12,
      worse: 0,
      unjudged: 0,
      test: { name: "McNemar exact" },
    });
    expect(comparison.metrics.find(({ key }) => key === "tone")).toMatchObject({ pairs: 15, unjudged: 0 });
    expect(comparison.unlike).toEqual([]);
  });

  it("counts the same case again as another answer to it, and a call that failed as a miss", async () => {
    const { ctx } = await createTenant();
    const same = { inputs: { q: "x" }, output: "y", scores: [{ name: "Right", value: 1 }] };
    const run = await postRun(ctx, {
      id: "s",
      program: "p",
      cases: [same, same, { inputs: { q: "z" }, output: null, error: "timed out" }],
    });
    expect(run).toMatchObject({
      samples: 2,
      totalCases: 3,
      failedCases: 1,
      summary: { succeeded: 2, failed: 1 },
    });
    const { items } = await listCases(ctx, { runId: run.id });
    expect(items.map(({ sample, errorMessage }) => [sample, errorMessage])).toEqual([
      [1, null],
      [2, null],
      [1, "timed out"],
    ]);
  });

  it("takes a case's own word for whether it passed, so that pass@k and the metric of it agree", async () => {
    const { ctx } = await createTenant();
    const posted = (id: string, isPassed: boolean | null) => ({
      id,
      program: "p",
      cases: [1, 1, 2, 2].map((q) => ({
        inputs: { q },
        output: "y",
        isPassed,
        // Of the second nothing depends, or nobody could judge it.
        scores: [
          { name: "Passed", value: isPassed === null ? null : Number(isPassed), isPassed },
          { name: "Tone", value: isPassed === true ? 0 : 1 },
        ],
      })),
    });
    const right = await postRun(ctx, posted("right", true));
    expect(right.summary?.evaluators.find(({ key }) => key === "passed")?.value).toBe(1);
    expect(right.summary?.repeats).toMatchObject({
      passAtK: [
        { k: 1, value: 1 },
        { k: 2, value: 1 },
      ],
      always: 2,
    });
    const wrong = await postRun(ctx, posted("wrong", false));
    expect(wrong.summary?.repeats).toMatchObject({ always: 0, never: 2 });
    const open = await postRun(ctx, posted("open", null));
    expect(open.summary?.repeats).toMatchObject({ examples: 0, passAtK: [] });
    const { items } = await listCases(ctx, { runId: open.id });
    expect(items.map(({ isPassed }) => isPassed)).toEqual([null, null, null, null]);
  });

  it("passes a score at a half where it does not say, and never one that says nobody knows", async () => {
    const { ctx } = await createTenant();
    const run = await postRun(ctx, {
      id: "s",
      program: "p",
      cases: [{ value: 0.5 }, { value: 0.4 }, { value: 1, isPassed: null }, { value: 0, isPassed: null }].map(
        (score, q) => ({ inputs: { q }, output: "y", scores: [{ name: "Right", ...score }] }),
      ),
    });
    const { items } = await listCases(ctx, { runId: run.id });
    const said = items.map(({ isPassed, scores }) => [isPassed, scores[0]?.isPassed]);
    expect(said).toEqual([
      [true, true],
      [false, false],
      [null, null],
      [null, null],
    ]);
  });

  it("keeps nothing that the policies take out, in inputs, outputs, errors and reasons", async () => {
    const tenant = await createTenant();
    const { ctx } = tenant;
    await savePolicy(await tenant.as("admin"), {
      name: "Mail",
      rules: { pii: [{ type: "EMAIL_ADDRESS", stored: "redact" }] },
    });
    const mail = "anna.lee@example.com";
    const run = await postRun(ctx, {
      id: "pii",
      program: "p",
      cases: [
        {
          inputs: { q: `from ${mail}` },
          reference: mail,
          output: `to ${mail}`,
          scores: [{ name: "Right", value: 1, reasoning: `names ${mail}` }],
        },
        { inputs: { q: "two" }, output: null, error: `refused ${mail}` },
      ],
    });
    const { items } = await listCases(ctx, { runId: run.id });
    expect(JSON.stringify({ items, run: await getRun(ctx, { runId: run.id }) })).not.toContain(mail);
    expect(items[0]?.output).toMatch(/^to /);
  });

  it("refuses a suite of the studio, a case without output or error, no score at all, and who may not", async () => {
    const tenant = await createTenant();
    const { ctx } = tenant;
    await createSuite(ctx, {
      name: "taken",
      content: {
        primaryMetric: "e",
        evaluators: [{ key: "e", name: "E", kind: "exact", config: {} }],
      } as never,
    });
    await expect(postRun(ctx, { ...results("x", 1), suite: "taken" })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(
      postRun(ctx, { id: "x", program: "p", cases: [{ inputs: { q: "x" }, output: null }] }),
    ).rejects.toThrow("has an output, or an error");
    await expect(
      postRun(ctx, { id: "x", program: "p", cases: [{ inputs: { q: "x" }, output: "y" }] }),
    ).rejects.toThrow("at least one metric");
    const viewer = await tenant.as("viewer");
    await expect(postRun(viewer, results("x", 1))).rejects.toMatchObject({ code: "forbidden" });
  });
});
