import type { OpenDatabase } from "#db";
import { beginLocalModelDownload, stopLocalModelDownload } from "#lib/downloads";
import { localEngine } from "#lib/models";
import { logger } from "#platform/logger";

/** Downloads the local model in the background; the studio works meanwhile and without it. */
export function startLocalModel({ db }: OpenDatabase): void {
  beginLocalModelDownload(db).catch((error: unknown) =>
    logger().error({ err: error }, "local model download"),
  );
}

/** Lets go of npm, pip and the model's thread; what is here is kept. After the last request was answered. */
export async function stopLocalModel(): Promise<void> {
  await stopLocalModelDownload();
  await localEngine().close();
}
