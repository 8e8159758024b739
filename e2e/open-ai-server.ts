import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Body = { model: string; stream?: boolean; messages: { role: string; content: unknown }[] };

export type OpenAiServer = {
  /** What a connection takes as its address. */
  url: string;
  /** What was asked, oldest first. */
  asked: Body[];
  /** Says what is answered from now on: words, streamed `pauseMs` apart. */
  play(words: string[], pauseMs?: number): void;
  /** The next answer calls this tool instead. */
  callTool(name: string, args: object): void;
  close(): Promise<void>;
};

/** A provider on loopback that speaks OpenAI's protocol and answers what it is told to. */
export async function openOpenAiServer(): Promise<OpenAiServer> {
  const asked: Body[] = [];
  let words = ["Hello", " from", " loopback"];
  let pauseMs = 0;
  let tool: { name: string; args: object } | null = null;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body = JSON.parse(Buffer.concat(parts).toString("utf8") || "{}") as Body;
      asked.push(body);
      if (body.stream && tool) {
        streamToolCall(response, body.model, tool);
        tool = null;
      } else if (body.stream) stream(response, body.model, words, pauseMs);
      else
        response
          .writeHead(200, { "content-type": "application/json" })
          .end(JSON.stringify(whole(body.model, words)));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    play: (next, pause = 0) => {
      words = next;
      pauseMs = pause;
    },
    callTool: (name, args) => {
      tool = { name, args };
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const usageOf = (words: string[]) => ({
  prompt_tokens: 12,
  completion_tokens: words.length,
  total_tokens: 12 + words.length,
});

function whole(model: string, words: string[]) {
  return {
    id: "answer",
    object: "chat.completion",
    model,
    choices: [{ index: 0, message: { role: "assistant", content: words.join("") }, finish_reason: "stop" }],
    usage: usageOf(words),
  };
}

function stream(response: ServerResponse, model: string, words: string[], pauseMs: number): void {
  const chunk = (delta: object, finish: string | null = null) =>
    send(response, {
      id: "answer",
      object: "chat.completion.chunk",
      model,
      choices: [{ index: 0, delta, finish_reason: finish }],
    });
  response.writeHead(200, { "content-type": "text/event-stream" });
  chunk({ role: "assistant", content: "" });
  let place = 0;
  const next = () => {
    if (response.destroyed) return;
    const word = words[place];
    if (word === undefined) {
      chunk({}, "stop");
      send(response, {
        id: "answer",
        object: "chat.completion.chunk",
        model,
        choices: [],
        usage: usageOf(words),
      });
      response.end("data: [DONE]\n\n");
      return;
    }
    chunk({ content: word });
    place += 1;
    setTimeout(next, pauseMs);
  };
  next();
}

function streamToolCall(
  response: ServerResponse,
  model: string,
  { name, args }: { name: string; args: object },
): void {
  const call = { id: "call_1", type: "function", function: { name, arguments: JSON.stringify(args) } };
  const chunk = (delta: object, finish: string | null) =>
    send(response, {
      id: "answer",
      object: "chat.completion.chunk",
      model,
      choices: [{ index: 0, delta, finish_reason: finish }],
      ...(finish ? { usage: usageOf(["call"]) } : {}),
    });
  response.writeHead(200, { "content-type": "text/event-stream" });
  chunk({ role: "assistant", tool_calls: [{ index: 0, ...call }] }, null);
  chunk({}, "tool_calls");
  response.end("data: [DONE]\n\n");
}

function send(response: ServerResponse, value: object): void {
  response.write(`data: ${JSON.stringify(value)}\n\n`);
}
