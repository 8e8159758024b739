import { z } from "zod";
import { Moment } from "#platform/moment";
import { getGeneration, getTrace, listGenerations, usageSummary } from "#lib/observability";
import { cacheStates } from "#constants/observability";
import { GenerationSource, GenerationStatus, ListGenerationsInput, UsageInput } from "#schema/observability";
import { route } from "../route.ts";
import { pageOf } from "./page.ts";

const text = z.string().nullable();
const count = z.number().nullable();
const GenerationSummary = z.object({
  id: z.string(),
  traceId: z.string(),
  startedAt: z.date(),
  source: GenerationSource,
  status: GenerationStatus,
  promptId: text,
  promptPath: text,
  promptVersionId: text,
  promptVersionNumber: count,
  label: text,
  runId: text,
  caseId: text,
  cachedFromId: text.describe(
    "The generation whose answer a route's cache gave again; then nothing was spent.",
  ),
  cacheState: z
    .enum(cacheStates)
    .nullable()
    .describe(
      "How the cache of its route met the call: hit (the same call's answer), semantic (that of one that asks the same in other words), miss, bypass (the caller wanted none); null where none was asked.",
    ),
  routeId: text.describe("The stored route it went through, in the version it had then."),
  routeVersion: count,
  connectionName: text,
  provider: z.string(),
  model: z.string(),
  finishReason: text,
  errorCode: text,
  errorMessage: text,
  inputTokens: count.describe("All input; cached, cache-written and audio tokens are parts of it."),
  cachedInputTokens: count.describe("Null is not stated by the provider."),
  cacheWriteTokens: count,
  audioInputTokens: count,
  outputTokens: count.describe("All output; thinking and audio tokens are parts of it."),
  reasoningTokens: count,
  audioOutputTokens: count,
  isUsageEstimated: z
    .boolean()
    .nullable()
    .describe("True when the provider did not count: tokens, cost and carbon are estimates."),
  costUsd: count.describe("Null is unknown; 0 is free."),
  latencyMs: z.number(),
  timeToFirstTokenMs: count,
  energyKwh: count,
  carbonGrams: count,
  carbonGramsLow: count,
  carbonGramsHigh: count,
  isSimulated: z.boolean(),
});
const anyRecord = z.record(z.string(), z.unknown()).nullable();
const Generation = GenerationSummary.extend({
  input: z.unknown().describe("The messages as sent, personal data replaced by policy."),
  variables: anyRecord,
  settings: anyRecord,
  output: z.string(),
  toolCalls: z.array(z.unknown()).nullable(),
  answerMembers: anyRecord.describe(
    "What the provider said beside these: its own name of the model, fingerprint, annotations, logprobs, further choices.",
  ),
  reasoning: text.describe("What the model thought, apart from the output."),
  refusal: text.describe("The model's own words for why it does not answer."),
  costBasis: anyRecord.describe("The parts the cost is the sum of, and whose prices they are."),
  carbonMethod: anyRecord,
  guardrails: z.array(z.unknown()).nullable(),
  metadata: anyRecord,
});
const attributes = z.record(z.string(), z.unknown());
const Span = z.object({
  spanId: z.string(),
  parentSpanId: text,
  generationId: text,
  name: z.string(),
  kind: z.string(),
  startedAt: z.date(),
  offsetMs: z.number().describe("From the trace's begin, to the microsecond."),
  durationMs: z.number(),
  status: z.string(),
  statusMessage: text,
  attributes: attributes.describe("OpenTelemetry GenAI names."),
  events: z.array(z.object({ name: z.string(), offsetMs: z.number(), attributes })),
  get children() {
    return z.array(Span);
  },
});
// Its name in the OpenAPI document, as it holds itself.
z.globalRegistry.add(Span, { title: "Span" });

/** Sums over calls, and percentiles of their times. */
export const Usage = z.object({
  count: z.number(),
  failed: z.number(),
  cancelled: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  costUsd: z.number(),
  priced: z.number().describe("Calls with a price: what costUsd is the sum of."),
  costUnknown: z.number(),
  usageEstimated: z.number().describe("Calls whose tokens, cost and carbon are estimates."),
  energyKwh: z.number(),
  carbonGrams: z.number(),
  carbonGramsLow: z.number(),
  carbonGramsHigh: z.number(),
  carbonKnown: z.number(),
  carbonUnknown: z.number(),
  latencyP50Ms: count,
  latencyP95Ms: count,
  timeToFirstTokenP50Ms: count,
  timeToFirstTokenP95Ms: count,
  latencyError: z
    .number()
    .describe("How far the percentiles may be from the exact ones, as a share; 0: exact."),
});

export const generationRoutes = [
  route({
    method: "get",
    path: "/generations",
    id: "listGenerations",
    tag: "Generations",
    summary: "List generations, newest first",
    permissions: ["generation.read"],
    query: ListGenerationsInput,
    result: pageOf(GenerationSummary.extend({ outputPreview: z.string() })),
    handle: ({ ctx, query }) => listGenerations(ctx, query),
  }),
  route({
    method: "get",
    path: "/generations/{generationId}",
    id: "getGeneration",
    tag: "Generations",
    summary: "Get a generation",
    permissions: ["generation.read"],
    params: z.object({ generationId: z.uuid() }),
    result: Generation,
    handle: ({ ctx, params }) => getGeneration(ctx, params),
  }),
  route({
    method: "get",
    path: "/traces/{traceId}",
    id: "getTrace",
    tag: "Generations",
    summary: "Get a trace as a tree of spans",
    permissions: ["generation.read"],
    params: z.object({ traceId: z.string().min(1).max(64) }),
    result: z.object({
      traceId: z.string(),
      startedAt: z.date(),
      durationMs: z.number(),
      generationIds: z.array(z.string()),
      roots: z.array(Span),
    }),
    handle: ({ ctx, params }) => getTrace(ctx, params),
  }),
  route({
    method: "get",
    path: "/usage",
    id: "getUsage",
    tag: "Generations",
    summary: "Sum up calls, tokens, cost, latency and carbon",
    description:
      "The span is half open, [from, to), in instants: two hours are two hours, and 2026-11-26 to 2026-11-27 is one UTC day. Simulated calls are left out and counted apart. Percentiles are those of calls that succeeded, linear between order statistics (type 7): exact for up to 300 calls, else at most the share latencyError from the exact value. Whole days count calls that retention or an erasure took; of a day that the span cuts, only calls that are kept count.",
    permissions: ["generation.read"],
    query: UsageInput.omit({ simulated: true }).extend({
      from: Moment.describe("The first moment of the span, ISO 8601; a day is its first moment in UTC."),
      to: Moment.describe("The first moment after the span: what began then is not in it."),
      environment: UsageInput.shape.environment.describe(
        "The label that calls asked by; none: calls that asked by none. Left out: every call.",
      ),
      versionId: z.uuid().optional().describe("The older name of promptVersionId."),
    }),
    result: Usage.extend({ simulatedCount: z.number() }),
    handle: ({ ctx, query: { versionId, ...query } }) =>
      usageSummary(ctx, { ...query, promptVersionId: query.promptVersionId ?? versionId }),
  }),
];
