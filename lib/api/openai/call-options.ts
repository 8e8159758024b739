import type { GenerateInput, GenerateOptions } from "#lib/generation";
import type { Context } from "#lib/identity";
import { AppError } from "#platform/errors";
import { newId } from "#platform/ids";
import type { ApiContext } from "../context.ts";
import { disconnectSignal, headerOf } from "../node.ts";
import { readTraceParent } from "../traceparent.ts";

/** How every call of the gateway's is made: it ends when the caller leaves, and belongs to the trace that the caller names. */
export function callOptions(c: ApiContext): GenerateOptions & { signal: AbortSignal; generationId: string } {
  const trace = readTraceParent(headerOf(c, "traceparent"));
  return {
    signal: disconnectSignal(c),
    generationId: newId(),
    fuse: true,
    onLimits: (states) => c.set("limits", states),
    ...(trace ? { traceId: trace.traceId, parentSpanId: trace.spanId } : {}),
  };
}

/**
 * The most a call may take, as its header says: the whole of it, and so its first byte too. A route's own limit stays
 * one. Throws invalid_input for what is no number of milliseconds.
 */
export function withTimeout<Input extends Pick<GenerateInput, "timeoutMs" | "firstTokenTimeoutMs" | "route">>(
  c: ApiContext,
  input: Input,
): Input {
  const header = headerOf(c, timeoutHeader);
  if (header === undefined) return input;
  const asked = Number(header);
  if (!/^\d+$/.test(header) || asked < 1 || asked > mostMs)
    throw new AppError(
      "invalid_input",
      `${timeoutHeader}: write milliseconds, a whole number from 1 to ${mostMs}.`,
    );
  if (input.route !== undefined) return { ...input, timeoutMs: Math.min(asked, input.timeoutMs ?? asked) };
  return { ...input, timeoutMs: asked, firstTokenTimeoutMs: asked };
}

const timeoutHeader = "x-valueloop-timeout-ms";
/** No longer is a provider waited for; a greater number would be cut in silence. */
const mostMs = 600_000;

/** The time as OpenAI's `created` has it. */
export function nowSeconds(ctx: Context): number {
  return Math.floor(ctx.clock.now().getTime() / 1_000);
}
