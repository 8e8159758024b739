import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A recorded answer: what was said, and how long it took to the first word and in all (ms). */
export type Take = { text: string; firstMs: number; totalMs: number };
type Body = { model: string; stream?: boolean; messages: { role: string; content: string }[] };

/**
 * An OpenAI-compatible server on loopback that replays authored answers, so that the seed's runs pass through the
 * same pipeline as anybody's. `play` says which recording answers from now on, by the last message it is sent.
 */
export async function openRecording(): Promise<{
  url: string;
  play(answer: (lastMessage: string) => Take): void;
  close(): Promise<void>;
}> {
  let answer: (lastMessage: string) => Take = () => ({ text: "", firstMs: 0, totalMs: 0 });
  const server = createServer((request, response) => {
    void (async () => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const body = JSON.parse(Buffer.concat(parts).toString("utf8")) as Body;
      const { text, firstMs, totalMs } = answer(body.messages.at(-1)?.content ?? "");
      const words = body.messages.reduce((sum, message) => sum + message.content.length, 0);
      const usage = {
        prompt_tokens: Math.ceil(words / 4) + 8,
        completion_tokens: Math.max(1, Math.ceil(text.length / 4)),
      };
      const chunk = (delta: object, finish_reason: string | null) =>
        `data: ${JSON.stringify({ id: "recording", object: "chat.completion.chunk", model: body.model, choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
      setTimeout(() => {
        response.writeHead(200, { "content-type": body.stream ? "text/event-stream" : "application/json" });
        if (body.stream) response.write(chunk({ role: "assistant", content: text.slice(0, 4) }, null));
        setTimeout(() => {
          if (!body.stream) {
            response.end(
              JSON.stringify({
                id: "recording",
                object: "chat.completion",
                model: body.model,
                choices: [{ index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" }],
                usage,
              }),
            );
            return;
          }
          response.write(chunk({ content: text.slice(4) }, "stop"));
          response.write(
            `data: ${JSON.stringify({ id: "recording", object: "chat.completion.chunk", model: body.model, choices: [], usage })}\n\n`,
          );
          response.end("data: [DONE]\n\n");
        }, totalMs - firstMs);
      }, firstMs);
    })();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    play: (next) => {
      answer = next;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
