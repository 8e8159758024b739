import { env } from "#platform/env";
import { logger } from "#platform/logger";
import { boot } from "./boot.ts";
import { serveStudio } from "./serve.ts";

const open = await boot();
await serveStudio(open, { isDevelopment: process.argv.includes("--dev") });
logger().info({ port: env().PORT, hostname: env().HOST }, "studio ready");
