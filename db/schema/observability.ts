import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { id, idText, instant, projectId } from "../columns.ts";

/**
 * Telemetry: written in batches and read through lib/observability only. It has no foreign keys and no
 * table joins against it, so that a ClickHouse store can stand behind the same door.
 */
export const generations = pgTable(
  "generations",
  {
    id: id(),
    projectId: projectId(),
    traceId: text("trace_id").notNull(),
    startedAt: instant("started_at").notNull(),
    /** See GenerationSource in lib/observability/sources.ts. */
    source: text("source").notNull(),
    status: text("status").$type<"succeeded" | "failed" | "cancelled">().notNull(),
    promptId: uuid("prompt_id"),
    promptPath: text("prompt_path"),
    promptVersionId: uuid("prompt_version_id"),
    promptVersionNumber: integer("prompt_version_number"),
    label: text("label"),
    runId: uuid("run_id"),
    caseId: uuid("case_id"),
    /** The generation whose answer a cache gave again; then no model was asked and nothing spent. */
    cachedFromId: uuid("cached_from_id"),
    /** How the cache of a route met the call, see CacheState in lib/observability/cached/schema.ts; null where none was asked. */
    cacheState: text("cache_state").$type<"hit" | "semantic" | "miss" | "bypass">(),
    /** The stored route it went through, in the version it had then. */
    routeId: uuid("route_id"),
    routeVersion: integer("route_version"),
    connectionId: uuid("connection_id"),
    connectionName: text("connection_name"),
    provider: text("provider").notNull(),
    model: text("model").notNull(),
    input: jsonb("input").$type<unknown>().notNull(),
    variables: jsonb("variables").$type<Record<string, unknown>>(),
    settings: jsonb("settings").$type<Record<string, unknown>>(),
    output: text("output").notNull(),
    toolCalls:
      jsonb("tool_calls").$type<
        { id: string; name: string; arguments: string; extra?: Record<string, unknown> | undefined }[]
      >(),
    /** See AnswerMembers in lib/models/chat/schema.ts; null where the provider said nothing beside. */
    answerMembers: jsonb("answer_members").$type<Record<string, unknown>>(),
    finishReason: text("finish_reason"),
    errorCode: text("error_code"),
    errorMessage: text("error_message"),
    /** Of the answer apart: what the model thought, and its words for why it does not answer. */
    reasoning: text("reasoning"),
    refusal: text("refusal"),
    /** All input, of which the next four are parts; null is "the provider did not say". */
    inputTokens: integer("input_tokens"),
    cachedInputTokens: integer("cached_input_tokens"),
    cacheWriteTokens: integer("cache_write_tokens"),
    audioInputTokens: integer("audio_input_tokens"),
    /** All output, of which thinking and audio are parts. */
    outputTokens: integer("output_tokens"),
    reasoningTokens: integer("reasoning_tokens"),
    audioOutputTokens: integer("audio_output_tokens"),
    /** The provider did not count, so the tokens, and what is computed from them, are ours; null without tokens. */
    isUsageEstimated: boolean("is_usage_estimated"),
    costUsd: doublePrecision("cost_usd"),
    /** The parts of the cost and whose prices they are, see Cost in lib/models/prices/schema.ts. */
    costBasis: jsonb("cost_basis").$type<Record<string, unknown>>(),
    latencyMs: doublePrecision("latency_ms").notNull(),
    timeToFirstTokenMs: doublePrecision("time_to_first_token_ms"),
    energyKwh: doublePrecision("energy_kwh"),
    carbonGrams: doublePrecision("carbon_grams"),
    carbonGramsLow: doublePrecision("carbon_grams_low"),
    carbonGramsHigh: doublePrecision("carbon_grams_high"),
    /** Method, model parameters and grid the carbon figure rests on. */
    carbonMethod: jsonb("carbon_method").$type<Record<string, unknown>>(),
    /** What the policies found and did. */
    guardrails: jsonb("guardrails").$type<unknown[]>(),
    metadata: jsonb("metadata").$type<Record<string, unknown>>(),
    /** Keyed hash of the end user's key as it was sent, see endUserHash in lib/governance; never read out. */
    endUserHash: text("end_user_hash"),
    /** Answered by the simulated connection: never counted in cost, carbon or quality. */
    isSimulated: boolean("is_simulated").notNull().default(false),
    isDemo: boolean("is_demo").notNull().default(false),
    actorKind: text("actor_kind").notNull(),
    actorId: text("actor_id"),
  },
  (t) => [
    index().on(t.projectId, t.startedAt),
    // Most calls of a gateway name no stored version, and none but a run's names a run.
    index()
      .on(t.projectId, t.promptVersionId, t.startedAt)
      .where(sql`${t.promptVersionId} is not null`),
    index()
      .on(t.projectId, t.runId)
      .where(sql`${t.runId} is not null`),
    index().on(t.projectId, t.traceId),
    index()
      .on(t.projectId, t.cachedFromId)
      .where(sql`${t.cachedFromId} is not null`),
    // What policies found is asked for by day, and most calls have no findings.
    index("generations_with_findings_index")
      .on(t.projectId, t.startedAt)
      .where(sql`${t.guardrails} is not null`),
    index()
      .on(t.projectId, t.routeId, t.startedAt)
      .where(sql`${t.routeId} is not null`),
    index()
      .on(t.projectId, t.endUserHash)
      .where(sql`${t.endUserHash} is not null`),
  ],
);

