import { errorClassOf, type UpstreamDetails } from "#lib/models";
import type { ErrorClass } from "#constants/models";
import { type AppError, type ErrorCode, errorTable, toAppError } from "#platform/errors";
import { logger } from "#platform/logger";
import { rateHeaders } from "./rate-headers.ts";

/** RFC 9457 problem details of an error: what happened, what to do, and the request's id. Nothing of its cause. */
export function problemOf(thrown: unknown, requestId: string): Response {
  const error = report(thrown, requestId);
  const { status, title } = errorTable[error.code];
  const body = {
    type: `/api/reference#${error.code}`,
    title,
    status,
    detail: error.message,
    code: error.code,
    requestId,
    ...(error.details === undefined || error.details === null ? {} : { details: error.details }),
  };
  return Response.json(body, {
    status,
    headers: { "content-type": "application/problem+json", ...headersOf(error) },
  });
}

/**
 * The same in the shape OpenAI's clients read. What a provider refused keeps the provider's status, type, code and
 * param, by which clients tell a key that is wrong from a text that is too long; the words are ours, which quote its.
 */
export function openAiErrorOf(thrown: unknown, requestId: string): Response {
  const error = report(thrown, requestId);
  const said = saidOf(error);
  const { status } = errorTable[error.code];
  return Response.json(openAiErrorBody(error), { status: said?.status ?? status, headers: headersOf(error) });
}

/** OpenAI's error object of an error: the provider's own type, code and param where it sent them, under our message. */
export function openAiErrorBody(error: AppError) {
  const { message } = error;
  const type = errorTable[error.code].openaiType;
  const code = nameOf(error);
  const own = saidOf(error)?.error;
  if (own) return { error: { type, param: null, code, ...own, message } };
  return { error: { message, type, param: paramOf(error), code } };
}

/** The member of the request that is not as the schema says. */
function paramOf({ details }: AppError): string | null {
  if (typeof details !== "object" || details === null || !("issues" in details)) return null;
  const [first] = Array.isArray(details.issues) ? (details.issues as { path?: unknown }[]) : [];
  return typeof first?.path === "string" && first.path !== "" ? first.path : null;
}

/** By these codes OpenAI's clients know what to do, also where a provider of another protocol says it in words only. */
const openAiCodes: Partial<Record<ErrorClass, string>> = {
  context_length: "context_length_exceeded",
  content_filter: "content_filter",
};

/** The same for what we refuse ourselves. */
const ownCodes: Partial<Record<ErrorCode, string>> = {
  rate_limited: "rate_limit_exceeded",
  budget_exceeded: "insufficient_quota",
};

function nameOf(error: AppError): string {
  const found = errorClassOf(error);
  return (found && openAiCodes[found]) ?? ownCodes[error.code] ?? error.code;
}

/** The status and error object of a provider's refusal; redirects and the like are no answer of ours. */
function saidOf({ details }: Pick<AppError, "details">) {
  if (typeof details !== "object" || details === null || !("isRetryable" in details)) return null;
  const { status, error } = details as UpstreamDetails;
  if (status === null || status < 400) return null;
  return { status, error: error ?? null };
}

function report(thrown: unknown, requestId: string): AppError {
  const error = toAppError(thrown);
  const { report: isFault } = errorTable[error.code];
  if (isFault) logger().error({ err: error, requestId, code: error.code }, "request failed");
  return error;
}

/** What says that the same call is not to be made again: it was made, or waits for a month to end. */
const neverAgain = ["isRepeatable", "isWorthRetrying"];

function headersOf(error: AppError): Record<string, string> {
  if (error.code === "unauthenticated") return { "www-authenticate": 'Bearer realm="valueloop"' };
  const { details } = error;
  if (typeof details !== "object" || details === null) return {};
  if ("allow" in details && typeof details.allow === "string") return { allow: details.allow };
  const wait = "retryAfterMs" in details ? details.retryAfterMs : null;
  return {
    // OpenAI's clients ask again after a 429 or 503, unless they are told not to.
    ...(neverAgain.some((name) => name in details && (details as Record<string, unknown>)[name] === false)
      ? { "x-should-retry": "false" }
      : {}),
    ...(typeof wait === "number" ? waitHeaders(wait, details) : {}),
  };
}

function waitHeaders(waitMs: number, details: object): Record<string, string> {
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
  const perMinute = "perMinute" in details ? details.perMinute : null;
  return {
    "retry-after": String(seconds),
    ...(typeof perMinute === "number" ? rateHeaders({ perMinute, remaining: 0, resetS: seconds }) : {}),
  };
}
