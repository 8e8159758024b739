import { z } from "zod";
import { benchmarkScores, clearBenchmark, runOnBenchmark, setBenchmark } from "#lib/evaluation";
import { RunBenchmarkInput, SetBenchmarkInput } from "#schema/evaluation";
import { route } from "../route.ts";
import { NamedTarget } from "./named-target.ts";

const Numbered = z.object({ id: z.string(), number: z.number() });
const Benchmark = z.object({
  promptId: z.string(),
  datasetId: z.string(),
  datasetName: z.string(),
  datasetVersionId: z.string(),
  datasetVersionNumber: z.number(),
  newestDatasetVersion: Numbered,
  suiteId: z.string(),
  suiteName: z.string(),
  suiteVersionId: z.string(),
  suiteVersionNumber: z.number(),
  newestSuiteVersion: Numbered,
  target: NamedTarget,
  updatedByName: z.string(),
  updatedAt: z.date(),
});
const Score = z.object({
  versionId: z.string(),
  versionNumber: z.number(),
  runId: z.string(),
  runNumber: z.number(),
  metric: z.string(),
  value: z.number().describe("The suite's primary metric, 0 to 1."),
  low: z.number().nullable().describe("95 % interval; null where the run has none that holds."),
  high: z.number().nullable(),
  judged: z.number(),
  total: z.number(),
});
const OfPrompt = z.object({ promptId: z.uuid() });
const path = "/prompts/by-id/{promptId}/benchmark";

export const benchmarkRoutes = [
  route({
    method: "get",
    path,
    id: "getBenchmark",
    tag: "Evaluation",
    summary: "Get a prompt's benchmark and how its versions did on it",
    description: "A version that is not listed was not run on it; other runs never count.",
    permissions: ["run.read"],
    params: OfPrompt,
    result: z.object({
      benchmark: Benchmark.nullable(),
      scores: z.array(Score),
      drift: z.array(z.string()).describe("What has moved on since it was pinned."),
    }),
    handle: ({ ctx, params }) => benchmarkScores(ctx, params),
  }),
  route({
    method: "put",
    path,
    id: "setBenchmark",
    tag: "Evaluation",
    summary: "Pin what a prompt is judged by: a dataset, a suite and a model or route",
    permissions: ["benchmark.update"],
    params: OfPrompt,
    body: SetBenchmarkInput.omit({ promptId: true }),
    result: Benchmark,
    handle: ({ ctx, params, body }) => setBenchmark(ctx, { ...params, ...body }),
  }),
  route({
    method: "delete",
    path,
    id: "clearBenchmark",
    tag: "Evaluation",
    summary: "Unpin a prompt's benchmark",
    permissions: ["benchmark.update"],
    params: OfPrompt,
    result: z.object({}),
    handle: async ({ ctx, params }) => {
      await clearBenchmark(ctx, params);
      return {};
    },
  }),
  route({
    method: "post",
    path: "/benchmark-runs",
    id: "runOnBenchmark",
    tag: "Evaluation",
    summary: "Start a run of a version on its prompt's benchmark",
    permissions: ["run.create"],
    body: RunBenchmarkInput,
    result: z.object({ id: z.string(), number: z.number(), status: z.string(), totalCases: z.number() }),
    status: 201,
    handle: ({ ctx, body }) => runOnBenchmark(ctx, body),
  }),
];
