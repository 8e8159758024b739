import { limitsOf } from "#lib/budgets";
import { Restorations } from "#lib/guardrails";
import { type Context, requirePermission } from "#lib/identity";
import { admitCall } from "#lib/observability";
import { isAskedAgain, noteFailedTries } from "./asked-again.ts";
import { beginCall, type GenerateOptions } from "./begin.ts";
import type { Begun } from "./call.ts";
import { Channel } from "./channel.ts";
import { mayFuse, runComposed, runFused } from "./pipeline.ts";
import { restoredFor, RestoringEmit } from "./restoring.ts";
import { GenerateInput, type GenerationEvent, type LiveGeneration } from "./schema.ts";
import { settleLimits } from "./limits.ts";
import { openRoute } from "./open-route.ts";

/**
 * Calls a model once and gives the recorded generation back, whatever became of it: look at `status`.
 * Throws only when nothing could be asked: forbidden, invalid_input (also a missing variable), no_model, not_found,
 * rate_limited and budget_exceeded (a limit of the project or the route is used up), unavailable (the record of calls is so far behind that none is taken, or its answer could not be recorded).
 */
export function generate(
  ctx: Context,
  input: GenerateInput,
  options: GenerateOptions = {},
): Promise<LiveGeneration> {
  return run(ctx, input, options, null);
}

/**
 * The same, each event told as it happens, the last of them `done` or `error`, both with the recorded generation. Rejects
 * where `generate` throws, before the first event.
 */
export async function tellGeneration(
  ctx: Context,
  input: GenerateInput,
  options: GenerateOptions,
  tell: (event: GenerationEvent) => void,
): Promise<void> {
  const generation = await run(ctx, input, options, tell);
  if (generation.status === "succeeded") tell({ type: "done", generation });
  else
    tell({
      type: "error",
      code: generation.errorCode ?? "internal",
      message: generation.errorMessage ?? "The call failed.",
      generation,
    });
}

/** The same as an iteration; leaving it early cancels the call. */
export async function* streamGeneration(
  ctx: Context,
  input: GenerateInput,
  options: GenerateOptions = {},
): AsyncGenerator<GenerationEvent> {
  const left = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, left.signal]) : left.signal;
  const events = new Channel<GenerationEvent>();
  const running = tellGeneration(ctx, input, { ...options, signal }, (event) => events.push(event)).then(
    () => events.close(),
    (error: unknown) => events.fail(error),
  );
  try {
    yield* events;
  } finally {
    left.abort();
    await running;
  }
}

async function run(
  ctx: Context,
  given: GenerateInput,
  options: GenerateOptions,
  emit: Begun["emit"],
): Promise<LiveGeneration> {
  requirePermission(ctx, "generation.create");
  const input = GenerateInput.parse(given);
  await admitCall();
  const opened = await openRoute(ctx, input);
  const isRepeat = options.isRepeat === true || isAskedAgain(ctx, input);
  const route = isRepeat ? { ...opened, retry: { ...opened.retry, attempts: 1 } } : opened;
  const limits = await limitsOf(ctx);
  const restorations = new Restorations();
  const restoring = emit && new RestoringEmit(emit, restorations);
  const begun = beginCall(
    ctx,
    { input, route, emit: restoring?.take ?? null, restorations, limits },
    options,
  );
  const call = Object.assign(begun, {
    ask: (beside: GenerateInput, signal: AbortSignal) =>
      run(ctx, beside, { signal, fuse: true, traceId: begun.trace.traceId }, null),
  });
  try {
    const generation =
      options.fuse && mayFuse(options) ? await runFused(call) : await runComposed(call, options);
    restoring?.end();
    settleLimits(call, generation);
    if (generation.wasRetried) noteFailedTries(ctx, input);
    return restoredFor(generation, restorations);
  } finally {
    call.stop.release();
    // Whatever broke the call off, nobody waits for it any longer.
    await call.flight?.end({ kind: "left" });
  }
}
