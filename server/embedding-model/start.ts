import type { OpenDatabase } from "#db";
import { beginEmbeddingModelDownload, stopEmbeddingModelDownload } from "#lib/downloads";
import { miniLmEngine } from "#lib/models";
import { logger } from "#platform/logger";

/** Downloads the better embedding model in the background; the always present one serves meanwhile. */
export function startEmbeddingModel({ db }: OpenDatabase): void {
  beginEmbeddingModelDownload(db).catch((error: unknown) =>
    logger().error({ err: error }, "embedding model download"),
  );
}

/** Stops a running download and the model's thread; what is here is kept. At shutdown. */
export async function stopEmbeddingModel(): Promise<void> {
  await stopEmbeddingModelDownload();
  await miniLmEngine().close();
}
