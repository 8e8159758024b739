import type { OpenDatabase } from "#db";
import { beginLocalModelArrival, localEngine, stopLocalModelArrival } from "#lib/models";
import { logger } from "#platform/logger";

/** Brings the local model in the background; the studio works meanwhile and without it. */
export function startLocalModel({ db }: OpenDatabase): void {
  beginLocalModelArrival(db).catch((error: unknown) => logger().error({ err: error }, "local model arrival"));
}

/** Lets go of npm, pip and the model's thread; what has arrived is kept. After the last request was answered. */
export async function stopLocalModel(): Promise<void> {
  await stopLocalModelArrival();
  await localEngine().close();
}
