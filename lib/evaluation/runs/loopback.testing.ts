import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** `isUncounted`: an answer without usage, as some servers give. */
type Answer = { status?: number; text?: string; delayMs?: number; isUncounted?: boolean };

/** A loopback server that speaks OpenAI's chat protocol and counts what it is asked. For tests. */
export type Loopback = {
  url: string;
  requests: { lastMessage: string; model: string }[];
  close(): Promise<void>;
};

/** `answer` says what comes back for the last message of a request, and the kind of format it asks for. */
export async function openLoopback(
  answer: (lastMessage: string, count: number, format: string | undefined) => Answer,
): Promise<Loopback> {
  const requests: Loopback["requests"] = [];
  const server: Server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    void read(request).then((body) => {
      const {
        messages = [],
        model = "",
        stream,
        response_format: format,
      } = JSON.parse(body || "{}") as {
        messages?: { content: string }[];
        model?: string;
        stream?: boolean;
        response_format?: { type: string };
      };
      const lastMessage = messages.at(-1)?.content ?? "";
      requests.push({ lastMessage, model });
      const {
        status = 200,
        text = "",
        delayMs = 0,
        isUncounted = false,
      } = answer(lastMessage, requests.length, format?.type);
      const reply = () => {
        if (status !== 200) {
          response.writeHead(status, { "content-type": "application/json" });
          response.end(
            JSON.stringify({ error: { message: text || "refused", type: "invalid_request_error" } }),
          );
          return;
        }
        const usage = isUncounted ? undefined : { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12 };
        if (!stream) {
          response.writeHead(200, { "content-type": "application/json" });
          response.end(
            JSON.stringify({
              id: "c",
              object: "chat.completion",
              model,
              choices: [{ index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" }],
              usage,
            }),
          );
          return;
        }
        response.writeHead(200, { "content-type": "text/event-stream" });
        const chunk = (delta: unknown, finish: string | null) =>
          `data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", model, choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
        response.write(chunk({ role: "assistant", content: text }, null));
        response.write(chunk({}, "stop"));
        response.write(
          `data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", model, choices: [], usage })}\n\n`,
        );
        response.end("data: [DONE]\n\n");
      };
      if (delayMs > 0) setTimeout(reply, delayMs);
      else reply();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}
