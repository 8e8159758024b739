import { z } from "zod";
import { Flag } from "#platform/flag";
import { errorClasses } from "#constants/models";
import { PageInput } from "#platform/pagination";
import { ModelTarget } from "#schema/models";
import { routeNameRule } from "./constants.ts";
import { RouteDefinition, type SemanticCache } from "./definition.ts";
import type { HealthSnapshot } from "./health/target-health.ts";

export * from "./definition.ts";
export { RouteSla } from "./sla.ts";

export const RouteName = z.string().trim().regex(routeNameRule.pattern, routeNameRule.message);

const description = z.string().trim().max(500);
const message = z.string().trim().max(500);

export const CreateRouteInput = z.object({
  name: RouteName,
  description: description.default(""),
  definition: RouteDefinition,
});
export type CreateRouteInput = z.input<typeof CreateRouteInput>;

export const SaveRouteInput = z.object({
  routeId: z.uuid(),
  definition: RouteDefinition,
  /** What is left out stays. */
  description: description.optional(),
  message: message.default(""),
  /** The version the editor started from; another one is a conflict. */
  expectedVersion: z.number().int().min(1).optional(),
});
export type SaveRouteInput = z.input<typeof SaveRouteInput>;

export const GetRouteInput = z.object({ routeId: z.uuid() });
export type GetRouteInput = z.input<typeof GetRouteInput>;

export const ListRoutesInput = z.object({ includeArchived: Flag.default(false) });
export type ListRoutesInput = z.input<typeof ListRoutesInput>;

export const ArchiveRouteInput = z.object({ routeId: z.uuid(), isArchived: z.boolean().default(true) });
export type ArchiveRouteInput = z.input<typeof ArchiveRouteInput>;

export type RouteVersion = {
  number: number;
  definition: RouteDefinition;
  contentHash: string;
  message: string;
  createdByName: string;
  createdAt: Date;
};

/** A route with its newest version, which calls that name no version are served by. */
export type Route = {
  id: string;
  name: string;
  description: string;
  archivedAt: Date | null;
  createdAt: Date;
  version: RouteVersion;
};

/** A call that is not made: what a route would do with it. */
export const ExplainRouteInput = z.object({
  definition: RouteDefinition,
  routeId: z
    .uuid()
    .optional()
    .describe("The route whose targets' health is looked at; left out, all are well."),
  metadata: z.record(z.string(), z.unknown()).default({}),
  endUser: z.string().min(1).max(500).optional().describe("As a call names it by `user`."),
  apiKeyId: z.string().min(1).max(100).optional(),
  isStream: z.boolean().default(true),
  inputTokens: z.number().int().min(0).max(10_000_000).default(1_000),
  maxTokens: z.number().int().min(1).max(1_000_000).optional(),
  fault: z.enum(errorClasses).optional().describe("How the first target that is asked fails."),
  seed: z
    .number()
    .int()
    .min(0)
    .max(4_294_967_295)
    .default(1)
    .describe("Of what is drawn: the same seed draws the same."),
});
export type ExplainRouteInput = z.input<typeof ExplainRouteInput>;

/** What a route would do with one of its targets. */
export const explanationRoles = ["answers", "fails", "skipped", "stands by", "not asked"] as const;

export type ExplainedTarget = ModelTarget & {
  /** connection/model. */
  label: string;
  role: (typeof explanationRoles)[number];
  /** In words, why. */
  why: string;
  /** Of the call's input and the answer that is expected, in USD; null where a price is not known. */
  costUsd: number | null;
  /** Usual time to the first token, or to the whole answer, in milliseconds; null where it is not known. */
  latencyMs: number | null;
};

export type RouteExplanation = {
  /** In one sentence, what the caller gets. */
  outcome: string;
  /** Why the first one is the first. */
  reason: string;
  /** In the order in which they are asked. */
  targets: ExplainedTarget[];
};

/** How a target of a route is doing in the process that was asked. */
export type TargetState = ModelTarget &
  HealthSnapshot & {
    /** The project offers it now; else calls pass it by. */
    isOffered: boolean;
  };

/** An answer of a route that is given again to the same call, with the generation it was made by. */
export const CachedAnswer = z.object({
  generationId: z.uuid(),
  target: ModelTarget,
  output: z.string(),
  reasoning: z.string(),
  refusal: z.string().nullable(),
  toolCalls: z.array(z.object({ id: z.string(), name: z.string(), arguments: z.string() })),
  finishReason: z.enum(["stop", "tool_calls"]),
});
export type CachedAnswer = z.output<typeof CachedAnswer>;

/** An answer as it is found, and when it was kept. */
export type FoundAnswer = { answer: CachedAnswer; keptAt: Date };

/** What a question means, and everything else that decides its answer: answers to others of one scope may be given to it. */
export type AnswerMeaning = { scopeKey: string; vector: number[]; model: string };

/** A kept answer to a question near another, with the cosine of both. */
export type SimilarAnswer = FoundAnswer & { question: string; cosine: number };

export const cacheZones = ["sure", "grey"] as const;
export const checkVerdicts = ["same", "different", "unjudged"] as const;

