import { newId } from "#platform/ids";
import { isAppError } from "#platform/errors";
import { untilItPasses } from "./until-it-passes.ts";

/** How a model is asked under an id, and how the record of that call is waited for and read. */
export type Asking<Answer> = {
  ask(generationId: string): Promise<Answer>;
  /** Resolves once storage has the call; at once where nothing waits. */
  stored(generationId: string): Promise<void>;
  /** Null where there is no record, or one that does not hold what the model answered. */
  recorded(): Promise<Answer | null>;
};

/**
 * Asks, through every outage, and pays once: a call that was made while its record had no place is not made again, its
 * answer is taken from the record when storage has that. Throws what no waiting mends, and when `signal` fires.
 */
export async function askOnce<Answer>(asking: Asking<Answer>, signal: AbortSignal): Promise<Answer> {
  const generationId = newId();
  try {
    return await untilItPasses(() => asking.ask(generationId), signal);
  } catch (error) {
    if (signal.aborted || !wasMade(error)) throw error;
    await Promise.race([asking.stored(generationId), whenAborted(signal)]);
    signal.throwIfAborted();
    const answer = await untilItPasses(() => asking.recorded(), signal);
    if (answer === null) throw error;
    return answer;
  }
}

function wasMade(error: unknown): boolean {
  if (!isAppError(error)) return false;
  const { details } = error;
  return (
    typeof details === "object" &&
    details !== null &&
    "isRepeatable" in details &&
    details.isRepeatable === false
  );
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
