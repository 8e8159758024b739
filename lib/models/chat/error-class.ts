import type { AppError } from "#platform/errors";
import type { ErrorClass } from "#constants/models";
import type { UpstreamDetails } from "./upstream-error.ts";

/** Names that providers give to a text that does not fit. */
const tooLongNames = new Set([
  "context_length_exceeded",
  "exceed_context_size_error",
  "request_too_large",
  "string_above_max_length",
]);
/** What those without a name for it say: Anthropic, Google, vLLM, llama.cpp, Mistral. */
const tooLongWords =
  /context[ _-]?(length|size|window)|(prompt|input) is too (long|large)|(too many|exceeds? the) (maximum )?(number of )?(input )?tokens|input token count/i;

const filterNames = new Set([
  "content_filter",
  "content_policy_violation",
  "responsible_ai_policy_violation",
  "safety",
]);
const filterWords =
  /content (management|safety|usage)? ?(policy|filter)|blocked (by|for|due to) (its )?safety/i;

const timeOutStatuses = new Set([408, 504]);
const keyStatuses = new Set([401, 402, 403]);

/**
 * What kind of failure of a provider an error is: the one place where this is decided. Null for what is no provider's
 * doing: a policy that blocked, a caller that left, an input that we ourselves refuse.
 */
export function errorClassOf(error: AppError): ErrorClass | null {
  const details = upstreamDetails(error);
  switch (error.code) {
    case "rate_limited":
      return "rate_limit";
    case "upstream_timeout":
      return "time_out";
    case "unavailable":
      return "server_error";
    case "too_large":
      return details ? "context_length" : null;
    case "invalid_input":
      return details ? classOfRefusal(error, details) : null;
    case "upstream_failed":
      return details ? classOfFailure(error, details) : "server_error";
    default:
      return null;
  }
}

function classOfFailure(error: AppError, details: UpstreamDetails): ErrorClass {
  const { status } = details;
  if (status === null) return details.isNetwork ? "network" : "server_error";
  if (timeOutStatuses.has(status)) return "time_out";
  if (keyStatuses.has(status)) return "authentication";
  return status >= 500 || status < 400 ? "server_error" : classOfRefusal(error, details);
}

function classOfRefusal({ message }: AppError, { status, error }: UpstreamDetails): ErrorClass {
  const names = [error?.code, error?.type].map((name) => String(name ?? "").toLowerCase());
  if (status === 413 || names.some((name) => tooLongNames.has(name))) return "context_length";
  if (names.some((name) => filterNames.has(name))) return "content_filter";
  if (tooLongWords.test(message)) return "context_length";
  return filterWords.test(message) ? "content_filter" : "invalid_request";
}

/** `details` as this room makes them; they cross as unknown. */
function upstreamDetails({ details }: AppError): UpstreamDetails | null {
  if (typeof details !== "object" || details === null || !("isRetryable" in details)) return null;
  // Only this room makes details with this member.
  return details as UpstreamDetails;
}
