import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import next from "next";
import type { OpenDatabase } from "#db";
import { api } from "#lib/api";
import { watchRuns } from "#lib/evaluation";
import { startWorking } from "#lib/jobs";
import { env } from "#platform/env";
import { AppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { logger } from "#platform/logger";
import { shutDownCleanly } from "./boot.ts";
import { closeServer } from "./close-server.ts";
import { exitWith } from "./exit.ts";
import { startEmbeddingModel, stopEmbeddingModel } from "./embedding-model/start.ts";
import { keepAliveMs, mostHeaderBytes } from "./keep-alive.ts";
import { startLocalModel, stopLocalModel } from "./local-model/start.ts";
import { collectGarbage } from "./memory.ts";
import { secure } from "./security-headers.ts";

/** Serves pages and API on one port, works on jobs, brings the local model. Resolves when the port answers. */
export async function serveStudio(
  open: OpenDatabase,
  { isDevelopment }: { isDevelopment: boolean },
): Promise<void> {
  const { HOST: hostname, PORT: port } = env();
  // Node strips the types of next.config.ts; otherwise Next would load a compiler for it, some 30 MB of memory.
  // oxlint-disable-next-line node/no-process-env -- the only way to tell Next, outside of its own command line
  process.env["__NEXT_NODE_NATIVE_TS_LOADER_ENABLED"] = "true";
  const studio = next({ dev: isDevelopment, hostname, port });
  await studio.prepare();
  const servePage = studio.getRequestHandler();
  // Next's router costs more than a whole gateway call, so what programs use does not pass through it.
  const serveApi = getRequestListener(api.fetch, { overrideGlobalObjects: false });

  const server = createServer(
    { keepAliveTimeout: keepAliveMs, maxHeaderSize: mostHeaderBytes },
    (request, response) => {
      request.headers["x-request-id"] ??= newId();
      response.setHeader("x-request-id", String(request.headers["x-request-id"]));
      if (isForPrograms(request, isDevelopment)) void serveApi(request, response);
      else serveSecurely(request, response);
    },
  );

  function serveSecurely(request: IncomingMessage, response: ServerResponse): void {
    secure(request, response, isDevelopment);
    servePage(request, response).catch((error: unknown) => {
      logger().error({ err: error, url: request.url }, "page failed");
      response.statusCode = 500;
      response.end("Something failed here.");
    });
  }

  await listen(server, port, hostname);
  await startWorking();
  collectGarbage();
  const stopWatching = watchRuns(open);
  if (env().VALUELOOP_LOCAL_MODEL === "auto") {
    startLocalModel(open);
    startEmbeddingModel(open);
  }
  shutDownCleanly(async () => {
    await stopWatching();
    await closeServer(server);
    await stopLocalModel();
    await stopEmbeddingModel();
    await studio.close();
  });
}

/** In development the API is served through Next, which reloads it; otherwise straight. */
function isForPrograms({ url = "" }: IncomingMessage, isDevelopment: boolean): boolean {
  return /^\/api\/(v1|health|ready)(\/|\?|$)/.test(url) && !(isDevelopment && url.startsWith("/api/v1"));
}

function listen(server: ReturnType<typeof createServer>, port: number, hostname: string): Promise<void> {
  return new Promise((resolve) => {
    server.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE") exitWith(error);
      exitWith(
        new AppError(
          "unavailable",
          `Port ${port} is taken by another program. Stop it, or choose another: PORT=${port + 1}, or --port ${port + 1} with quickstart.`,
        ),
      );
    });
    server.listen(port, hostname, resolve);
  });
}
