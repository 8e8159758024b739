import { z } from "zod";
import { errorClasses } from "#constants/models";
import { ModelTarget } from "#schema/models";
import { queryFault } from "./choice/conditions.ts";
import {
  anyError,
  breakerDefaults,
  cacheDefaults,
  costDefaults,
  queueDefaultMs,
  retryDefaults,
  routeLimits,
  semanticDefaults,
  semanticStarts,
} from "./constants.ts";
import { RouteSla } from "./sla.ts";

const TargetName = z
  .string()
  .trim()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}$/,
    "A target's name is 1 to 60 letters, digits, spaces, dots, dashes or underscores.",
  );

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
  name: TargetName.optional().describe("By which conditions name it."),
  concurrency: z
    .number()
    .int()
    .min(1)
    .max(routeLimits.concurrency)
    .optional()
    .describe(
      "Calls that are at this target at one time, in each process that serves them; the next one waits.",
    ),
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
  queueMs: waitMs
    .default(queueDefaultMs)
    .describe("How long a call waits for a place at a target before the next one is asked."),
});

const cosine = z.number().min(0).max(1);

/** A call that asks the same in other words gets the answer an earlier one had. */
export const SemanticCache = z
  .object({
    sureFrom: cosine
      .optional()
      .describe(
        "How near two questions must be, by the cosine of their embeddings; left out, what was measured for the embedding model.",
      ),
    greyFrom: cosine
      .optional()
      .describe("From here on a question that is not near enough is asked, and both answers compared."),
    varying: z
      .array(z.string().min(1).max(100))
      .max(routeLimits.varying)
      .default([])
      .describe(
        "Variables of a prompt that hold the question in words. All others must be equal; without any, only a last message that the caller sends may differ.",
      ),
    checkShare: z
      .number()
      .min(0.01)
      .max(1)
      .default(semanticDefaults.checkShare)
      .describe("Share of the hits for which the model is asked all the same, and both answers compared."),
    mostFalse: z
      .number()
      .min(0.001)
      .max(0.5)
      .default(semanticDefaults.mostFalse)
      .describe("Once checks show (95 %) that more hits than this share are wrong, no more are given."),
    atFirst: z
      .enum(semanticStarts)
      .default(semanticDefaults.atFirst)
      .describe(
        "earn: while few hits are checked, so many are that by the upper end of the 95 % interval no more than `mostFalse` of all near questions get a wrong answer; trust: `checkShare` of them from the first one on.",
      ),
  })
  .refine(
    ({ sureFrom, greyFrom }) => sureFrom === undefined || greyFrom === undefined || greyFrom <= sureFrom,
    {
      path: ["greyFrom"],
      error: "The grey zone lies below: write a smaller number than the one from which a hit is sure.",
    },
  );
export type SemanticCache = z.output<typeof SemanticCache>;

/** A call that is the same in everything that reaches a model gets the answer an earlier one had. */
export const RouteCache = z.object({
  ttlSeconds: z
    .number()
    .int()
    .min(1)
    .max(routeLimits.cacheSeconds)
    .describe("How long an answer is given again, in seconds."),
  waitMs: z
    .number()
    .int()
    .min(0)
    .max(routeLimits.cacheWaitMs)
    .default(cacheDefaults.waitMs)
    .describe(
      "How long a call waits for the same call that is being answered now, before it asks a model itself.",
    ),
  semantic: SemanticCache.optional().describe(
    "Left out, only the same call is answered again, word for word.",
  ),
});
export type RouteCache = z.output<typeof RouteCache>;

/** When a target is left alone for a while, and when it is tried again. Each process sees its own calls. */
export const RouteBreaker = z.object({
  failureShare: z
    .number()
    .min(0.01)
    .max(1)
    .default(breakerDefaults.failureShare)
    .describe("Share of failed tries in the window at which the target is asked no more."),
  minimumCalls: z
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(breakerDefaults.minimumCalls)
    .describe("Tries in the window before the share counts."),
  windowMs: z.number().int().min(1_000).max(3_600_000).default(breakerDefaults.windowMs),
  coolDownMs: z
    .number()
    .int()
    .min(100)
    .max(3_600_000)
    .default(breakerDefaults.coolDownMs)
    .describe(
      "How long it is left alone; a longer Retry-After is kept to, up to five minutes. Then one call at a time tries it.",
    ),
  closesAfter: z
    .number()
    .int()
    .min(1)
    .max(100)
    .default(breakerDefaults.closesAfter)
    .describe("Good answers after which it is asked as before."),
});
export type RouteBreaker = z.output<typeof RouteBreaker>;

