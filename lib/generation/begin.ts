import type { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import type { LimitState } from "#lib/budgets";
import type { Context } from "#lib/identity";
import { newId } from "#platform/ids";
import type { Random } from "#platform/random";
import type { Begun } from "./call.ts";
import type { OwnSteps } from "./own-steps.ts";
import { realTimer, type SetTimer, sleepUntil, stopWith } from "./stop.ts";
import { TraceHandler } from "./trace-handler.ts";
import { TraceRecorder } from "./trace.ts";

export type GenerateOptions = {
  /** Cancels the call, down to the provider's socket. */
  signal?: AbortSignal | undefined;
  /** The id the generation will have, for a caller that must name it before it begins. */
  generationId?: string | undefined;
  /** A project's own Runnables in the sequence. */
  steps?: OwnSteps | undefined;
  /** LangChain handlers that hear of every step. */
  callbacks?: readonly BaseCallbackHandler[] | undefined;
  /**
   * Leaves LangChain's callbacks between the steps away where nothing needs them. For the gateway: what is recorded is
   * the same, and a call costs the processor less.
   */
  fuse?: boolean | undefined;
  /** The trace the generation belongs to, where several make one. */
  traceId?: string | undefined;
  /** The caller's own span in that trace; the provider is then told of the trace as well. */
  parentSpanId?: string | undefined;
  /** Told how the project's limits stand once the call holds its part of them; not called in a project without any. */
  onLimits?: ((states: readonly LimitState[]) => void) | undefined;
  sleep?: Begun["sleep"] | undefined;
  setTimer?: SetTimer | undefined;
  random?: Random | undefined;
  /** The caller's own client asks again: each target is tried once, or the tries would multiply. */
  isRepeat?: boolean | undefined;
};

/** As long as OpenAI's clients wait; a stream that goes silent is cut after a minute all the same. */
const streamTimeoutMs = 600_000;
const wholeTimeoutMs = 120_000;
/** A call before its first step: its clock runs, and `stop.release()` must be called when it is over. */
export function beginCall(
  ctx: Context,
  {
    input,
    route,
    emit,
    restorations,
    limits = [],
  }: Pick<Begun, "input" | "route" | "emit" | "restorations"> & Partial<Pick<Begun, "limits">>,
  options: GenerateOptions,
): Begun {
  const generationId = options.generationId ?? newId();
  const startedAt = ctx.clock.now();
  const trace = new TraceRecorder(generationId, startedAt, options.traceId);
  const timeoutMs = input.timeoutMs ?? route.timeoutMs ?? (emit ? streamTimeoutMs : wholeTimeoutMs);
  return {
    ctx,
    input,
    generationId,
    startedAt,
    trace,
    handler: new TraceHandler(trace),
    root: trace.start("generate", "internal", options.parentSpanId ?? null, rootAttributes(input, route)),
    tellsOfTrace: options.parentSpanId !== undefined,
    emit,
    restorations,
    stop: stopWith(options.signal, timeoutMs, options.setTimer),
    sleep: options.sleep ?? sleepUntil,
    setTimer: options.setTimer ?? realTimer,
    random: options.random ?? Math.random,
    route,
    timeoutMs,
    limits,
    onLimits: options.onLimits ?? null,
    findings: [],
    toJSON: () => ({ generationId, source: input.source, messages: input.messages, prompt: input.prompt }),
  };
}

function rootAttributes({ source }: Begun["input"], { origin }: Begun["route"]): Record<string, unknown> {
  return {
    "valueloop.source": source,
    ...(origin ? { "valueloop.route.name": origin.name, "valueloop.route.version": origin.version } : {}),
  };
}
