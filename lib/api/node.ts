import type { IncomingMessage, ServerResponse } from "node:http";
import { systemClock } from "#platform/clock";
import { AppError } from "#platform/errors";
import type { ApiContext } from "./context.ts";
import { maxBodyBytes, parseJson, readBytes, readJson } from "./body.ts";
import { corsHeaders } from "./cors.ts";
import { limitHeaders } from "./limit-headers.ts";
import { rateHeaders, withRate } from "./rate-headers.ts";

/**
 * The gateway's short cuts where a Node server is underneath: a Request's headers, body and signal and a Response
 * together cost as much as the rest of a call. Elsewhere (Next, tests) the web standard's own are used.
 */
type Bindings = { incoming?: IncomingMessage; outgoing?: ServerResponse } | undefined;

const bindingsOf = (c: ApiContext): Bindings => c.env as Bindings;

/** One header of the request. */
export function headerOf(c: ApiContext, name: string): string | undefined {
  const value = bindingsOf(c)?.incoming?.headers[name];
  return bindingsOf(c)?.incoming ? (Array.isArray(value) ? value[0] : value) : c.req.header(name);
}

/** The caller's address as the server saw it; behind Next's router there is none to see. */
export function addressOf(c: ApiContext): string {
  return bindingsOf(c)?.incoming?.socket.remoteAddress ?? "unknown";
}

/** The request's JSON body, undefined where it has none. Throws too_large, invalid_input. */
export async function bodyOf(c: ApiContext): Promise<unknown> {
  const incoming = bindingsOf(c)?.incoming;
  if (!incoming) return readJson(c.req.raw);
  const text = (await readAll(incoming)).toString("utf8");
  return text.trim() === "" ? undefined : parseJson(text);
}

/** The request's body as it came. Throws too_large. */
export async function bytesOf(c: ApiContext): Promise<Uint8Array<ArrayBuffer>> {
  const incoming = bindingsOf(c)?.incoming;
  return new Uint8Array(incoming ? await readAll(incoming) : await readBytes(c.req.raw));
}

function readAll(incoming: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBodyBytes)
        reject(
          new AppError(
            "too_large",
            `A request's body is at most ${maxBodyBytes / 1_000_000} MB; send it in parts.`,
          ),
        );
      else chunks.push(chunk);
    });
    incoming.on("end", () => resolve(Buffer.concat(chunks)));
    incoming.on("error", (cause) => reject(new AppError("cancelled", "The request broke off.", { cause })));
  });
}

/** Fires when the caller goes away before it has its answer. */
export function disconnectSignal(c: ApiContext): AbortSignal {
  const outgoing = bindingsOf(c)?.outgoing;
  if (!outgoing) return c.req.raw.signal;
  const controller = new AbortController();
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) controller.abort();
  });
  return controller.signal;
}

/**
 * What every answer says: its request's id, what the key's limit leaves, which pages may read it, and that a browser must
 * not guess at its kind nor keep it.
 */
export function commonHeaders(c: ApiContext): Record<string, string> {
  const limits = c.get("limits");
  const left = c.get("rateLeft");
  const held = limits ? limitHeaders(limits, systemClock.now()) : undefined;
  return {
    "x-request-id": c.get("requestId"),
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    ...(left ? withRate(rateHeaders(left), held) : held),
    ...corsHeaders(headerOf(c, "origin")),
  };
}

/** Answers go out as Responses from here on, so that one can be kept before it is sent. */
export function keepResponse(c: ApiContext): void {
  c.set("isKept", true);
}

/** Answers with JSON. */
export function sendJson(c: ApiContext, value: object, headers: Record<string, string> = {}): Response {
  return sendJsonText(c, JSON.stringify(value), 200, headers);
}

/** Answers with JSON that is a text already, or the bytes of one. */
export function sendJsonText(
  c: ApiContext,
  text: string | Buffer<ArrayBuffer>,
  status: number,
  headers: Record<string, string> = {},
): Response {
  const outgoing = bindingsOf(c)?.outgoing;
  const own = {
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(text)),
    ...commonHeaders(c),
    ...headers,
  };
  if (!outgoing || c.get("isKept")) return new Response(text, { status, headers: own });
  outgoing.writeHead(status, own).end(text);
  return alreadySent;
}

/** Where the pieces of a streamed answer go. After the reader has left nothing does. */
export type Outlet = { write(text: string): void; end(): void };

/**
 * Begins an answer that comes in pieces. On Node's server they go to the socket, those of one turn in one write; a
 * Response's stream costs as much as the call, and holds its first pieces back for a millisecond. `onLeft` is called when
 * the reader has left, or at the end.
 */
export function openStream(
  c: ApiContext | undefined,
  headers: Record<string, string>,
  onLeft: () => void,
): { outlet: Outlet; response: Response } {
  const outgoing = c && !c.get("isKept") ? bindingsOf(c)?.outgoing : undefined;
  if (!c || !outgoing) return streamOf(headers, onLeft);
  outgoing.writeHead(200, { ...commonHeaders(c), ...headers });
  outgoing.once("close", onLeft);
  let held = "";
  const flush = () => {
    if (held !== "" && !outgoing.destroyed) outgoing.write(held);
    held = "";
  };
  const outlet: Outlet = {
    write: (text) => {
      if (held === "") process.nextTick(flush);
      held += text;
    },
    end: () => {
      outgoing.end(held);
      held = "";
    },
  };
  return { outlet, response: alreadySent };
}

function streamOf(headers: Record<string, string>, onLeft: () => void): ReturnType<typeof openStream> {
  let to: ReadableStreamDefaultController<Uint8Array> | undefined;
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => {
      to = controller;
    },
    cancel: () => {
      to = undefined;
      onLeft();
    },
  });
  const outlet: Outlet = {
    write: (text) => to?.enqueue(encoder.encode(text)),
    end: () => {
      to?.close();
      to = undefined;
    },
  };
  return { outlet, response: new Response(stream, { headers }) };
}

const encoder = new TextEncoder();

// @hono/node-server leaves alone what is marked so.
const alreadySent = new Response(null, { headers: { "x-hono-already-sent": "true" } });

/** True when the answer went out by `sendJsonText`, so that nothing can be added to it. */
export function isSent(c: ApiContext): boolean {
  return c.res === alreadySent;
}