const RouteCondition = z.object({
  query: z
    .record(z.string(), z.unknown())
    .describe('A question about the metadata, as Portkey asks it: {"metadata.plan": {"$eq": "paid"}}.')
    .superRefine((query, check) => {
      const fault = queryFault(query);
      if (fault) check.addIssue({ code: "custom", message: fault });
    }),
  // oxlint-disable-next-line unicorn/no-thenable -- Portkey's word; its value is a text
  then: TargetName.describe("The name of the target that is asked."),
});

/** Which of the targets of one order is asked first. */
export const RouteChoice = z
  .discriminatedUnion("by", [
    z.object({ by: z.literal("weight") }),
    z.object({ by: z.literal("latency") }),
    z.object({
      by: z.literal("cost"),
      withinMs: timeoutMs
        .optional()
        .describe("Targets that usually take longer to answer come after those that do not."),
      outputTokens: z
        .number()
        .int()
        .min(1)
        .max(1_000_000)
        .default(costDefaults.outputTokens)
        .describe("Expected of an answer where the call sets no bound of its own."),
    }),
    z.object({
      by: z.literal("sticky"),
      key: z
        .string()
        .max(100)
        .regex(/^(end_user|api_key|metadata\..+)$/, "Write end_user, api_key or metadata.name.")
        .describe("What keeps a caller at one target: end_user, api_key or metadata.name."),
    }),
    z.object({
      by: z.literal("condition"),
      conditions: z.array(RouteCondition).min(1, "Write a condition.").max(routeLimits.conditions),
      default: TargetName.describe("The target that is asked where no condition holds."),
    }),
  ])
  .describe(
    "weight: drawn by weight; latency: the faster of two drawn; cost: the cheapest by its price; sticky: the same for the same key; condition: the first whose condition holds, then the higher orders.",
  );
export type RouteChoice = z.output<typeof RouteChoice>;

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
    choice: RouteChoice.default({ by: "weight" }),
    breaker: RouteBreaker.optional().describe("Left out, a target is asked however often it fails."),
    timeoutMs: timeoutMs.optional().describe("For the whole call, in milliseconds."),
    firstTokenTimeoutMs: timeoutMs
      .optional()
      .describe(
        "To the first token of a stream, in milliseconds; thinking and calls of tools are tokens too.",
      ),
    idleTimeoutMs: timeoutMs
      .optional()
      .describe(
        "The longest silence within a stream that has begun, in milliseconds, on connections that speak OpenAI's protocol; 60,000 where nothing is said.",
      ),
    limits: RouteLimits.prefault({}),
    policyIds: z
      .array(z.uuid())
      .max(routeLimits.policies)
      .default([])
      .describe("Policies that hold for this route's calls also while they are off for the project."),
    sla: RouteSla.optional().describe("What the route promises; its page says whether it is kept."),
    cache: RouteCache.optional().describe("For calls of programs; left out, every call asks a model."),
  })
  .superRefine(({ targets, policyIds, choice }, check) => {
    checkNames({ targets, choice }, check);
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

/** Names of targets are told apart, and conditions name no other. */
function checkNames(
  { targets, choice }: { targets: RouteTarget[]; choice: RouteChoice },
  check: z.core.$RefinementCtx,
): void {
  const names = new Set<string>();
  for (const [at, { name }] of targets.entries()) {
    if (name === undefined) continue;
    if (names.has(name))
      check.addIssue({
        code: "custom",
        path: ["targets", at, "name"],
        message: `Two targets are called "${name}".`,
      });
    names.add(name);
  }
  if (choice.by !== "condition") return;
  const unknown = (name: string, ...path: (string | number)[]) => {
    if (!names.has(name))
      check.addIssue({
        code: "custom",
        path: ["choice", ...path],
        message: `No target is called "${name}".`,
      });
  };
  for (const [at, { then }] of choice.conditions.entries()) unknown(then, "conditions", at, "then");
  unknown(choice.default, "default");
}
