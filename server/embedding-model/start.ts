import type { OpenDatabase } from "#db";
import {
  beginEmbeddingModelDownload,
  beginMultilingualDownload,
  stopEmbeddingModelDownload,
  stopMultilingualDownload,
} from "#lib/downloads";
import { miniLmEngine, multilingualEngine } from "#lib/models";
import { logger } from "#platform/logger";

/** Downloads the better embedding models in the background, one after the other; the always present one serves meanwhile. */
export function startEmbeddingModel({ db }: OpenDatabase): void {
  beginEmbeddingModelDownload(db)
    .then(({ status }) => (status === "ready" ? beginMultilingualDownload(db) : null))
    .catch((error: unknown) => logger().error({ err: error }, "embedding model download"));
}

/** Stops a running download and the model's thread; what is here is kept. At shutdown. */
export async function stopEmbeddingModel(): Promise<void> {
  await Promise.all([stopEmbeddingModelDownload(), stopMultilingualDownload()]);
  await Promise.all([miniLmEngine().close(), multilingualEngine().close()]);
}
