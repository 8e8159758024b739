import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { api } from "#lib/api";
import { env } from "#platform/env";
import { logger } from "#platform/logger";
import { boot, shutDownCleanly } from "./boot.ts";
import { closeServer } from "./close-server.ts";
import { exitWith } from "./exit.ts";
import { keepAliveMs, mostHeaderBytes } from "./keep-alive.ts";

/** The HTTP API only, without pages: for more machines on one PostgreSQL. */
await boot();
const server = createServer(
  { keepAliveTimeout: keepAliveMs, maxHeaderSize: mostHeaderBytes },
  getRequestListener(api.fetch, { overrideGlobalObjects: false }),
);
server.on("error", exitWith);
server.listen(env().PORT, env().HOST, () => logger().info({ port: env().PORT }, "gateway ready"));
shutDownCleanly(() => closeServer(server));
