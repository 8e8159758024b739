import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

type Asked = { model: string; messages: { role: string; content: string }[] };

/** An OpenAI-compatible server on loopback that answers as `reply` says; what it was asked is kept. */
export async function loopbackModel(
  reply: (asked: Asked, count: number) => { status?: number; content?: string; body?: unknown },
) {
  const asked: (Asked & { key: string | undefined })[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body = JSON.parse(Buffer.concat(parts).toString()) as Asked;
      asked.push({ ...body, key: request.headers.authorization });
      const { status = 200, content = "", body: own } = reply(body, asked.length);
      response.writeHead(status, {
        "content-type": "application/json",
        ...(status === 429 ? { "retry-after": "0" } : {}),
      });
      const message = { role: "assistant", content };
      response.end(
        JSON.stringify(
          own ?? {
            choices: [{ message, finish_reason: "stop" }],
            usage: { prompt_tokens: 3, completion_tokens: 2 },
          },
        ),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
