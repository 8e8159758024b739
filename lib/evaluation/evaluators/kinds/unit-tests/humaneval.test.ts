import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { importExamples } from "#lib/datasets";
import { drainJobs } from "#lib/jobs";
import { createConnection } from "#lib/models";
import { createPrompt } from "#lib/prompts";
import { createTenant, type Tenant } from "#testing";
import "../../../runs/job.ts";
import { type Loopback, openLoopback } from "../../../runs/loopback.testing.ts";
import { getRun } from "../../../runs/read.ts";
import { startRun } from "../../../runs/start.ts";
import { createSuite } from "../../../suites/save.ts";
import { canonicalAnswer, functionalCorrectness, readTasks, stubAnswer } from "./humaneval.testing.ts";

const bytes = readFileSync(new URL("humaneval.jsonl", import.meta.url));
const tasks = readTasks(bytes.toString("utf8"));
const asked = new Map<string, number>();
let tenant: Tenant;
let server: Loopback;

beforeAll(async () => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
  tenant = await createTenant();
  // Answers as the first word of a message says: always right, never, or every other time.
  server = await openLoopback((message) => {
    const task = tasks.find(({ prompt }) => message.includes(prompt));
    if (!task) return { status: 400 };
    const count = (asked.get(message) ?? 0) + 1;
    asked.set(message, count);
    const isRight = message.startsWith("canonical") || (message.startsWith("half") && count % 2 === 0);
    return { text: isRight ? canonicalAnswer(task) : stubAnswer() };
  });
});
afterAll(() => server.close());

test(
  "HumanEval from its file to pass@k: a model that solves all, none, and half",
  { timeout: 300_000 },
  async () => {
    const { ctx } = tenant;
    const imported = await importExamples(ctx, {
      name: "humaneval",
      fileName: "HumanEval.jsonl",
      bytes,
      mapping: [
        { column: "task_id", role: "metadata" },
        { column: "prompt", role: "input" },
        { column: "entry_point", role: "input" },
        { column: "canonical_solution", role: "metadata" },
        { column: "test", role: "reference" },
      ],
    });
    if (imported.outcome !== "imported") throw new Error(JSON.stringify(imported.errors));
    const suite = await createSuite(ctx, {
      name: "functional",
      content: { evaluators: [functionalCorrectness], primaryMetric: "tests" },
    });
    const connection = await createConnection(await tenant.as("admin"), {
      name: "loopback",
      kind: "openai_compatible",
      baseUrl: server.url,
      apiKey: "key",
      models: ["m"],
    });
    const runOf = async (words: string, samples: number) => {
      const prompt = await createPrompt(ctx, {
        path: `code/${words}`,
        content: {
          kind: "chat",
          messages: [{ role: "user", content: `${words}: {{prompt}}` }],
          variables: [{ name: "prompt", type: "text", required: true }],
        },
      });
      const { id } = await startRun(ctx, {
        promptVersionId: prompt.latest.id,
        datasetVersionId: imported.version.id,
        suiteVersionId: suite.latest.id,
        target: { connectionId: connection.id, model: "m" },
        samples,
      });
      await drainJobs();
      return (await getRun(ctx, { runId: id })).summary;
    };
    const passed = (summary: Awaited<ReturnType<typeof runOf>>) => {
      const [first] = summary?.evaluators ?? [];
      return [first?.passed, first?.failed, first?.unjudged];
    };
    expect(passed(await runOf("canonical", 1))).toEqual([5, 0, 0]);
    expect(passed(await runOf("stub", 1))).toEqual([0, 5, 0]);
    const half = await runOf("half", 4);
    expect(passed(half)).toEqual([10, 10, 0]);
    expect(half?.repeats).toMatchObject({ samples: 4, examples: 5, flaky: 5 });
    const at = (list: readonly { k: number; value: number }[] = []) =>
      list.map(({ k, value }) => [k, Number(value.toFixed(4))]);
    // Two right of four: 1 - C(2, k) / C(4, k), and C(2, k) / C(4, k).
    expect(at(half?.repeats?.passAtK)).toEqual([
      [1, 0.5],
      [2, 0.8333],
      [3, 1],
      [4, 1],
    ]);
    expect(at(half?.repeats?.passAllK)).toEqual([
      [1, 0.5],
      [2, 0.1667],
      [3, 0],
      [4, 0],
    ]);
  },
);
