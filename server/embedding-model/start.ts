import type { OpenDatabase } from "#db";
import { beginEmbeddingModelArrival } from "#lib/models";
import { logger } from "#platform/logger";

export { stopEmbeddingModel } from "#lib/models";

/** Brings the better embedding model in the background; the always present one serves meanwhile. */
export function startEmbeddingModel({ db }: OpenDatabase): void {
  beginEmbeddingModelArrival(db).catch((error: unknown) =>
    logger().error({ err: error }, "embedding model arrival"),
  );
}
