import { env } from "#platform/env";
import { logger } from "#platform/logger";
import { boot } from "./boot.ts";
import { serveStudio } from "./serve.ts";
import { setUpLines } from "./set-up.ts";

const open = await boot();
await serveStudio(open, { isDevelopment: process.argv.includes("--dev") });
// Printed, not logged: whoever reads it may make the owner's account.
const lines = await setUpLines(open);
if (lines.length > 0) process.stdout.write(`${lines.join("\n")}\n\n`);
logger().info({ port: env().PORT, hostname: env().HOST }, "studio ready");
