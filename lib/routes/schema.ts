import { z } from "zod";
import { ModelTarget } from "#schema/models";
import { retryDefaults, routeLimits, routeNameRule } from "./constants.ts";

export const RouteName = z.string().trim().regex(routeNameRule.pattern, routeNameRule.message);

/** A model a route may ask. */
export const RouteTarget = ModelTarget.extend({
  order: z
    .number()
    .int()
    .min(0)
    .max(routeLimits.orders - 1)
    .default(0)
    .describe("Lower ones are asked first; the next order takes over when all of one have failed."),
  weight: z
    .number()
    .int()
    .min(1)
    .max(routeLimits.weight)
    .default(1)
    .describe("Of one order, how often this one is asked first, in proportion to the others."),
});
export type RouteTarget = z.output<typeof RouteTarget>;

const waitMs = z.number().int().min(0).max(routeLimits.waitMs);
const timeoutMs = z.number().int().min(1).max(routeLimits.timeoutMs);

/** How often one target is asked at most, and how long is waited between two tries, in milliseconds. */
export const RouteRetries = z.object({
  attempts: z.number().int().min(1).max(routeLimits.attempts).default(retryDefaults.attempts),
  baseMs: waitMs
    .default(retryDefaults.baseMs)
    .describe("Before the second try; doubled for each further one."),
  maxBackoffMs: waitMs.default(retryDefaults.maxBackoffMs),
  maxRetryAfterMs: waitMs
    .default(retryDefaults.maxRetryAfterMs)
    .describe("A Retry-After longer than this means the next target instead."),
});
export type RouteRetries = z.output<typeof RouteRetries>;

export const RouteLimits = z.object({
  maxTokens: z
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .describe("Of an answer; a call that asks for more gets this many."),
  requestsPerMinute: z
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .describe("Calls of this route a minute, counted by each process that serves them."),
});

/** A call that is the same in everything that reaches a model gets the answer an earlier one had. */
export const RouteCache = z.object({
  ttlSeconds: z
    .number()
    .int()
    .min(1)
    .max(routeLimits.cacheSeconds)
    .describe("How long an answer is given again, in seconds."),
});
export type RouteCache = z.output<typeof RouteCache>;

/** What a version of a route holds: whom it asks, and how. */
export const RouteDefinition = z
  .object({
    targets: z.array(RouteTarget).min(1, "A route needs a model.").max(routeLimits.targets),
    retries: RouteRetries.prefault({}),
    timeoutMs: timeoutMs.optional().describe("For the whole call, in milliseconds."),
    firstTokenTimeoutMs: timeoutMs.optional().describe("To the first token of a stream, in milliseconds."),
    limits: RouteLimits.prefault({}),
    policyIds: z
      .array(z.uuid())
      .max(routeLimits.policies)
      .default([])
      .describe("Policies that hold for this route's calls also while they are off for the project."),
    cache: RouteCache.optional().describe("For calls of programs; left out, every call asks a model."),
  })
  .superRefine(({ targets, policyIds }, check) => {
    if (new Set(policyIds).size < policyIds.length)
      check.addIssue({ code: "custom", path: ["policyIds"], message: "A policy is listed twice." });
    const seen = new Set<string>();
    for (const [index, { connectionId, model }] of targets.entries()) {
      const key = `${connectionId} ${model}`;
      if (seen.has(key))
        check.addIssue({
          code: "custom",
          path: ["targets", index],
          message: `The model ${model} is listed twice; give it one weight.`,
        });
      seen.add(key);
    }
  });
export type RouteDefinition = z.output<typeof RouteDefinition>;
export type RouteDefinitionInput = z.input<typeof RouteDefinition>;

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

export const ListRoutesInput = z.object({ includeArchived: z.stringbool().or(z.boolean()).default(false) });
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

export const ForgetAnswersInput = z.object({ routeId: z.uuid() });
export type ForgetAnswersInput = z.input<typeof ForgetAnswersInput>;

/** A version of a route as a call uses it. */
export type ResolvedRoute = { id: string; name: string; version: number; definition: RouteDefinition };
