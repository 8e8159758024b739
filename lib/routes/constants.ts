import type { ErrorClass } from "#constants/models";

/** What a call may name in place of a model: a stored route, or a prompt. */
export const routePrefix = "route:";
export const promptPrefix = "prompt:";

export const routeLimits = {
  targets: 10,
  orders: 10,
  weight: 1_000,
  attempts: 10,
  waitMs: 120_000,
  timeoutMs: 3_600_000,
  policies: 20,
  concurrency: 10_000,
  conditions: 20,
  /** 30 days. */
  cacheSeconds: 2_592_000,
  cacheWaitMs: 600_000,
  varying: 10,
} as const;

/** What a route does where it says nothing: three tries, with equal jitter from a quarter of a second on. */
export const retryDefaults = {
  attempts: 3,
  baseMs: 250,
  maxBackoffMs: 4_000,
  maxRetryAfterMs: 20_000,
} as const;

/** Half of at least ten tries in a minute failed: half a minute of rest, then one good answer. */
export const breakerDefaults = {
  failureShare: 0.5,
  minimumCalls: 10,
  windowMs: 60_000,
  coolDownMs: 30_000,
  closesAfter: 1,
} as const;

/** How long a call waits for a place at a target that has all the calls it may have. */
export const queueDefaultMs = 1_000;

/** A minute is longer than most answers take. */
export const cacheDefaults = { waitMs: 60_000 } as const;

/** Every tenth hit of a semantic cache is checked; one in a hundred may be wrong. */
export const semanticDefaults = { checkShare: 0.1, mostFalse: 0.01, atFirst: "earn" } as const;
/** Whether a semantic cache answers before its checks have shown that it may. */
export const semanticStarts = ["earn", "trust"] as const;

/** What an answer is expected to be long where nobody says: costs are compared by it. */
export const costDefaults = { outputTokens: 500 } as const;

/** The kinds of failure as sentences name them. */
export const failureWords: Record<ErrorClass, string> = {
  rate_limit: "rate limit",
  time_out: "time-out",
  server_error: "server error",
  network: "broken connection",
  context_length: "text that is too long",
  content_filter: "content filter",
  authentication: "refused key",
  invalid_request: "refused request",
};

/** Every kind of failure of a provider. */
export const anyError = "any";

export const routeNameRule = {
  pattern: /^[a-z0-9][a-z0-9._-]{0,59}$/,
  message: "A route's name is 1 to 60 lower-case letters, digits, dots, dashes or underscores.",
};

/** What a route would do with one of its targets. */
export const explanationRoles = ["answers", "fails", "skipped", "stands by", "not asked"] as const;
export const cacheZones = ["sure", "grey"] as const;
export const checkVerdicts = ["same", "different", "unjudged"] as const;
