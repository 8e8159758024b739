import { z } from "zod";
import {
  archiveSuite,
  compareManyRuns,
  exportComparison,
  findComparableRuns,
  getRunProgress,
  listCaseIdsToReview,
  listScorePairs,
  startRuns,
  tryEvaluator,
} from "#lib/evaluation";
import {
  ArchiveSuiteInput,
  CompareManyRunsInput,
  CompareRunsInput,
  StartRunsInput,
  TryEvaluatorInput,
} from "#schema/evaluation";
import { route } from "../route.ts";
import { CaseComparison, Comparison } from "./comparisons.ts";
import { Progress, Run } from "./evaluation.ts";

const number = z.number().nullable();
const values = z.array(z.number());
const RunId = z.object({ runId: z.uuid() });
const tag = "Evaluation";

export const runSetRoutes = [
  route({
    method: "post",
    path: "/suites/{suiteId}/archive",
    id: "archiveSuite",
    tag,
    summary: "Put a suite away, or bring it back",
    permissions: ["suite.update"],
    params: z.object({ suiteId: z.uuid() }),
    body: ArchiveSuiteInput.omit({ suiteId: true }),
    result: z.object({ isArchived: z.boolean() }),
    handle: async ({ ctx, params, body }) => {
      await archiveSuite(ctx, { ...params, ...body });
      return { isArchived: body.isArchived };
    },
  }),
  route({
    method: "post",
    path: "/evaluators/try",
    id: "tryEvaluator",
    tag,
    summary: "Try an evaluator on one answer",
    description: "Of an example, or pasted. Calls of a model that judges are recorded and paid for.",
    permissions: ["suite.read", "generation.create"],
    body: TryEvaluatorInput,
    result: z.object({
      value: number,
      isPassed: z.boolean().nullable(),
      reasoning: z.string().nullable(),
      details: z.unknown().optional(),
      costUsd: number,
      generationIds: z.array(z.string()),
    }),
    handle: ({ ctx, body }) => tryEvaluator(ctx, body),
  }),
  route({
    method: "post",
    path: "/run-sets",
    id: "startRuns",
    tag,
    summary: "Start one run each of several versions",
    description: "On the same dataset, suite and target, so that they can be compared.",
    permissions: ["run.create"],
    body: StartRunsInput.omit({ isDemo: true }),
    result: z.object({ items: z.array(Run) }),
    status: 201,
    handle: async ({ ctx, body }) => ({ items: await startRuns(ctx, body) }),
  }),
  route({
    method: "get",
    path: "/runs/{runId}/progress",
    id: "getRunProgress",
    tag,
    summary: "Read how far a run is",
    permissions: ["run.read"],
    params: RunId,
    result: Progress,
    handle: ({ ctx, params }) => getRunProgress(ctx, params),
  }),
  route({
    method: "get",
    path: "/runs/{runId}/comparable",
    id: "findComparableRuns",
    tag,
    summary: "List the runs that a run can be compared with",
    permissions: ["run.read"],
    params: RunId,
    result: z.object({ items: z.array(Run) }),
    handle: async ({ ctx, params }) => ({ items: await findComparableRuns(ctx, params) }),
  }),
  route({
    method: "post",
    path: "/comparisons/many",
    id: "compareManyRuns",
    tag,
    summary: "Compare several runs with one",
    description: "The tests of all are adjusted together, since all are looked at together.",
    permissions: ["run.read"],
    body: CompareManyRunsInput,
    result: z.object({ items: z.array(Comparison) }),
    handle: async ({ ctx, body }) => ({ items: await compareManyRuns(ctx, body) }),
  }),
  route({
    method: "get",
    path: "/comparisons/export",
    id: "exportComparison",
    tag,
    summary: "Get a comparison with all its cases",
    permissions: ["run.read"],
    query: CompareRunsInput,
    result: Comparison.extend({ cases: z.array(CaseComparison) }),
    handle: ({ ctx, query }) => exportComparison(ctx, query),
  }),
  route({
    method: "get",
    path: "/comparisons/to-review",
    id: "listCaseIdsToReview",
    tag,
    summary: "List the cases of a comparison that a person should look at",
    permissions: ["run.read"],
    query: CompareRunsInput,
    result: z.object({ caseIds: z.array(z.string()) }),
    handle: async ({ ctx, query }) => ({ caseIds: await listCaseIdsToReview(ctx, query) }),
  }),
  route({
    method: "get",
    path: "/comparisons/scores",
    id: "listScorePairs",
    tag,
    summary: "Both runs' scores pair by pair, for plots",
    permissions: ["run.read"],
    query: CompareRunsInput,
    result: z.object({
      scores: z.array(z.object({ key: z.string(), name: z.string(), baseline: values, candidate: values })),
      latency: z.object({ baseline: values, candidate: values, high: z.number() }),
    }),
    handle: ({ ctx, query }) => listScorePairs(ctx, query),
  }),
];
