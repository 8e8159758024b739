import { z } from "zod";
import { errorClasses } from "#constants/models";
import { ModelTarget } from "#schema/models";
import { anyError, retryDefaults, routeLimits } from "./constants.ts";

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

/** The kinds of failure after which the next target is asked; after any other one the caller is told of it. */
const FallbackOn = z
  .array(z.enum([anyError, ...errorClasses]))
  .max(errorClasses.length + 1)
  .default([anyError])
  .describe(
    "Kinds of failure of a provider after which the next target takes over, before the first token has left. An empty list: none.",
  );

/** What a version of a route holds: whom it asks, and how. */
export const RouteDefinition = z
  .object({
    targets: z.array(RouteTarget).min(1, "A route needs a model.").max(routeLimits.targets),
    retries: RouteRetries.prefault({}),
    fallbackOn: FallbackOn,
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
