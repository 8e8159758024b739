import { caseFilters, runOrders, runStatuses, runVerdicts } from "./constants.ts";
import { z } from "zod";
import { PageInput, sortInput } from "#platform/pagination";
import { CallSettings, ModelTarget } from "#schema/models";
import { type NamedRoute, AskedRoute } from "#schema/routes";
import { descriptorOf } from "./evaluators/descriptors.ts";
import { isNegatable, isQuality } from "./evaluators/measure.ts";
import { Evaluator } from "./evaluators/schema.ts";
import { maxConcurrency } from "./constants.ts";
import type { RunSummary } from "./runs/summary-shape.ts";

export { BenchmarkOfInput, RunBenchmarkInput, SetBenchmarkInput } from "./benchmarks/schema.ts";
export type { Benchmark, BenchmarkScore, BenchmarkScores } from "./benchmarks/schema.ts";
export {
  CompareManyRunsInput,
  CompareRunsInput,
  ListCaseComparisonsInput,
  caseViews,
} from "./comparisons/shape.ts";
export type {
  CaseComparison,
  CaseView,
  ComparedRun,
  Comparison,
  MetricComparison,
  OverTries,
  ComparisonVerdict,
} from "./comparisons/shape.ts";
export { type ManyRow } from "./comparisons/many-rows.ts";
export { Evaluator } from "./evaluators/schema.ts";
export { TryEvaluatorInput } from "./tries/schema.ts";
export type { EvaluatorTry } from "./tries/schema.ts";
export type { EvaluatorField } from "./evaluators/fields.ts";
export type { EvaluatorKind } from "./evaluators/schema.ts";
export type { Measured, RunEffort } from "./runs/effort-shape.ts";
export type { EvaluatorSummary, RunSummary } from "./runs/summary-shape.ts";

/** What a suite version holds: evaluators with weights and thresholds, and the one metric that decides. */
export const SuiteContent = z
  .object({
    evaluators: z.array(Evaluator).min(1, "Add at least one evaluator.").max(30),
    /** Key of the quality evaluator the verdict rests on. */
    primaryMetric: z.string().min(1),
  })
  .superRefine(({ evaluators, primaryMetric }, refinement) => {
    const keys = evaluators.map((evaluator) => evaluator.key);
    const again = keys.findIndex((key, position) => keys.indexOf(key) !== position);
    if (again >= 0)
      refinement.addIssue({
        code: "custom",
        path: ["evaluators", again, "key"],
        message: `Two evaluators have the key "${keys[again]}"; keys are unique in a suite.`,
      });
    const primary = evaluators.find((evaluator) => evaluator.key === primaryMetric);
    if (!primary)
      refinement.addIssue({
        code: "custom",
        path: ["primaryMetric"],
        message: `No evaluator has the key "${primaryMetric}".`,
      });
    else if (!isQuality(primary)) {
      refinement.addIssue({
        code: "custom",
        path: ["primaryMetric"],
        message: "The primary metric must be a quality metric, not latency or cost.",
      });
    }
  });
export type SuiteContent = z.infer<typeof SuiteContent>;

/** What may be saved: suites stored earlier are still read, however they were written. */
const SuiteDraft = SuiteContent.superRefine(({ evaluators }, refinement) => {
  for (const [place, evaluator] of evaluators.entries()) {
    if (evaluator.isNegated && !isNegatable(evaluator))
      refinement.addIssue({
        code: "custom",
        path: ["evaluators", place, "isNegated"],
        message: `"Not" is for rules that are right or wrong; turn ${evaluator.name} round by its own settings or its direction.`,
      });
    const problem = descriptorOf(evaluator.kind).problemOf?.(evaluator.config);
    if (problem)
      refinement.addIssue({
        code: "custom",
        path: ["evaluators", place, "config", problem.field],
        message: problem.message,
      });
  }
});

const Name = z.string().trim().min(1, "Give it a name.").max(80);
const Message = z.string().trim().max(500).default("");

export const CreateSuiteInput = z.object({
  name: Name,
  description: z.string().trim().max(1000).default(""),
  content: SuiteDraft,
  message: Message,
  /** Marks rows made by the demo seed. */
  isDemo: z.boolean().default(false),
});
export type CreateSuiteInput = z.input<typeof CreateSuiteInput>;

export const SaveSuiteVersionInput = z.object({
  suiteId: z.uuid(),
  content: SuiteDraft,
  message: Message,
  /** Number of the version the editor started from; another latest means somebody saved meanwhile. */
  expectedLatest: z.number().int().optional(),
});
export type SaveSuiteVersionInput = z.input<typeof SaveSuiteVersionInput>;

export const ArchiveSuiteInput = z.object({ suiteId: z.uuid(), isArchived: z.boolean().default(true) });
export type ArchiveSuiteInput = z.input<typeof ArchiveSuiteInput>;

export const GetSuiteInput = z.object({ suiteId: z.uuid() });
export type GetSuiteInput = z.input<typeof GetSuiteInput>;

export const ListSuitesInput = PageInput.extend({
  query: z.string().max(200).optional(),
  includeArchived: z.boolean().default(false),
});
export type ListSuitesInput = z.input<typeof ListSuitesInput>;

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
export type Run = RunProgress & {
  promptId: string;
  promptPath: string;
  promptVersionId: string;
  promptVersionNumber: number;
  datasetId: string;
  datasetName: string;
  datasetVersionId: string;
  datasetVersionNumber: number;
  suiteId: string;
  suiteName: string;
  suiteVersionId: string;
  suiteVersionNumber: number;
  target: KeptTarget;
  /** What its similarity evaluators embed with; null where it has none, and for runs before this was kept. */
  embeddingModel: string | null;
  /** The version of the rules for meaning its similarity evaluators score by; null likewise. */
  meaningRules: number | null;
  concurrency: number;
  summary: RunSummary | null;
  isDemo: boolean;
  /** Its answers are simulated: its numbers are shown marked and never count as quality. */
  isSimulated: boolean;
  createdByName: string;
};

/** One example in one run, with its output and scores. */
export type Case = {
  id: string;
  runId: string;
  position: number;
  exampleId: string;
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

/** A state of a suite that never changes; `contentHash` is the SHA-256 of its canonical JSON. */
export type SuiteVersion = {
  id: string;
  suiteId: string;
  number: number;
  contentHash: string;
  content: SuiteContent;
  message: string;
  createdByName: string;
  createdAt: Date;
};

/** A suite with its newest version. */
export type Suite = {
  id: string;
  name: string;
  description: string;
  isDemo: boolean;
  archivedAt: Date | null;
  createdAt: Date;
  latest: SuiteVersion;
};
