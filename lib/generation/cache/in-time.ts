import { logger } from "#platform/logger";
import type { Begun } from "../call.ts";

/** A cache is there to be quick: a database that hangs is not waited for. */
export const mostWaitMs = 1_000;

/** What the work gives, or null where it fails or takes too long: a cache costs a call its speed, never its answer. */
export async function inTime<Value>(
  { setTimer }: Pick<Begun, "setTimer">,
  work: Promise<Value>,
): Promise<Value | null> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const stopTimer = setTimer(() => reject(new Error("It took too long.")), mostWaitMs);
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    logger().warn({ err: error }, "the cache of a route did not answer");
    return null;
  } finally {
    stopTimer();
  }
}
