import { subscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { once } from "#platform/runtime";

/** A server closes an idle socket within a round trip of our writing to it; one that took longer had begun to work. */
const mostMs = 5_000;
/** What TLS says at a close is no part of an answer. */
const mostTlsBytes = 64;
/** How a socket ends that the other side has closed or reset. */
const closings = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);

type Sent = { isAgain: boolean; bytesRead: number; atMs: number };
type Watch = { sent: WeakMap<Socket, Sent>; stale: WeakSet<object> };

/** undici tells over which socket a request goes; which one it was cannot be asked of the error. */
const watch = () =>
  once<Watch>("models.staleSockets", () => {
    const watching: Watch = { sent: new WeakMap(), stale: new WeakSet() };
    subscribe("undici:client:sendHeaders", (message) => {
      const { socket } = message as { socket?: Socket };
      if (socket) note(watching, socket);
    });
    return watching;
  });

function note({ sent, stale }: Watch, socket: Socket): void {
  const before = sent.get(socket);
  const { bytesRead } = socket;
  sent.set(socket, { isAgain: before !== undefined, bytesRead, atMs: performance.now() });
  if (before === undefined || before.isAgain) return;
  socket.on("error", (error: Error & { code?: string }) => {
    const last = sent.get(socket);
    if (!last || !closings.has(error.code ?? "") || performance.now() - last.atMs > mostMs) return;
    const isTls = "encrypted" in socket;
    if (socket.bytesRead - last.bytesRead <= (isTls ? mostTlsBytes : 0)) stale.add(error);
  });
}

/** Begins to watch the sockets that requests go over; call it before the first. */
export function watchSockets(): void {
  watch();
}

/**
 * True where a request was written to a socket that had served another one before, and that socket was closed at once
 * without a byte of an answer: the server had closed it for being idle, while our request was on its way.
 */
export function wasStaleSocket(thrown: unknown): boolean {
  const { stale } = watch();
  if (!(thrown instanceof Error)) return false;
  const { cause } = thrown;
  return stale.has(thrown) || (cause instanceof Error && stale.has(cause));
}
