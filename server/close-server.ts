import type { Server, ServerResponse } from "node:http";

/**
 * Takes no new connection, answers what was begun, and resolves when the last connection is gone. Node closes
 * only connections that are idle at this moment: a client that keeps one busy would keep the process, so every
 * further answer says that it is the connection's last. After `patienceMs` what still runs is cut off.
 */
export async function closeServer(server: Server, patienceMs = 10_000): Promise<void> {
  server.prependListener("request", (_request, response: ServerResponse) => {
    response.shouldKeepAlive = false;
  });
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const impatient = setTimeout(() => server.closeAllConnections(), patienceMs);
  await closed;
  clearInterval(idle);
  clearTimeout(impatient);
}
