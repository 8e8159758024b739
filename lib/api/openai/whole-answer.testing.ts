import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { createApiKey } from "#lib/identity";
import { closePools, createConnection } from "#lib/models";
import { flushGenerations } from "#lib/observability";
import { createApi } from "../app.ts";

export type Json = Record<string, unknown>;
export type LoopbackHandler = (request: { json: Json }, response: ServerResponse) => unknown;
export type Answer = Json & { id: string; choices: (Json & { delta?: Json; message?: Json })[] };

export const chunksOf = (text: string) =>
  text
    .split("\n\n")
    .filter((line) => line.startsWith("data: {"))
    .map((line) => JSON.parse(line.slice(6)) as Answer);
export const top = { model: "m-2026-01-01", system_fingerprint: "fp_1", service_tier: "flex" };
export const usage = { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12 };
export const answering =
  (choices: Json[], more: Json = {}): LoopbackHandler =>
  (_request, response) =>
    void response
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ ...top, choices, usage, ...more }));
export const streaming =
  (...chunks: Json[]): LoopbackHandler =>
  (_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const chunk of [...chunks, { choices: [], usage }])
      response.write(`data: ${JSON.stringify({ ...top, ...chunk })}\n\n`);
    response.end("data: [DONE]\n\n");
  };
export const delta = (value: Json, more: Json = {}) => ({ choices: [{ index: 0, delta: value, ...more }] });
export const stop = delta({}, { finish_reason: "stop" });
export const spelled = (...tokens: string[]) => ({
  content: tokens.map((token) => ({
    token,
    logprob: -0.1,
    bytes: [...Buffer.from(token)],
    top_logprobs: [],
  })),
});
export const citation = { type: "url_citation", url_citation: { url: "https://a.example", title: "A" } };

type Gateway = { tenant: Tenant; api: ReturnType<typeof createApi>; secret: string; behave: LoopbackHandler };

/** The gateway for the tests of a file, before a server that answers as `gateway.behave` says. */
export function useGateway() {
  const gateway = {} as Gateway;
  const bodies: Json[] = [];
  const heard: Json[] = [];
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const json = JSON.parse(Buffer.concat(parts).toString()) as Json;
      bodies.push(json);
      heard.push(request.headers);
      void gateway.behave({ json }, response);
    });
  });

  beforeAll(async () => {
    gateway.tenant = await createTenant();
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    await createConnection(await gateway.tenant.as("admin"), {
      name: "loop",
      kind: "openai_compatible",
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
      models: ["m"],
    });
    gateway.secret = (
      await createApiKey(gateway.tenant.ctx, { name: "t", scopes: ["generations:write"] })
    ).secret;
    gateway.api = createApi({ db: async () => gateway.tenant.ctx.db, checkReady: async () => undefined });
  });
  beforeEach(() => {
    bodies.length = 0;
  });
  afterAll(async () => {
    await flushGenerations();
    await closePools();
    server.closeAllConnections();
    server.close();
  });

  const headers = () => ({ authorization: `Bearer ${gateway.secret}`, "content-type": "application/json" });
  const post = (body: object, more: Record<string, string> = {}) =>
    gateway.api.request("/api/v1/chat/completions", {
      method: "POST",
      headers: { ...headers(), ...more },
      body: JSON.stringify({ model: "loop/m", messages: [{ role: "user", content: "Say it." }], ...body }),
    });
  const whole = async (body: object = {}) => (await (await post(body)).json()) as Answer;
  const streamed = async (body: object = {}) =>
    chunksOf(await (await post({ stream: true, stream_options: { include_usage: true }, ...body })).text());
  async function stored(id: string): Promise<Json> {
    await flushGenerations();
    return (await (
      await gateway.api.request(`/api/v1/generations/${id}`, { headers: headers() })
    ).json()) as Json;
  }

  return { gateway, bodies, heard, post, whole, streamed, stored, headers };
}
