import { z } from "zod";
import {
  cancelRun,
  createSuite,
  getCase,
  getRun,
  getSuite,
  listCases,
  listEvaluators,
  listRuns,
  listSuites,
  postRun,
  saveSuiteVersion,
  startRun,
} from "#lib/evaluation";
import { PageInput } from "#platform/pagination";
import {
  CreateSuiteInput,
  ListCasesInput,
  ListRunsInput,
  PostRunInput,
  RunStatus,
  SaveSuiteVersionInput,
  StartRunInput,
  SuiteContent,
} from "#schema/evaluation";
import { unseenCallWords } from "#client/evaluation";
import { CallSettings, ModelTarget } from "#schema/models";
import { PinnedRoute } from "#schema/routes";
import { route } from "../route.ts";
import { pageOf } from "./page.ts";

const text = z.string().nullable();
const number = z.number().nullable();
const SuiteVersion = z.object({
  id: z.string(),
  suiteId: z.string(),
  number: z.number(),
  contentHash: z.string(),
  content: SuiteContent,
  message: z.string(),
  createdByName: z.string(),
  createdAt: z.date(),
});
const Suite = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  archivedAt: z.date().nullable(),
  createdAt: z.date(),
  latest: SuiteVersion,
});

export const Progress = z.object({
  id: z.string(),
  number: z.number(),
  status: RunStatus,
  totalCases: z.number(),
  doneCases: z.number(),
  failedCases: z.number(),
  isCancelRequested: z.boolean(),
  error: text,
  createdAt: z.date(),
  startedAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
});
const EvaluatorSummary = z.object({
  key: z.string(),
  name: z.string(),
  kind: z.string(),
  isSafety: z.boolean(),
  isPrimary: z.boolean(),
  value: number,
  low: number.describe(
    `95 % interval of the value, low to high. Of a mean cost it holds ${unseenCallWords}; null where too few calls have none.`,
  ),
  high: number,
  method: z.string(),
  judged: z.number(),
  unjudged: z.number(),
  passed: z.number(),
  failed: z.number(),
  threshold: number,
  gate: z.string(),
});
const AtK = z.object({
  k: z.number(),
  value: z.number(),
  low: z.number(),
  high: z.number(),
  examples: z.number(),
});
const RunSummary = z.object({
  evaluators: z.array(EvaluatorSummary),
  score: number,
  succeeded: z.number(),
  failed: z.number(),
  cancelled: z.number(),
  errors: z.record(z.string(), z.number()),
  latencyP50Ms: number,
  latencyP95Ms: number,
  costUsd: number,
  costPer1000Usd: number,
  carbonGrams: number,
  inputTokens: z.number(),
  outputTokens: z.number(),
  estimatedCalls: z
    .number()
    .optional()
    .describe("Calls whose provider did not count: the sums of tokens, cost and carbon rest on estimates."),
  repeats: z
    .object({
      samples: z.number(),
      examples: z.number(),
      passAtK: z.array(AtK).describe("One of k answers is right, unbiased, with its interval over examples."),
      passAllK: z.array(AtK).describe("All of k answers are right (pass^k)."),
      always: z.number(),
      never: z.number(),
      flaky: z.number().describe("Examples that are right on some answers and wrong on others."),
    })
    .optional()
    .describe("Of runs with several samples an example."),
  durationMs: number,
  gate: z.string(),
  verdict: z.object({ headline: z.string(), sentence: z.string() }),
});
export const Run = Progress.extend({
  promptId: text.describe("Null, with the version and the target, where another program posted the results."),
  promptPath: z.string(),
  promptVersionId: text,
  promptVersionNumber: number,
  datasetId: z.string(),
  datasetName: z.string(),
  datasetVersionId: z.string(),
  datasetVersionNumber: z.number(),
  suiteId: z.string(),
  suiteName: z.string(),
  suiteVersionId: z.string(),
  suiteVersionNumber: z.number(),
  target: z.union([
    ModelTarget.extend({ fallbacks: z.array(ModelTarget).optional(), settings: CallSettings.optional() }),
    PinnedRoute.extend({ name: z.string(), settings: CallSettings.optional() }),
    z.null(),
  ]),
  external: z
    .object({ id: z.string(), program: z.string(), version: z.string(), model: z.string() })
    .nullable()
    .describe("What another program said of the results it posted; null for a run of the studio."),
  concurrency: z.number(),
  samples: z.number().describe("Answers asked for each example; a case is one of them."),
  summary: RunSummary.nullable(),
  isSimulated: z.boolean(),
  createdByName: z.string(),
});
const Case = z.object({
  id: z.string(),
  runId: z.string(),
  position: z.number(),
  exampleId: z.string(),
  sample: z.number().describe("Which of the run's answers to the example it is, from 1."),
  inputs: z.record(z.string(), z.unknown()),
  reference: z.unknown(),
  metadata: z.record(z.string(), z.unknown()),
  status: z.string(),
  output: text,
  generationId: text,
  latencyMs: number,
  costUsd: number,
  inputTokens: number,
  outputTokens: number,
  carbonGrams: number,
  isUsageEstimated: z
    .boolean()
    .nullable()
    .describe("True when the provider did not count: tokens, cost and carbon are estimates."),
  errorCode: text,
  errorMessage: text,
  finishedAt: z.date().nullable(),
  isPassed: z.boolean().nullable(),
  scores: z.array(
    z.object({
      evaluatorKey: z.string(),
      value: number,
      isPassed: z.boolean().nullable(),
      reasoning: text,
      details: z.unknown(),
    }),
  ),
});
const SuiteId = z.object({ suiteId: z.uuid() });
const RunId = z.object({ runId: z.uuid() });

