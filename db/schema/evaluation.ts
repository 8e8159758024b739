import {
  boolean,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { createdAt, id, instant, projectId } from "../columns.ts";
import { datasetVersions, examples } from "./datasets.ts";
import { projects } from "./identity.ts";
import { prompts, promptVersions } from "./prompts.ts";

export const suites = pgTable(
  "suites",
  {
    id: id(),
    projectId: projectId().references(() => projects.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    isDemo: boolean("is_demo").notNull().default(false),
    archivedAt: instant("archived_at"),
    createdAt: createdAt(),
  },
  (t) => [unique().on(t.projectId, t.id), unique().on(t.projectId, t.name)],
);

export const suiteVersions = pgTable(
  "suite_versions",
  {
    id: id(),
    projectId: projectId(),
    suiteId: uuid("suite_id").notNull(),
    number: integer("number").notNull(),
    contentHash: text("content_hash").notNull(),
    /** SuiteContent of lib/evaluation/suites/schema.ts: evaluators with weights, thresholds, the primary metric. */
    content: jsonb("content").$type<unknown>().notNull(),
    message: text("message").notNull().default(""),
    createdBy: uuid("created_by"),
    createdByName: text("created_by_name").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    unique().on(t.projectId, t.id),
    unique().on(t.projectId, t.suiteId, t.number),
    foreignKey({ columns: [t.projectId, t.suiteId], foreignColumns: [suites.projectId, suites.id] }).onDelete(
      "cascade",
    ),
  ],
);

export const runs = pgTable(
  "runs",
  {
    id: id(),
    projectId: projectId().references(() => projects.id, { onDelete: "cascade" }),
    number: integer("number").notNull(),
    /** Null, with the version and the target, where another program made the results: then `external` says which. */
    promptId: uuid("prompt_id"),
    promptVersionId: uuid("prompt_version_id"),
    datasetVersionId: uuid("dataset_version_id").notNull(),
    suiteVersionId: uuid("suite_version_id").notNull(),
    /** RunTarget of lib/evaluation/runs/schema.ts: connection, model, fallbacks, settings. */
    target: jsonb("target").$type<unknown>(),
    /** KeptExternal of lib/evaluation/external/schema.ts; null for a run of the studio. */
    external: jsonb("external").$type<unknown>(),
    /** The other program's own id of its results. */
    externalId: text("external_id"),
    /** What its similarity evaluators embed with, kept to the end; null where there are none, and for runs before 0.2. */
    embeddingModel: text("embedding_model"),
    /** Which version of the rules for meaning its similarity evaluators score by; null where there are none, and before 0.2. */
    meaningRules: integer("meaning_rules"),
    status: text("status").$type<"queued" | "running" | "succeeded" | "failed" | "cancelled">().notNull(),
    concurrency: integer("concurrency").notNull(),
    /** Answers asked for each example; a case is one of them. */
    samples: integer("samples").notNull().default(1),
    totalCases: integer("total_cases").notNull(),
    doneCases: integer("done_cases").notNull().default(0),
    failedCases: integer("failed_cases").notNull().default(0),
    /** Aggregates per evaluator, written when the run ends. */
    summary: jsonb("summary").$type<unknown>(),
    error: text("error"),
    isDemo: boolean("is_demo").notNull().default(false),
    isSimulated: boolean("is_simulated").notNull().default(false),
    createdBy: uuid("created_by"),
    createdByName: text("created_by_name").notNull(),
    createdAt: createdAt(),
    startedAt: instant("started_at"),
    finishedAt: instant("finished_at"),
    cancelRequestedAt: instant("cancel_requested_at"),
  },
  (t) => [
    unique().on(t.projectId, t.id),
    unique().on(t.projectId, t.number),
    unique().on(t.projectId, t.externalId),
    foreignKey({
      columns: [t.projectId, t.promptId, t.promptVersionId],
      foreignColumns: [promptVersions.projectId, promptVersions.promptId, promptVersions.id],
    }),
    foreignKey({
      columns: [t.projectId, t.datasetVersionId],
      foreignColumns: [datasetVersions.projectId, datasetVersions.id],
    }),
    foreignKey({
      columns: [t.projectId, t.suiteVersionId],
      foreignColumns: [suiteVersions.projectId, suiteVersions.id],
    }),
    index().on(t.projectId, t.promptVersionId),
  ],
);

export const cases = pgTable(
  "cases",
  {
    id: id(),
    projectId: projectId(),
    runId: uuid("run_id").notNull(),
    position: integer("position").notNull(),
    exampleId: uuid("example_id").notNull(),
    /** Which of the run's answers to the example it is, from 1. */
    sample: integer("sample").notNull().default(1),
    status: text("status").$type<"waiting" | "running" | "succeeded" | "failed" | "cancelled">().notNull(),
    /** Who works on it and until when; a lease that ran out is taken over after a crash. */
    leaseId: uuid("lease_id"),
    leasedUntil: instant("leased_until"),
    attempts: integer("attempts").notNull().default(0),
    output: text("output"),
    generationId: uuid("generation_id"),
    latencyMs: doublePrecision("latency_ms"),
    costUsd: doublePrecision("cost_usd"),
    inputTokens: integer("input_tokens"),
    outputTokens: integer("output_tokens"),
    carbonGrams: doublePrecision("carbon_grams"),
    /** The provider did not count the tokens, so they, the cost and the carbon are estimates; null without tokens. */
    isUsageEstimated: boolean("is_usage_estimated"),
    errorCode: text("error_code"),
    errorMessage: text("error_message"),
    /** Every judged quality score passed; false also when the generation failed; null before, or when nothing was judged. */
    isPassed: boolean("is_passed"),
    finishedAt: instant("finished_at"),
  },
  (t) => [
    unique().on(t.projectId, t.id),
    unique().on(t.projectId, t.runId, t.exampleId, t.sample),
    foreignKey({ columns: [t.projectId, t.runId], foreignColumns: [runs.projectId, runs.id] }).onDelete(
      "cascade",
    ),
    foreignKey({ columns: [t.projectId, t.exampleId], foreignColumns: [examples.projectId, examples.id] }),
    index().on(t.projectId, t.runId, t.status),
  ],
);

export const scores = pgTable(
  "scores",
  {
    projectId: projectId(),
    caseId: uuid("case_id").notNull(),
    runId: uuid("run_id").notNull(),
    /** The evaluator's key in its suite version. */
    evaluatorKey: text("evaluator_key").notNull(),
    /** 0..1 for quality; the raw figure for latency (ms) and cost (USD). Null when it could not be judged. */
    value: doublePrecision("value"),
    isPassed: boolean("is_passed"),
    reasoning: text("reasoning"),
    details: jsonb("details").$type<unknown>(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.caseId, t.evaluatorKey] }),
    foreignKey({ columns: [t.projectId, t.caseId], foreignColumns: [cases.projectId, cases.id] }).onDelete(
      "cascade",
    ),
    index().on(t.projectId, t.runId),
  ],
);

/** What a prompt is judged by: one state of a dataset, one state of a suite, one model. One per prompt. */
export const benchmarks = pgTable(
  "benchmarks",
  {
    projectId: projectId().references(() => projects.id, { onDelete: "cascade" }),
    promptId: uuid("prompt_id").notNull(),
    datasetVersionId: uuid("dataset_version_id").notNull(),
    suiteVersionId: uuid("suite_version_id").notNull(),
    /** A connection's model, or a version of a route; the other two are null. */
    connectionId: uuid("connection_id"),
    model: text("model"),
    routeId: uuid("route_id"),
    routeVersion: integer("route_version"),
    updatedBy: uuid("updated_by"),
    updatedByName: text("updated_by_name").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.promptId] }),
    foreignKey({
      columns: [t.projectId, t.promptId],
      foreignColumns: [prompts.projectId, prompts.id],
    }).onDelete("cascade"),
    foreignKey({
      columns: [t.projectId, t.datasetVersionId],
      foreignColumns: [datasetVersions.projectId, datasetVersions.id],
    }),
    foreignKey({
      columns: [t.projectId, t.suiteVersionId],
      foreignColumns: [suiteVersions.projectId, suiteVersions.id],
    }),
  ],
);
