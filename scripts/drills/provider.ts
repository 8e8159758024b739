import { createServer } from "node:http";

/**
 * An OpenAI-compatible provider that answers after MOCK_DELAY_MS and counts what it is asked: GET /asked gives the last
 * message of every call.
 */
const delayMs = Number(process.env["MOCK_DELAY_MS"] ?? 0);
const asked: string[] = [];
const head = { id: "mock", created: 0, model: "mock" };
const usage = { prompt_tokens: 40, completion_tokens: 6, total_tokens: 46 };
const content = '{"category":"billing"}';
const chunk = (delta: object, finish: string | null) =>
  `data: ${JSON.stringify({ ...head, object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const stream = `${chunk({ role: "assistant", content }, null)}${chunk({}, "stop")}data: ${JSON.stringify({ ...head, object: "chat.completion.chunk", choices: [], usage })}\n\ndata: [DONE]\n\n`;
const whole = JSON.stringify({
  ...head,
  object: "chat.completion",
  choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
  usage,
});

const server = createServer((request, response) => {
  if (request.url === "/asked") {
    response.end(JSON.stringify(asked));
    return;
  }
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    const body = JSON.parse(Buffer.concat(parts).toString()) as {
      stream?: boolean;
      messages?: { content: unknown }[];
    };
    asked.push(JSON.stringify(body.messages?.at(-1)?.content));
    setTimeout(() => {
      response.writeHead(200, { "content-type": body.stream ? "text/event-stream" : "application/json" });
      response.end(body.stream ? stream : whole);
    }, delayMs);
  });
});
server.listen(Number(process.env["PORT"] ?? 0), "127.0.0.1", () => process.stdout.write("ready\n"));
