import { type Context, requirePermission } from "#lib/identity";
import { newId } from "#platform/ids";
import type { Random } from "#platform/random";
import type { Call } from "./call.ts";
import { Channel } from "./channel.ts";
import { pipeline } from "./pipeline.ts";
import { GenerateInput, type GenerationEvent, type LiveGeneration } from "./schema.ts";
import { realTimer, type SetTimer, sleepUntil, stopWith } from "./stop.ts";
import { chooseTargets, openTarget } from "./target.ts";
import { TraceRecorder } from "./trace.ts";

export type GenerateOptions = {
  /** Cancels the call, down to the provider's socket. */
  signal?: AbortSignal | undefined;
  /** The id the generation will have, for a caller that must name it before it begins. */
  generationId?: string | undefined;
  sleep?: Call["sleep"] | undefined;
  setTimer?: SetTimer | undefined;
  random?: Random | undefined;
};

/** As long as OpenAI's clients wait; a stream that goes silent is cut after a minute all the same. */
const streamTimeoutMs = 600_000;
const wholeTimeoutMs = 120_000;
const noOrigin: Call["origin"] = {
  promptId: null,
  promptPath: null,
  promptVersionId: null,
  promptVersionNumber: null,
  label: null,
};

/**
 * Calls a model once and gives the recorded generation back, whatever became of it: look at `status`.
 * Throws only when nothing could be asked: forbidden, invalid_input (also a missing variable), no_model, not_found.
 */
export async function generate(
  ctx: Context,
  input: GenerateInput,
  options: GenerateOptions = {},
): Promise<LiveGeneration> {
  return run(ctx, input, options, null);
}

/**
 * The same, as it happens. Ends with `done` or `error`, both with the recorded generation; leaving the
 * iteration early cancels the call. Throws as `generate` does, before the first event.
 */
export async function* streamGeneration(
  ctx: Context,
  input: GenerateInput,
  options: GenerateOptions = {},
): AsyncGenerator<GenerationEvent> {
  const left = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, left.signal]) : left.signal;
  const events = new Channel<GenerationEvent>();
  const running = run(ctx, input, { ...options, signal }, (event) => events.push(event)).then(
    (generation) => {
      if (generation.status === "succeeded") events.push({ type: "done", generation });
      else
        events.push({
          type: "error",
          code: generation.errorCode ?? "internal",
          message: generation.errorMessage ?? "The call failed.",
          generation,
        });
      events.close();
    },
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
  emit: Call["emit"],
): Promise<LiveGeneration> {
  requirePermission(ctx, "generation.create");
  const input = GenerateInput.parse(given);
  const chosen = await chooseTargets(ctx, input);
  const targets = await Promise.all(chosen.map((target) => openTarget(ctx, target)));
  const generationId = options.generationId ?? newId();
  const startedAt = ctx.clock.now();
  const trace = new TraceRecorder(generationId, startedAt);
  const stop = stopWith(
    options.signal,
    input.timeoutMs ?? (emit ? streamTimeoutMs : wholeTimeoutMs),
    options.setTimer,
  );
  const call: Call = {
    ctx,
    input,
    generationId,
    startedAt,
    trace,
    root: trace.start("generate", "internal", null, { "valueloop.source": input.source }),
    emit,
    stop,
    sleep: options.sleep ?? sleepUntil,
    setTimer: options.setTimer ?? realTimer,
    random: options.random ?? Math.random,
    origin: noOrigin,
    messages: [],
    settings: {},
    targets,
    policies: [],
    findings: [],
    outcome: null,
  };
  try {
    return await pipeline.invoke(call);
  } finally {
    stop.release();
  }
}
