import { type AppError, errorTable, toAppError } from "#platform/errors";
import { logger } from "#platform/logger";

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

/** The same in the shape OpenAI's clients read. */
export function openAiErrorOf(thrown: unknown, requestId: string): Response {
  const error = report(thrown, requestId);
  const { status } = errorTable[error.code];
  return Response.json(openAiErrorBody(error), { status, headers: headersOf(error) });
}

export function openAiErrorBody(error: Pick<AppError, "code" | "message">, param: string | null = null) {
  return {
    error: { message: error.message, type: errorTable[error.code].openaiType, param, code: error.code },
  };
}

function report(thrown: unknown, requestId: string): AppError {
  const error = toAppError(thrown);
  const { report: isFault } = errorTable[error.code];
  if (isFault) logger().error({ err: error, requestId, code: error.code }, "request failed");
  return error;
}

function headersOf(error: AppError): Record<string, string> {
  if (error.code === "unauthenticated") return { "www-authenticate": 'Bearer realm="valueloop"' };
  const details = error.details;
  const wait =
    typeof details === "object" && details !== null && "retryAfterMs" in details
      ? details.retryAfterMs
      : null;
  return typeof wait === "number" ? { "retry-after": String(Math.max(1, Math.ceil(wait / 1_000))) } : {};
}