const EvaluatorInfo = z.object({
  kind: z.string(),
  title: z.string(),
  about: z.string(),
  category: z.string(),
  measure: z.enum(["boolean", "scale", "ms", "usd"]),
  texts: z.array(z.string()),
  needs: z.array(z.string()),
  cost: z.string(),
  knownError: z.string(),
  configSchema: z
    .record(z.string(), z.unknown())
    .describe("JSON schema (2020-12) of the evaluator's `config` in a suite."),
});

export const evaluationRoutes = [
  route({
    method: "get",
    path: "/evaluators",
    id: "listEvaluators",
    tag: "Evaluation",
    summary: "List the kinds of evaluators with what they need, cost and get wrong",
    permissions: ["suite.read"],
    result: z.object({ items: z.array(EvaluatorInfo) }),
    handle: async ({ ctx }) => ({ items: await listEvaluators(ctx) }),
  }),
  route({
    method: "get",
    path: "/suites",
    id: "listSuites",
    tag: "Evaluation",
    summary: "List suites",
    permissions: ["suite.read"],
    query: PageInput.extend({ query: z.string().max(200).optional() }),
    result: pageOf(Suite),
    handle: ({ ctx, query }) => listSuites(ctx, query),
  }),
  route({
    method: "post",
    path: "/suites",
    id: "createSuite",
    tag: "Evaluation",
    summary: "Create a suite with its first version",
    permissions: ["suite.create"],
    body: CreateSuiteInput.omit({ isDemo: true }),
    result: Suite,
    status: 201,
    handle: ({ ctx, body }) => createSuite(ctx, body),
  }),
  route({
    method: "get",
    path: "/suites/{suiteId}",
    id: "getSuite",
    tag: "Evaluation",
    summary: "Get a suite with its versions",
    permissions: ["suite.read"],
    params: SuiteId,
    result: Suite.extend({ versions: z.array(SuiteVersion) }),
    handle: ({ ctx, params }) => getSuite(ctx, params),
  }),
  route({
    method: "post",
    path: "/suites/{suiteId}/versions",
    id: "saveSuiteVersion",
    tag: "Evaluation",
    summary: "Save a new version of a suite",
    permissions: ["suite.update"],
    params: SuiteId,
    body: SaveSuiteVersionInput.omit({ suiteId: true }),
    result: SuiteVersion,
    status: 201,
    handle: ({ ctx, params, body }) => saveSuiteVersion(ctx, { ...params, ...body }),
  }),
  route({
    method: "get",
    path: "/runs",
    id: "listRuns",
    tag: "Evaluation",
    summary: "List runs, newest first",
    permissions: ["run.read"],
    query: ListRunsInput,
    result: pageOf(Run),
    handle: ({ ctx, query }) => listRuns(ctx, query),
  }),
  route({
    method: "post",
    path: "/runs",
    id: "startRun",
    tag: "Evaluation",
    summary: "Start a run",
    description:
      "Works in the background: read /runs/{runId} until its status is succeeded, failed or cancelled.",
    permissions: ["run.create"],
    body: StartRunInput.omit({ isDemo: true }),
    result: Run,
    status: 201,
    handle: ({ ctx, body }) => startRun(ctx, body),
  }),
  route({
    method: "post",
    path: "/runs/external",
    id: "postRun",
    tag: "Evaluation",
    summary: "Post results that another program made, as a run",
    description:
      "They are compared like any other run, and are never evidence for a gate. Dataset and suite are found by their names, or made. Posting the same results under the same id again gives the same run; other results under it are a conflict.",
    permissions: ["run.create", "dataset.create", "dataset.update", "suite.create", "suite.update"],
    body: PostRunInput,
    result: Run,
    status: 201,
    handle: ({ ctx, body }) => postRun(ctx, body),
  }),
  route({
    method: "get",
    path: "/runs/{runId}",
    id: "getRun",
    tag: "Evaluation",
    summary: "Get a run: progress, and its summary once it ended",
    permissions: ["run.read"],
    params: RunId,
    result: Run,
    handle: ({ ctx, params }) => getRun(ctx, params),
  }),
  route({
    method: "post",
    path: "/runs/{runId}/cancel",
    id: "cancelRun",
    tag: "Evaluation",
    summary: "Cancel a run",
    permissions: ["run.cancel"],
    params: RunId,
    result: Progress,
    handle: ({ ctx, params }) => cancelRun(ctx, params),
  }),
  route({
    method: "get",
    path: "/runs/{runId}/cases",
    id: "listCases",
    tag: "Evaluation",
    summary: "List a run's cases with their scores",
    permissions: ["run.read"],
    params: RunId,
    query: ListCasesInput.omit({ runId: true }),
    result: pageOf(Case),
    handle: ({ ctx, params, query }) => listCases(ctx, { ...params, ...query }),
  }),
  route({
    method: "get",
    path: "/cases/{caseId}",
    id: "getCase",
    tag: "Evaluation",
    summary: "Get a case",
    permissions: ["run.read"],
    params: z.object({ caseId: z.uuid() }),
    result: Case,
    handle: ({ ctx, params }) => getCase(ctx, params),
  }),
];
