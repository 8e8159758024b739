import { z } from "zod";
import { PageInput, sortInput } from "#platform/pagination";
import { CallSettings, ModelTarget } from "#schema/models";
import { type NamedRoute, AskedRoute } from "#schema/routes";
import {
  caseFilters,
  maxConcurrency,
  maxSamples,
  runOrders,
  runStatuses,
  runVerdicts,
} from "../constants.ts";
import type { ExternalRun } from "./external-shape.ts";
import type { RunSummary } from "./summary-shape.ts";

const settings = CallSettings.optional();
const fallbacks = z.array(ModelTarget).max(4).optional();

/**
 * What a run calls: a model behind a connection and others to fall back to, or a stored route, which says itself what
 * else it asks; and settings that override the version's.
 */
export const RunTarget = z.union([
  ModelTarget.extend({ fallbacks, settings, routeId: z.never().optional() }),
  AskedRoute.extend({ settings, fallbacks: z.never().optional() }),
]);
export type RunTarget = z.infer<typeof RunTarget>;

type RunSettings = { settings?: CallSettings | undefined };
/** As a run keeps it: a route has the version that was asked, and the name it has for good. */
export type KeptTarget =
  | (ModelTarget & RunSettings & { fallbacks?: ModelTarget[] | undefined })
  | (NamedRoute & RunSettings & { fallbacks?: undefined });

export const StartRunInput = z.object({
  promptVersionId: z.uuid(),
  datasetVersionId: z.uuid(),
  suiteVersionId: z.uuid(),
  /** Left out: the model or route each version is served by. */
  target: RunTarget.optional(),
  concurrency: z.number().int().min(1).max(maxConcurrency).default(8),
  /** Answers to each example, to see how often it is right and how steadily: pass@k, pass^k. */
  samples: z.number().int().min(1).max(maxSamples).default(1),
  /** Marks rows made by the demo seed. */
  isDemo: z.boolean().default(false),
});
export type StartRunInput = z.input<typeof StartRunInput>;

/** Several versions on the same dataset, suite and target: one run each. */
export const StartRunsInput = StartRunInput.omit({ promptVersionId: true }).extend({
  promptVersionIds: z.array(z.uuid()).min(1, "Choose at least one version.").max(8),
});
export type StartRunsInput = z.input<typeof StartRunsInput>;

export const RunInput = z.object({ runId: z.uuid() });
export type RunInput = z.input<typeof RunInput>;

export const MeasureRunInput = RunInput.extend({ look: z.number().int().min(1).default(1) });
export type MeasureRunInput = z.input<typeof MeasureRunInput>;

/** From queued over running to one of the three ends. */
export const RunStatus = z.enum(runStatuses);
export type RunStatus = z.infer<typeof RunStatus>;

export const ListRunsInput = PageInput.extend({
  promptId: z.uuid().optional(),
  promptVersionId: z.uuid().optional(),
  suiteId: z.uuid().optional(),
  status: RunStatus.optional(),
  verdict: z.enum(runVerdicts).optional(),
  /** Its number ("run 12", "12"), or a piece of the prompt's path or the dataset's name. */
  query: z.string().trim().max(200).optional(),
  sort: sortInput(runOrders).default("-run"),
});
export type ListRunsInput = z.input<typeof ListRunsInput>;

export const CaseFilter = z.enum(caseFilters);
export type CaseFilter = z.infer<typeof CaseFilter>;

export const ListCasesInput = PageInput.extend({
  runId: z.uuid(),
  which: CaseFilter.default("all"),
  /** With "unjudged": what this evaluator could not judge; without, what any could not. */
  evaluator: z.string().max(100).optional(),
});
export type ListCasesInput = z.input<typeof ListCasesInput>;

export const CountCasesInput = ListCasesInput.omit({ limit: true, cursor: true }).extend({
  /** Only those with an output. */
  isAnswered: z.boolean().default(false),
});
export type CountCasesInput = z.input<typeof CountCasesInput>;

export const RunsOfExampleInput = z.object({ exampleId: z.uuid() });
export type RunsOfExampleInput = z.input<typeof RunsOfExampleInput>;

/** A finished run that an example was a case of, and whether it failed there. */
export type RunOfExample = { id: string; number: number; hasFailed: boolean };

export const IsDatasetJudgedByInput = z.object({ datasetId: z.uuid() });
export type IsDatasetJudgedByInput = z.input<typeof IsDatasetJudgedByInput>;

export const GetCaseInput = z.object({ caseId: z.uuid() });
export type GetCaseInput = z.input<typeof GetCaseInput>;

/** A score as pages and other rooms read it; `value` is null when the case could not be judged. */
export type Score = {
  evaluatorKey: string;
  value: number | null;
  isPassed: boolean | null;
  reasoning: string | null;
  details: unknown;
};

/** How far a run is: rows that pages poll or stream. */
export type RunProgress = {
  id: string;
  number: number;
  status: RunStatus;
  totalCases: number;
  doneCases: number;
  failedCases: number;
  isCancelRequested: boolean;
  error: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
};

/** A run with the names of what it ran. */
type AnyRun = RunProgress & {
  /** Of another program's results: the program's name. */
  promptPath: string;
  datasetId: string;
  datasetName: string;
  datasetVersionId: string;
  datasetVersionNumber: number;
  suiteId: string;
  suiteName: string;
  suiteVersionId: string;
  suiteVersionNumber: number;
  /** What its similarity evaluators embed with; null where it has none, and for runs before this was kept. */
  embeddingModel: string | null;
  /** The version of the rules for meaning its similarity evaluators score by; null likewise. */
  meaningRules: number | null;
  concurrency: number;
  /** Answers asked for each example; a case is one of them. */
  samples: number;
  summary: RunSummary | null;
  isDemo: boolean;
  /** Its answers are simulated: its numbers are shown marked and never count as quality. */
  isSimulated: boolean;
  createdByName: string;
};

/** A run of a prompt's version, made here. */
export type StudioRun = AnyRun & {
  promptId: string;
  promptVersionId: string;
  promptVersionNumber: number;
  target: KeptTarget;
  external: null;
};

/** Results that another program made and posted: no prompt, no target, and never evidence for a gate. */
export type PostedRunView = AnyRun & {
  promptId: null;
  promptVersionId: null;
  promptVersionNumber: null;
  target: null;
  external: ExternalRun;
};

export type Run = StudioRun | PostedRunView;

/** One answer to an example in a run, with its scores. */
export type Case = {
  id: string;
  runId: string;
  position: number;
  exampleId: string;
  /** Which of the run's answers to the example it is, from 1. */
  sample: number;
  inputs: Record<string, unknown>;
  reference: unknown;
  metadata: Record<string, unknown>;
  status: "waiting" | "running" | "succeeded" | "failed" | "cancelled";
  output: string | null;
  generationId: string | null;
  latencyMs: number | null;
  costUsd: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
  carbonGrams: number | null;
  /** The provider did not count: tokens, cost and carbon are estimates. Null without tokens. */
  isUsageEstimated: boolean | null;
  errorCode: string | null;
  errorMessage: string | null;
  finishedAt: Date | null;
  scores: Score[];
  /** True when every judged quality score passed, false when one failed or the generation failed, null before. */
  isPassed: boolean | null;
};
