import { watchRuns } from "#lib/evaluation";
import { startWorking } from "#lib/jobs";
import { env } from "#platform/env";
import { logger } from "#platform/logger";
import { AppError } from "#platform/errors";
import { boot, shutDownCleanly } from "./boot.ts";
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
shutDownCleanly(watchRuns(open));
logger().info("worker ready");
