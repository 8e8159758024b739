import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "#platform/errors";

/** A signal that says why it stopped. */
export type StoppableSignal = { signal: AbortSignal; reason(): AppError | null; release(): void };

/** Runs something later unless the function it gives back is called before. Injected, so that a test does not wait. */
export type SetTimer = (run: () => void, ms: number) => () => void;

export const realTimer: SetTimer = (run, ms) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

/** Stops when the caller does, or when the whole call has taken too long. `release` frees timer and listener. */
export function stopWith(
  caller: AbortSignal | undefined,
  timeoutMs: number,
  setTimer: SetTimer = realTimer,
): StoppableSignal {
  const controller = new AbortController();
  const cancel = () => controller.abort(new AppError("cancelled", "The call was cancelled."));
  if (caller?.aborted) cancel();
  caller?.addEventListener("abort", cancel, { once: true });
  const stopTimer = setTimer(() => {
    const seconds = Math.round(timeoutMs / 100) / 10;
    controller.abort(
      new AppError(
        "upstream_timeout",
        `The answer took longer than ${seconds} s. Try again, or ask for a shorter one.`,
      ),
    );
  }, timeoutMs);
  return {
    signal: controller.signal,
    reason: () => (controller.signal.aborted ? (controller.signal.reason as AppError) : null),
    release: () => {
      stopTimer();
      caller?.removeEventListener("abort", cancel);
    },
  };
}

/** One try inside a call: stops with the call, or when its first token is late. */
export function stopBeforeFirstToken(
  outer: StoppableSignal,
  timeoutMs: number,
  setTimer: SetTimer = realTimer,
): StoppableSignal & { begun(): void } {
  const controller = new AbortController();
  const follow = () => controller.abort(outer.signal.reason);
  if (outer.signal.aborted) follow();
  outer.signal.addEventListener("abort", follow, { once: true });
  const stopTimer = setTimer(() => {
    const seconds = Math.round(timeoutMs / 100) / 10;
    const details = { status: null, isRetryable: false, retryAfterMs: null };
    controller.abort(
      new AppError(
        "upstream_timeout",
        `No answer began within ${seconds} s. Try again or choose another model.`,
        { details },
      ),
    );
  }, timeoutMs);
  return {
    signal: controller.signal,
    reason: () => (controller.signal.aborted ? (controller.signal.reason as AppError) : null),
    begun: stopTimer,
    release: () => {
      stopTimer();
      outer.signal.removeEventListener("abort", follow);
    },
  };
}

/** Waits, or throws the signal's reason as soon as it stops. */
export async function sleepUntil(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
