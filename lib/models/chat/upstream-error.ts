import { systemClock } from "#platform/clock";
import { AppError, isAppError } from "#platform/errors";
import type { ProviderError } from "./error-body.ts";
import { mayRefuseFormat } from "./format-refusal.ts";

/** What an error of a provider tells the code that may try again or elsewhere. */
export type UpstreamDetails = {
  status: number | null;
  isRetryable: boolean;
  retryAfterMs: number | null;
  /** The provider's own type, code and param, without keys. */
  error?: ProviderError | null;
  /** There was no answer, or it broke off: the connection's doing and not the model's. */
  isNetwork?: boolean;
  /** The refusal may be about structured output, so that asking more plainly is worth a try. */
  mayRefuseFormat?: true;
};

/** What the caller sent is at fault (too long, a setting this model does not take); sending it again is no use. */
const requestStatuses = new Set([400, 413, 422]);

/** An HTTP answer that is not a success. `said` is the provider's own message, already redacted. */
export type UpstreamRefusal = {
  status: number;
  retryAfter?: string | null;
  said?: string;
  /** Words that are read and not quoted, where a package mixes them with its own. */
  unquoted?: string;
  error?: ProviderError | null;
  now?: Date;
};

/** Makes an AppError of an HTTP answer that is not a success. */
export function errorOfStatus(
  name: string,
  {
    status,
    retryAfter = null,
    said = "",
    unquoted = said,
    error = null,
    now = systemClock.now(),
  }: UpstreamRefusal,
): AppError {
  const quote = said ? ` It said: ${said}` : "";
  const details: UpstreamDetails = {
    status,
    isRetryable: isRetryableStatus(status) && !isOutOfQuota(error),
    retryAfterMs: retryAfterMs(retryAfter, now),
    ...(error ? { error } : {}),
    ...(mayRefuseFormat(status, unquoted) ? { mayRefuseFormat: true } : {}),
  };
  if (isOutOfQuota(error))
    return new AppError(
      "rate_limited",
      `${name} says that the account's quota is used up (${status}). Check its plan and credit.${quote}`,
      { details },
    );
  if (status === 429) {
    const wait =
      details.retryAfterMs === null ? "Wait a moment" : `Wait ${Math.ceil(details.retryAfterMs / 1000)} s`;
    return new AppError("rate_limited", `${name} asks for fewer requests. ${wait} and try again.${quote}`, {
      details,
    });
  }
  if (status === 408 || status === 504) {
    return new AppError("upstream_timeout", `${name} took too long (${status}). Try again.${quote}`, {
      details,
    });
  }
  const code = requestStatuses.has(status) ? "invalid_input" : "upstream_failed";
  return new AppError(code, `${explainStatus(name, status)}${quote}`, { details });
}

/** Makes an AppError of whatever a socket, undici or a provider's package threw. */
export function errorOfFailure(
  name: string,
  thrown: unknown,
  signal: AbortSignal | undefined,
  hasStarted = false,
): AppError {
  if (isAppError(thrown)) return thrown;
  const nested = thrown instanceof Error ? thrown.cause : undefined;
  if (isAppError(nested)) return nested;
  if (signal?.aborted) return new AppError("cancelled", "The call was cancelled.", { cause: thrown });
  const code = codeOf(thrown) ?? codeOf(nested);
  const details: UpstreamDetails = {
    status: null,
    isRetryable: true,
    retryAfterMs: null,
    isNetwork: true,
  };
  const options = { details, cause: thrown };
  switch (code) {
    case "ECONNREFUSED":
      return new AppError(
        "upstream_failed",
        `${name} does not answer: nothing listens at its address. Is the server running?`,
        options,
      );
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new AppError(
        "upstream_failed",
        `${name} cannot be found: its address does not resolve. Check the connection's address.`,
        options,
      );
    case "UND_ERR_CONNECT_TIMEOUT":
    case "ETIMEDOUT":
      return new AppError(
        "upstream_timeout",
        `${name} cannot be reached: connecting took too long.`,
        options,
      );
    case "UND_ERR_HEADERS_TIMEOUT":
      return new AppError(
        "upstream_timeout",
        `${name} took too long to begin its answer. Try again or choose another model.`,
        options,
      );
    case "UND_ERR_BODY_TIMEOUT":
      return new AppError(
        "upstream_timeout",
        `${name} stopped sending in the middle of its answer. Try again.`,
        options,
      );
    default: {
      const what = hasStarted ? "broke off in the middle of its answer" : "broke the connection";
      return new AppError("upstream_failed", `${name} ${what}. Try again.`, options);
    }
  }
}

/** For a body that is not what the protocol promises. */
export function malformedAnswer(name: string, cause?: unknown): AppError {
  const details: UpstreamDetails = { status: null, isRetryable: true, retryAfterMs: null };
  return new AppError(
    "upstream_failed",
    `${name} sent an answer that cannot be read. Check that its address speaks OpenAI's protocol.`,
    {
      details,
      cause,
    },
  );
}

/**
 * `Retry-After` as milliseconds: seconds or an HTTP date (RFC 9110, 10.2.3), a day at most; null when absent or not
 * readable.
 */
export function retryAfterMs(header: string | null, now: Date): number | null {
  const said = header?.trim() ?? "";
  if (/^[+-]?\d+(\.\d+)?$/.test(said)) return bounded(Math.round(Number(said) * 1_000));
  if (!httpDate.test(said)) return null;
  const at = Date.parse(said);
  return Number.isNaN(at) ? null : bounded(at - now.getTime());
}

/** Date.parse takes almost any words with a number in them for a date. */
const httpDate = /^(Mon|Tues?|Wed(nes)?|Thu(rs)?|Fri|Satu?r?|Sun)(day)?,? /i;
const dayMs = 86_400_000;
const bounded = (ms: number) => Math.min(Math.max(0, ms), dayMs);

/** How long a provider asks to be left alone, of an answer's headers: `retry-after-ms` (OpenAI, Azure) is the finer one. */
export function retryAfterIn(headers: Record<string, string | string[] | undefined>): string | null {
  const ms = firstOf(headers["retry-after-ms"]);
  if (ms !== undefined && /^\d+(\.\d+)?$/.test(ms.trim())) return String(Number(ms) / 1_000);
  return firstOf(headers["retry-after"]) ?? null;
}

function firstOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function explainStatus(name: string, status: number): string {
  if (status === 401 || status === 403)
    return `${name} refused the key (${status}). Enter a valid one on the connections page.`;
  if (status === 404)
    return `${name} does not know this model or address (404). Check the model's name and the connection's address.`;
  if (status === 402) return `${name} wants to be paid first (402). Check the account's credit.`;
  if (status >= 300 && status < 400)
    return `${name} redirects elsewhere (${status}), which is not followed. Enter the final address.`;
  if (status >= 500) return `${name} has a fault of its own (${status}). Try again.`;
  return `${name} did not accept the request (${status}).`;
}

function isRetryableStatus(status: number): boolean {
  return status === 408 || status === 409 || status === 429 || status >= 500;
}

/** OpenAI's 429 that no waiting helps against. */
function isOutOfQuota(error: ProviderError | null): boolean {
  return error?.code === "insufficient_quota" || error?.type === "insufficient_quota";
}

function codeOf(thrown: unknown): string | undefined {
  if (typeof thrown !== "object" || thrown === null || !("code" in thrown)) return undefined;
  return typeof thrown.code === "string" ? thrown.code : undefined;
}