/** Steps of a trace, see Span in lib/observability/traces/schema.ts: those of our calls, and those that belong to no call of ours. */
export const spans = pgTable(
  "spans",
  {
    projectId: projectId(),
    generationId: uuid("generation_id"),
    /** Microseconds since 1970, exact in a JavaScript number. */
    startUs: bigint("start_us", { mode: "number" }).notNull(),
    endUs: bigint("end_us", { mode: "number" }).notNull(),
    traceId: idText("trace_id").notNull(),
    spanId: idText("span_id").notNull(),
    parentSpanId: idText("parent_span_id"),
    name: text("name").notNull(),
    kind: text("kind").notNull(),
    status: text("status").notNull(),
    statusMessage: text("status_message"),
    attributes: jsonb("attributes").$type<Record<string, unknown>>().notNull(),
    /** Null without any, as most spans are. */
    events: jsonb("events").$type<unknown[]>(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.traceId, t.spanId] }),
    // Spans of our calls are found by their trace and go with their call.
    index()
      .on(t.projectId, t.startUs)
      .where(sql`${t.generationId} is null`),
  ],
);

/** One row per day, prompt version, model, environment and source; dashboards read this, never the generations. */
export const generationRollups = pgTable(
  "generation_rollups",
  {
    projectId: projectId(),
    day: date("day", { mode: "string" }).notNull(),
    /** A version's id, `draft:<prompt id>`, or empty when the call named no prompt: a primary key holds no null. */
    promptVersionKey: text("prompt_version_key").notNull(),
    promptId: uuid("prompt_id"),
    promptPath: text("prompt_path"),
    promptVersionNumber: integer("prompt_version_number"),
    provider: text("provider").notNull(),
    model: text("model").notNull(),
    /** The label the calls asked by; empty when they named none: a primary key holds no null. */
    environment: text("environment").notNull().default(""),
    source: text("source").notNull(),
    isSimulated: boolean("is_simulated").notNull(),
    count: bigint("count", { mode: "number" }).notNull(),
    failed: bigint("failed", { mode: "number" }).notNull(),
    cancelled: bigint("cancelled", { mode: "number" }).notNull().default(0),
    inputTokens: bigint("input_tokens", { mode: "number" }).notNull(),
    outputTokens: bigint("output_tokens", { mode: "number" }).notNull(),
    costUsd: doublePrecision("cost_usd").notNull(),
    /** Calls with a price, which the cost is the sum of; calls that were refused have none and lack none. */
    priced: bigint("priced", { mode: "number" }).notNull().default(0),
    costUnknown: bigint("cost_unknown", { mode: "number" }).notNull(),
    /** Calls whose tokens are an estimate of ours. */
    usageEstimated: bigint("usage_estimated", { mode: "number" }).notNull().default(0),
    energyKwh: doublePrecision("energy_kwh").notNull(),
    carbonGrams: doublePrecision("carbon_grams").notNull(),
    carbonGramsLow: doublePrecision("carbon_grams_low").notNull(),
    carbonGramsHigh: doublePrecision("carbon_grams_high").notNull(),
    /** Calls with a carbon figure. */
    carbonKnown: bigint("carbon_known", { mode: "number" }).notNull().default(0),
    carbonUnknown: bigint("carbon_unknown", { mode: "number" }).notNull().default(0),
    /** Counts per latency bucket (edges in lib/observability/histogram.ts), from which p50 and p95 are read. */
    latencyBuckets: jsonb("latency_buckets").$type<number[]>().notNull(),
    firstTokenBuckets: jsonb("first_token_buckets").$type<number[]>().notNull().default([]),
    /** What intervals of a mean are made of. Null of days that an older version began: there the calls are looked at. */
    costSquares: doublePrecision("cost_squares"),
    carbonSquares: doublePrecision("carbon_squares"),
    /** Calls whose input and output are both counted, the sum of both, and that of its squares. */
    tokensKnown: bigint("tokens_known", { mode: "number" }),
    tokensSum: bigint("tokens_sum", { mode: "number" }),
    tokensSquares: doublePrecision("tokens_squares"),
  },
  (t) => [
    primaryKey({
      name: "generation_rollups_cell",
      columns: [
        t.projectId,
        t.day,
        t.promptVersionKey,
        t.provider,
        t.model,
        t.environment,
        t.source,
        t.isSimulated,
      ],
    }),
  ],
);

/**
 * End users whose calls were erased, by the hash of their key: what a log of calls still holds of them from before is not
 * stored again (docs/decisions, the call log). A hash tells nothing to who has no key of the installation.
 */
export const erasedEndUsers = pgTable(
  "erased_end_users",
  {
    projectId: projectId(),
    endUserHash: text("end_user_hash").notNull(),
    erasedAt: instant("erased_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.endUserHash] })],
);
