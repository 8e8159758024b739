import type { GenerateOptions } from "#lib/generation";
import type { Context } from "#lib/identity";
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
    ...(trace ? { traceId: trace.traceId, parentSpanId: trace.spanId } : {}),
  };
}

/** The time as OpenAI's `created` has it. */
export function nowSeconds(ctx: Context): number {
  return Math.floor(ctx.clock.now().getTime() / 1_000);
}
