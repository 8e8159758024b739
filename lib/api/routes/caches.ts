import { z } from "zod";
import { Moment } from "#platform/moment";
import { cacheFigures, countReplays, getGeneration } from "#lib/observability";
import {
  findKeptAnswer,
  forgetAnswers,
  getRoute,
  getSemanticState,
  listCachedAnswers,
  pinAnswer,
  restartSemanticCache,
} from "#lib/routes";
import { ForgetAnswersInput, ListCachedAnswersInput, PinAnswerInput } from "#schema/routes";
import { route } from "../route.ts";
import { pageOf } from "./page.ts";

const KeptAnswer = z.object({
  generationId: z.string().describe("The call that made it."),
  model: z.string(),
  question: z.string().nullable().describe("The last user message."),
  outputPreview: z.string().describe("The first 200 characters."),
  promptId: z.string().nullable(),
  promptVersionId: z.string().nullable(),
  metadata: z.record(z.string(), z.unknown()).nullable(),
  keptAt: z.date(),
  expiresAt: z.date(),
  pinnedAt: z.date().nullable(),
  pinnedByName: z.string().nullable(),
});
const CacheFigures = z.object({
  asked: z.number().describe("Calls that asked the cache."),
  hits: z.number(),
  semanticHits: z.number(),
  misses: z.number(),
  bypassed: z.number(),
  hitRate: z
    .object({ share: z.number(), low: z.number(), high: z.number() })
    .nullable()
    .describe("With its 95 % interval (Wilson); null where nothing was asked."),
  saved: z.object({
    inputTokens: z.number().nullable(),
    outputTokens: z.number().nullable(),
    tokensUnknown: z
      .number()
      .describe(
        "Hits whose saving is not known and so not in the sums; a sum is null where it is known of none.",
      ),
    costUsd: z.number().nullable(),
    costUnknown: z.number(),
    carbonGrams: z.number().nullable(),
    carbonGramsLow: z.number().nullable(),
    carbonGramsHigh: z.number().nullable(),
    carbonUnknown: z.number(),
  }),
  simulatedCount: z.number().describe("Simulated calls, which are in no other figure."),
});
const CheckCounts = z.object({ same: z.number(), different: z.number(), unjudged: z.number() });
const SemanticState = z.object({
  version: z.number(),
  offAt: z.date().nullable().describe("When checks showed too many wrong answers; since then it gives none."),
  checks: z
    .object({ sure: CheckCounts, grey: CheckCounts })
    .describe(
      "What came out where the model was asked although the cache had an answer: hits (sure), and answers that only stood near (grey).",
    ),
  falseShare: z
    .object({ share: z.number(), low: z.number(), high: z.number(), count: z.number() })
    .nullable()
    .describe("Wrong answers among the hits that were checked, with the 95 % interval (Wilson)."),
  checkShare: z
    .number()
    .nullable()
    .describe(
      "For which share of the next near questions the model is asked all the same; null where the cache gives no answers in other words.",
    ),
});
const params = z.object({ routeId: z.uuid() });
const tag = "Routes";

export const cacheRoutes = [
  route({
    method: "post",
    path: "/routes/{routeId}/forget-answers",
    id: "forgetAnswers",
    tag,
    summary: "Empty a route's cache",
    description:
      "All of it, or the answers that calls of one prompt, version, tag or end user made; what is named holds together. Such calls ask a model again, from the next one on and in every process.",
    permissions: ["route.update"],
    params,
    body: ForgetAnswersInput.omit({ routeId: true }).prefault({}),
    result: z.object({ forgotten: z.number() }),
    handle: ({ ctx, params: { routeId }, body }) => forgetAnswers(ctx, { routeId, ...body }),
  }),
  route({
    method: "get",
    path: "/routes/{routeId}/answers",
    id: "listCachedAnswers",
    tag,
    summary: "List the answers that a route gives again",
    description: "The newest first.",
    permissions: ["route.read"],
    params,
    query: ListCachedAnswersInput.omit({ routeId: true }),
    result: pageOf(KeptAnswer),
    handle: ({ ctx, params: { routeId }, query }) => listCachedAnswers(ctx, { routeId, ...query }),
  }),
  route({
    method: "get",
    path: "/routes/{routeId}/cache-figures",
    id: "getCacheFigures",
    tag,
    summary: "Read what a route's cache saved",
    description:
      "How often it had an answer, with the 95 % interval of that share, and what the calls spent whose answers were given again.",
    permissions: ["route.read", "generation.read"],
    params,
    query: z.object({ from: Moment, to: Moment }),
    result: CacheFigures,
    handle: async ({ ctx, params: { routeId }, query }) => {
      // One of another project is not found, rather than without hits.
      const { id } = await getRoute(ctx, { routeId });
      return cacheFigures(ctx, { routeId: id, ...query });
    },
  }),
  route({
    method: "get",
    path: "/generations/{generationId}/kept-answer",
    id: "getKeptAnswer",
    tag,
    summary: "Read what a cache keeps of a call, and how often it gave that again",
    permissions: ["route.read", "generation.read"],
    params: z.object({ generationId: z.uuid() }),
    result: z.object({
      answer: KeptAnswer.extend({ routeId: z.string() }).nullable(),
      replays: z.number(),
    }),
    handle: async ({ ctx, params: { generationId } }) => {
      const { id } = await getGeneration(ctx, { generationId });
      const replays = await countReplays(ctx, { generationIds: [id] });
      return { answer: await findKeptAnswer(ctx, { generationId: id }), replays: replays.get(id) ?? 0 };
    },
  }),
  route({
    method: "put",
    path: "/generations/{generationId}/pin",
    id: "pinAnswer",
    tag,
    summary: "Pin a kept answer, or take the pin off",
    description:
      "A pinned answer is given whatever its time, until a route or policy changes: then the call is another one. Only an answer that a cache still keeps can be pinned.",
    permissions: ["answer.pin"],
    params: z.object({ generationId: z.uuid() }),
    body: PinAnswerInput.omit({ generationId: true }),
    result: z.object({ answer: KeptAnswer.nullable() }),
    handle: async ({ ctx, params: { generationId }, body }) => ({
      answer: await pinAnswer(ctx, { generationId, ...body }),
    }),
  }),
  route({
    method: "get",
    path: "/routes/{routeId}/semantic-cache",
    id: "getSemanticState",
    tag,
    summary: "Read how a route's semantic cache does by its checks",
    permissions: ["route.read"],
    params,
    result: SemanticState,
    handle: ({ ctx, params: { routeId } }) => getSemanticState(ctx, { routeId }),
  }),
  route({
    method: "post",
    path: "/routes/{routeId}/semantic-cache/restart",
    id: "restartSemanticCache",
    tag,
    summary: "Let a route's semantic cache give answers again",
    description: "After its checks switched it off. Only checks from now on count.",
    permissions: ["route.update"],
    params,
    result: SemanticState,
    handle: ({ ctx, params: { routeId } }) => restartSemanticCache(ctx, { routeId }),
  }),
];
