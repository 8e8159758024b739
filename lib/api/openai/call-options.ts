import type { GenerateInput, GenerateOptions, LiveGeneration } from "#lib/generation";
import type { Context } from "#lib/identity";
import { AppError } from "#platform/errors";
import { newId } from "#platform/ids";
import type { ApiContext } from "../context.ts";
import { disconnectSignal, headerOf } from "../node.ts";
import { readTraceParent } from "../traceparent.ts";
import { withCacheControl } from "./cache-headers.ts";

/** How every call of the gateway's is made: it ends when the caller leaves, and belongs to the trace that the caller names. */
export function callOptions(c: ApiContext): GenerateOptions & { signal: AbortSignal; generationId: string } {
  const trace = readTraceParent(headerOf(c, "traceparent"));
  return {
    signal: disconnectSignal(c),
    generationId: newId(),
    fuse: true,
    isRepeat: Number(headerOf(c, "x-stainless-retry-count") ?? 0) > 0,
    onLimits: (states) => c.set("limits", states),
    ...(trace ? { traceId: trace.traceId, parentSpanId: trace.spanId } : {}),
  };
}

/** Notes of an answer that it is not to be kept anywhere, where policies do not store it as it was said. */
export function noteStored(c: ApiContext, { isStoredAsSaid }: LiveGeneration): void {
  if (!isStoredAsSaid) c.set("isNotToBeStored", true);
}

/** A call with what its headers say of it: how long it may take, and what it wants of a cache. Throws invalid_input. */
export function asCalled<
  Input extends Pick<GenerateInput, "timeoutMs" | "firstTokenTimeoutMs" | "route" | "cache">,
>(c: ApiContext, ctx: Context, input: Input): Input {
  return withCacheControl(c, withTimeout(c, ctx, input));
}

/**
 * The most a call may take, as its header and its API key say: the whole of it, and so its first byte too. A route's own
 * limit stays one. Throws invalid_input for what is no number of milliseconds.
 */
function withTimeout<Input extends Pick<GenerateInput, "timeoutMs" | "firstTokenTimeoutMs" | "route">>(
  c: ApiContext,
  { actor }: Pick<Context, "actor">,
  input: Input,
): Input {
  const ofKey = actor.kind === "api_key" ? actor.timeoutMs : undefined;
  const ofCall = askedMs(headerOf(c, timeoutHeader));
  if (ofKey === undefined && ofCall === undefined) return input;
  const asked = Math.min(ofKey ?? mostMs, ofCall ?? mostMs);
  const { route, timeoutMs = asked, firstTokenTimeoutMs = asked } = input;
  if (route === undefined) return { ...input, timeoutMs: asked, firstTokenTimeoutMs: asked };
  return {
    ...input,
    timeoutMs: Math.min(asked, timeoutMs),
    firstTokenTimeoutMs: Math.min(asked, firstTokenTimeoutMs),
  };
}

function askedMs(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const asked = Number(header);
  if (/^\d+$/.test(header) && asked >= 1 && asked <= mostMs) return asked;
  throw new AppError(
    "invalid_input",
    `${timeoutHeader}: write milliseconds, a whole number from 1 to ${mostMs}.`,
  );
}

const timeoutHeader = "x-valueloop-timeout-ms";
/** No longer is a provider waited for; a greater number would be cut in silence. */
const mostMs = 3_600_000;

/** The time as OpenAI's `created` has it. */
export function nowSeconds(ctx: Context): number {
  return Math.floor(ctx.clock.now().getTime() / 1_000);
}
