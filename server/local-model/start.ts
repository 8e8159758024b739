import type { OpenDatabase } from "#db";
import { beginLocalModelArrival } from "#lib/models";
import { logger } from "#platform/logger";

/** Brings the local model in the background; the studio works meanwhile and without it. */
export function startLocalModel({ db }: OpenDatabase): void {
  beginLocalModelArrival(db).catch((error: unknown) => logger().error({ err: error }, "local model arrival"));
}
