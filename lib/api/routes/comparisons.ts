import { z } from "zod";
import { compareRuns, listCaseComparisons } from "#lib/evaluation";
import { caseViews, CompareRunsInput, ListCaseComparisonsInput } from "#schema/evaluation";
import { route } from "../route.ts";
import { pageOf } from "./page.ts";

const text = z.string().nullable();
const number = z.number().nullable();
const ComparedRun = z.object({
  runId: z.string(),
  runNumber: z.number(),
  promptId: z.string().nullable(),
  promptPath: z.string(),
  versionId: z.string().nullable(),
  versionNumber: z.number().nullable(),
  model: z.string(),
  datasetName: z.string(),
  datasetVersionNumber: z.number(),
  suiteName: z.string(),
  suiteVersionNumber: z.number(),
  status: z.string(),
  isSimulated: z.boolean(),
});
const Metric = z.object({
  key: z.string(),
  name: z.string(),
  kind: z.string(),
  direction: z.string(),
  isPrimary: z.boolean(),
  unit: z.string(),
  baseline: number,
  candidate: number,
  change: number,
  relativeChange: number,
  low: number.describe("95 % interval of the change; of relativeChange for cost, latency and carbon."),
  high: number,
  test: z.object({ name: z.string(), p: number, adjustedP: number, note: z.string() }),
  better: z.number(),
  worse: z.number(),
  same: z.number(),
  pairs: z.number(),
  smallestEffect: number.describe(
    "The smallest change these cases could have shown four times in five; of graded scores, one that comes in steps like those seen.",
  ),
  outcome: z.string(),
  gate: z.object({ state: z.string(), label: z.string() }).nullable(),
});
const Side = z.object({
  caseId: z.string(),
  status: z.string(),
  output: text,
  generationId: text,
  errorMessage: text,
  reasoning: text,
});

export const Comparison = z.object({
  baseline: ComparedRun,
  candidate: ComparedRun,
  verdict: z.object({ kind: z.string(), headline: z.string(), sentence: z.string() }),
  metrics: z.array(Metric),
  pairs: z.number(),
  answeredPairs: z.number(),
  counts: z.record(z.string(), z.number()),
  smallestEffect: number,
  isSimulated: z.boolean(),
  warnings: z.array(z.string()),
});
export const CaseComparison = z.object({
  exampleId: z.string(),
  position: z.number(),
  inputs: z.record(z.string(), z.unknown()),
  reference: z.unknown(),
  baseline: Side,
  candidate: Side,
  scores: z.array(z.object({ key: z.string(), name: z.string(), baseline: number, candidate: number })),
  kind: z.string(),
  isDifferent: z.boolean(),
});

export const comparisonRoutes = [
  route({
    method: "get",
    path: "/comparisons",
    id: "compareRuns",
    tag: "Evaluation",
    summary: "Compare two runs: a verdict, then metric by metric",
    permissions: ["run.read"],
    query: CompareRunsInput,
    result: Comparison,
    handle: ({ ctx, query }) => compareRuns(ctx, query),
  }),
  route({
    method: "get",
    path: "/comparisons/cases",
    id: "listCaseComparisons",
    tag: "Evaluation",
    summary: "Two runs case by case, regressions first",
    permissions: ["run.read"],
    // The studio opens on the regressions; a program that does not choose means all of them.
    query: ListCaseComparisonsInput.extend({ which: z.enum(caseViews).default("all") }),
    result: pageOf(CaseComparison),
    handle: ({ ctx, query }) => listCaseComparisons(ctx, query),
  }),
];
