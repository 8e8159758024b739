import { APICallError } from "@ai-sdk/provider";
import type { AppError } from "#platform/errors";
import { errorIn, redactKeys } from "../error-body.ts";
import { errorOfFailure, errorOfStatus, malformedAnswer, retryAfterIn } from "../upstream-error.ts";

/** What a provider's package threw, or put into its stream, as our error. */
export function errorOfAiSdk(
  name: string,
  thrown: unknown,
  {
    signal,
    hasStarted,
    secrets,
  }: { signal: AbortSignal | undefined; hasStarted: boolean; secrets: string[] },
): AppError {
  if (signal?.aborted || !APICallError.isInstance(thrown))
    return errorOfFailure(name, thrown, signal, hasStarted);
  const { statusCode, responseHeaders, responseBody, cause } = thrown;
  // Without an answer it is the socket's error that says what happened.
  if (statusCode === undefined) return errorOfFailure(name, cause ?? thrown, signal, hasStarted);
  if (statusCode < 300) return malformedAnswer(name, thrown);
  const body = secrets.reduce<string>((text, secret) => redactKeys(text, secret), responseBody ?? "");
  return errorOfStatus(name, {
    status: statusCode,
    retryAfter: retryAfterIn(responseHeaders ?? {}),
    ...errorIn(body, null),
  });
}
