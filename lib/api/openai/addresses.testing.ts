import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import OpenAI from "openai";
import type { Tenant } from "#testing";
import { createApiKey } from "#lib/identity";
import { closePools, createConnection } from "#lib/models";
import { flushGenerations } from "#lib/observability";
import { createApi } from "../app.ts";

export type Json = Record<string, unknown>;
export type Asked = { path: string; body: Json; headers: IncomingMessage["headers"] };
export type Handler = (body: Json, response: ServerResponse) => unknown;

const listen = async (server: Server): Promise<string> => {
  // Between two tests of a busy machine more than the usual five seconds may pass.
  server.keepAliveTimeout = 0;
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** One server-sent event in OpenAI's form, as `data`, and by name where the body has a type of its own. */
export const event = (value: Json) =>
  `${typeof value["type"] === "string" ? `event: ${value["type"]}\n` : ""}data: ${JSON.stringify(value)}\n\n`;

export function json(response: ServerResponse, value: Json, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

export function streamOf(response: ServerResponse, events: Json[], isDone = true): void {
  response
    .writeHead(200, { "content-type": "text/event-stream" })
    .end(events.map(event).join("") + (isDone ? "data: [DONE]\n\n" : ""));
}

/**
 * The gateway on a port, with an unmodified OpenAI client at it, and two servers behind: `full` has every address in
 * `handlers`, `chat` only /chat/completions, whose handler it shares. `sim` is the simulated model.
 */
export async function openAddresses(tenant: Tenant) {
  const asked: Asked[] = [];
  const handlers: Record<string, Handler> = {};
  const serve = (paths: (path: string) => boolean) =>
    createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        const path = (request.url ?? "").replace(/^\/v1\//, "");
        const body = JSON.parse(Buffer.concat(parts).toString() || "{}") as Json;
        asked.push({ path, body, headers: request.headers });
        const handler = paths(path) ? handlers[path] : undefined;
        if (handler) return handler(body, response);
        return json(response, { detail: "Not Found" }, 404);
      });
    });
  const [full, chat] = [serve(() => true), serve((path) => path === "chat/completions")];
  const [fullUrl, chatUrl] = [await listen(full), await listen(chat)];
  const admin = await tenant.as("admin");
  const openAi = { kind: "openai_compatible" as const, apiKey: "key-of-the-server" };
  await createConnection(admin, {
    ...openAi,
    name: "full",
    baseUrl: `${fullUrl}/v1`,
    models: ["org/m", "text-moderation-1"],
  });
  await createConnection(admin, { ...openAi, name: "chat", baseUrl: `${chatUrl}/v1`, models: ["m"] });
  await createConnection(admin, { name: "sim", kind: "simulated", models: ["simulated-instant"] });
  const { secret } = await createApiKey(tenant.ctx, {
    name: "test",
    scopes: ["generations:write", "generations:read"],
  });
  const api = createApi({ db: async () => tenant.ctx.db, checkReady: async () => undefined });
  const server = createServer(getRequestListener(api.fetch, { overrideGlobalObjects: false }));
  const url = `${await listen(server)}/api/v1`;
  const client = new OpenAI({ apiKey: secret, baseURL: url, maxRetries: 0 });
  const post = async (path: string, body: Json, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${secret}`, "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  const close = async () => {
    await flushGenerations();
    await closePools();
    for (const one of [full, chat, server]) {
      one.closeAllConnections();
      one.close();
    }
  };
  return { tenant, admin, client, secret, url, asked, handlers, post, close };
}
