import { z } from "zod";
import { getGeneration, getTrace, listGenerations, usageSummary } from "#lib/observability";
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
  reasoning: text.describe("What the model thought, apart from the output."),
  refusal: text.describe("The model's own words for why it does not answer."),
  costBasis: anyRecord.describe("The parts the cost is the sum of, and whose prices they are."),
  carbonMethod: anyRecord,
  guardrails: z.array(z.unknown()).nullable(),
  metadata: anyRecord,
});
const Span = z.object({
  spanId: z.string(),
  parentSpanId: text,
  generationId: text,
  name: z.string(),
  kind: z.string(),
  startedAt: z.date(),
  durationMs: z.number(),
  status: z.string(),
  attributes: z.record(z.string(), z.unknown()).describe("OpenTelemetry GenAI names."),
  get children() {
    return z.array(Span);
  },
});
// Its name in the OpenAPI document, as it holds itself.
z.globalRegistry.add(Span, { title: "Span" });

export const generationRoutes = [
  route({
    method: "get",
    path: "/generations",
    id: "listGenerations",
    tag: "Generations",
    summary: "List generations, newest first",
    scope: "generations:read",
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
    scope: "generations:read",
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
    scope: "generations:read",
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
    description: "Simulated calls are left out and counted apart. Quantiles are within 5 %.",
    scope: "generations:read",
    query: UsageInput.omit({ simulated: true, source: true }).extend({ source: GenerationSource.optional() }),
    result: z.object({
      count: z.number(),
      failed: z.number(),
      cancelled: z.number(),
      simulatedCount: z.number(),
      inputTokens: z.number(),
      outputTokens: z.number(),
      costUsd: z.number(),
      costUnknown: z.number(),
      usageEstimated: z.number().describe("Calls whose tokens, cost and carbon are estimates."),
      energyKwh: z.number(),
      carbonGrams: z.number(),
      carbonGramsLow: z.number(),
      carbonGramsHigh: z.number(),
      carbonUnknown: z.number(),
      latencyP50Ms: count,
      latencyP95Ms: count,
      timeToFirstTokenP50Ms: count,
      timeToFirstTokenP95Ms: count,
    }),
    handle: ({ ctx, query }) => usageSummary(ctx, query),
  }),
];
