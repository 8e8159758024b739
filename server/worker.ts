import { watchRuns } from "#lib/evaluation";
import { startWorking } from "#lib/jobs";
import { env } from "#platform/env";
import { logger } from "#platform/logger";
import { AppError } from "#platform/errors";
import { boot, shutDownCleanly } from "./boot.ts";
import { startEmbeddingModel, stopEmbeddingModel } from "./embedding-model/start.ts";
import { exitWith, requireEnvironment } from "./exit.ts";

requireEnvironment();
if (!env().DATABASE_URL)
  exitWith(
    new AppError(
      "unavailable",
      "A worker of its own needs PostgreSQL (DATABASE_URL): the embedded database holds one process, which works on its jobs itself.",
    ),
  );
const open = await boot();
await startWorking();
const stopWatching = watchRuns(open);
// On a machine of its own it has its own data folder; a run that was begun with this model needs it here too.
if (env().VALUELOOP_LOCAL_MODEL === "auto") startEmbeddingModel(open);
shutDownCleanly(async () => {
  await stopWatching();
  await stopEmbeddingModel();
});
logger().info("worker ready");
