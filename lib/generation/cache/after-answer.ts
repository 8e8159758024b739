import { logger } from "#platform/logger";
import { once } from "#platform/runtime";

/** So much at once may wait for a slow database; what comes on top is not kept, since a cache may forget. */
const mostAtOnce = 256;

const running = () => once("generation.cacheWork", () => new Set<Promise<void>>());

/**
 * Does work for a cache once its caller has been answered: nobody waits for it. False, and nothing done, where too much
 * of it waits already. What fails is logged.
 */
export function afterAnswer(work: () => Promise<void>): boolean {
  const all = running();
  if (all.size >= mostAtOnce) return false;
  // In a later turn, so that its processor time stands behind the answer too.
  const done = new Promise<void>((resolve) => setImmediate(resolve))
    .then(work)
    .catch((error: unknown) =>
      logger().warn({ err: error }, "an answer was not kept by the cache of its route"),
    )
    .finally(() => all.delete(done));
  all.add(done);
  return true;
}

/** Resolves once nothing of it is left; at shutdown, and in tests. */
export async function settleCaches(): Promise<void> {
  while (running().size > 0) await Promise.all(running());
}
