import { retryDefaults } from "#constants/routes";
import type { AppError } from "#platform/errors";
import type { Random } from "#platform/random";
import type { RouteRetries } from "#schema/routes";

/** How often one target is asked at most, and how long to wait between two tries. */
export type RetryRules = RouteRetries;

export const retryRules: RetryRules = retryDefaults;

/**
 * How long to wait before asking the same target again, or null to ask it no more. `attempt` counts from 1.
 * A provider's Retry-After is honoured; one longer than the cap means another target (or the caller) is asked instead.
 */
export function retryDelayMs(
  error: AppError,
  attempt: number,
  random: Random,
  rules: RetryRules = retryRules,
): number | null {
  if (attempt >= rules.attempts || !isRetryable(error)) return null;
  const wanted = retryAfterOf(error);
  if (wanted !== null && wanted > rules.maxRetryAfterMs) return null;
  const backoff = Math.min(rules.maxBackoffMs, rules.baseMs * 2 ** (attempt - 1));
  // Equal jitter: half of the backoff is kept, half is drawn, so that clients refused together do not return together.
  const jittered = backoff * (0.5 + random() / 2);
  return Math.max(wanted ?? 0, jittered);
}

/** How long a provider asks to be left alone, in milliseconds; null where it does not say. */
export function retryAfterOf(error: AppError): number | null {
  return readDetails(error).retryAfterMs;
}

function isRetryable(error: AppError): boolean {
  const { isOfProvider, isRetryable: may } = readDetails(error);
  if (error.code === "rate_limited") return may || !isOfProvider;
  return (error.code === "upstream_failed" || error.code === "upstream_timeout") && may;
}

/** `details` of an error of #lib/models, which crosses as unknown. */
function readDetails(error: AppError) {
  const details = error.details;
  if (typeof details !== "object" || details === null)
    return { isOfProvider: false, isRetryable: false, retryAfterMs: null };
  return {
    isOfProvider: "isRetryable" in details,
    isRetryable: "isRetryable" in details && details.isRetryable === true,
    retryAfterMs:
      "retryAfterMs" in details && typeof details.retryAfterMs === "number" ? details.retryAfterMs : null,
  };
}
