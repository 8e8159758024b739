import { setTimeout as sleep } from "node:timers/promises";
import { willPass } from "#platform/errors";

const againMs = 1_000;

/**
 * Does the work again for as long as it fails because the database is away or no call is taken: an outage says nothing about
 * a case. Throws every other error, and the work's own once `signal` fires.
 */
export async function untilItPasses<Result>(
  work: () => Promise<Result>,
  signal: AbortSignal,
  everyMs = againMs,
): Promise<Result> {
  for (;;)
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || !willPass(error)) throw error;
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
}