/** What the model said when it was asked although a semantic cache had an answer, against that answer. */
export type CacheCheck = {
  route: { id: string; version: number };
  mostFalse: number;
  zone: (typeof cacheZones)[number];
  cosine: number;
  verdict: (typeof checkVerdicts)[number];
  reason: string;
  generationId: string;
  cachedFromId: string;
};

/** Which version's checks count, and what it allows. */
export type CheckShareInput = {
  route: { id: string; version: number };
  semantic: Pick<SemanticCache, "checkShare" | "mostFalse" | "atFirst">;
};

export const SemanticStateInput = z.object({ routeId: z.uuid() });
export type SemanticStateInput = z.input<typeof SemanticStateInput>;

/** How the semantic cache of a route's newest version does by its checks. */
export type SemanticState = {
  version: number;
  /** Null where it gives answers, or has none to give: its definition says which. */
  offAt: Date | null;
  checks: Record<(typeof cacheZones)[number], Record<(typeof checkVerdicts)[number], number>>;
  /** Of the hits that were checked and could be judged, those whose answer was another; null without any. */
  falseShare: { share: number; low: number; high: number; count: number } | null;
  /** Of the next questions near enough, for how many the model is asked all the same, 0..1; null where it gives no answers. */
  checkShare: number | null;
};

const tag = z
  .string()
  .regex(/^[^=]{1,64}=.{0,200}$/s, "Write it as key=value, at most 64 and 200 characters.")
  .refine((pair) => !pair.includes("\0") && pair.isWellFormed(), "It holds a character that no text has.");

/** Of a route's kept answers all, or those that fulfil everything that is named. */
export const ForgetAnswersInput = z.object({
  routeId: z.uuid(),
  generationId: z.uuid().optional().describe("The answer that this generation made."),
  promptId: z.uuid().optional().describe("Answers to calls of this prompt."),
  versionId: z.uuid().optional().describe("Answers to calls of this version of a prompt."),
  tag: tag
    .optional()
    .describe("`key=value`: answers to calls whose metadata said so; of several calls the one that made it."),
  endUser: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .optional()
    .describe("Answers to calls of this end user, as calls name it by `user`."),
  keepPinned: z.boolean().default(false).describe("Pinned answers stay."),
});
export type ForgetAnswersInput = z.input<typeof ForgetAnswersInput>;

export const ListCachedAnswersInput = PageInput.extend({
  routeId: z.uuid(),
  text: z.string().trim().max(200).optional().describe("In the question or the answer, whatever its case."),
  pinned: Flag.optional().describe("Only pinned ones, or only others."),
});
export type ListCachedAnswersInput = z.input<typeof ListCachedAnswersInput>;

/** An answer that a route gives again, as a list shows it. */
export type KeptAnswer = {
  /** The call that made it. */
  generationId: string;
  model: string;
  /** The last user message; null for what an older version kept. */
  question: string | null;
  /** The first 200 characters; empty where the answer calls tools. */
  outputPreview: string;
  promptId: string | null;
  promptVersionId: string | null;
  metadata: Record<string, unknown> | null;
  keptAt: Date;
  /** When its time is over; a pinned one is given beyond it. */
  expiresAt: Date;
  pinnedAt: Date | null;
  pinnedByName: string | null;
};

export const PinAnswerInput = z.object({ generationId: z.uuid(), isPinned: z.boolean().default(true) });
export type PinAnswerInput = z.input<typeof PinAnswerInput>;

export const FindKeptAnswerInput = z.object({ generationId: z.uuid() });
export type FindKeptAnswerInput = z.input<typeof FindKeptAnswerInput>;

/** A version of a route as a call uses it. */
export type ResolvedRoute = {
  id: string;
  name: string;
  version: number;
  definition: RouteDefinition;
  /** Checks have shown that its semantic cache gives too many wrong answers. */
  isSemanticOff: boolean;
};

const routeId = z.uuid();
const routeVersion = z.number().int().min(1);

/** A stored route in one of its versions, as it is kept by what was saved, released or run. */
export const PinnedRoute = z.object({ routeId, version: routeVersion });
export type PinnedRoute = z.output<typeof PinnedRoute>;

/** A stored route as it may be asked for: in one of its versions, or in the one that is newest when it is kept. */
export const AskedRoute = z.object({
  routeId,
  version: z
    .union([routeVersion, z.literal("newest")])
    .describe("A version's number; `newest` is kept as the number it is at the save, promotion or start."),
  connectionId: z.never().optional(),
  model: z.never().optional(),
});
export type AskedRoute = { routeId: string; version: number | "newest" };

/** What a prompt is served by, or a run made with: a connection's model, or a stored route. */
export const ModelOrRoute: z.ZodType<ModelOrRoute, ModelOrRoute> = z.union(
  [ModelTarget.extend({ routeId: z.never().optional() }), AskedRoute],
  {
    error: "Give a model ({connectionId, model}) or a route ({routeId, version}), one of them.",
  },
);
export type ModelOrRoute = ModelTarget | AskedRoute;
export type PinnedTarget = ModelTarget | PinnedRoute;

/** A route to choose where a model can be chosen: its newest version, and the models that one asks. */
export type OfferedRoute = NamedRoute & { models: string[]; isSimulated: boolean };

/** One version of a route with the route's name, which stays. */
export type NamedRoute = PinnedRoute & { name: string };
export type NamedTarget = ModelTarget | NamedRoute;
