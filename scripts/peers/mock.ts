import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Feature } from "./parts.ts";

export type Asked = { feature: string; path: string; body: Record<string, unknown> };

/** An OpenAI-compatible server that plays the feature its request's model names, and keeps what it was asked. */
export async function startMock(features: readonly Feature[]) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const path = (request.url ?? "").replace(/^.*\/v1\//, "");
      if (request.method === "GET") return json(response, 200, { object: "list", data: [] });
      const body = JSON.parse(Buffer.concat(parts).toString() || "{}") as Record<string, unknown>;
      const name = String(body["model"]);
      asked.push({ feature: name, path, body });
      const feature = features.find((known) => known.name === name);
      if (feature) return play(feature, body, response);
      return json(response, 404, { error: { message: `no feature ${name}` } });
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return { url, asked, close: () => server.close() };
}

function play({ answer, path }: Feature, body: Record<string, unknown>, response: ServerResponse): void {
  if ("status" in answer) return json(response, answer.status, answer.error, answer.headers);
  if (path === "embeddings") {
    const vectors = (answer as { whole: { vectors: number[][] } }).whole.vectors;
    const encoded = (vector: number[]) =>
      body["encoding_format"] === "base64"
        ? Buffer.from(new Float32Array(vector).buffer).toString("base64")
        : vector;
    const data = vectors.map((vector, index) => ({ object: "embedding", index, embedding: encoded(vector) }));
    return json(response, 200, {
      object: "list",
      model: "embed-1-2026",
      data,
      usage: { prompt_tokens: 5, total_tokens: 5 },
    });
  }
  if ("whole" in answer) return json(response, 200, answer.whole);
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (const chunk of answer.chunks) {
    const name = path === "responses" ? `event: ${String((chunk as Record<string, unknown>)["type"])}\n` : "";
    response.write(`${name}data: ${JSON.stringify(chunk)}\n\n`);
  }
  response.end(path === "responses" ? "" : "data: [DONE]\n\n");
}

function json(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));
}
