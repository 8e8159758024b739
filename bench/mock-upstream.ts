import { createServer } from "node:http";

/** An OpenAI-compatible server that answers at once, or after MOCK_DELAY_MS: what every side of a comparison calls. */
const delayMs = Number(process.env["MOCK_DELAY_MS"] ?? 0);
const answer = JSON.stringify({
  id: "mock",
  object: "chat.completion",
  created: 0,
  model: "mock",
  choices: [
    { index: 0, message: { role: "assistant", content: '{"category":"billing"}' }, finish_reason: "stop" },
  ],
  usage: { prompt_tokens: 40, completion_tokens: 6, total_tokens: 46 },
});
const chunk = (delta: object, finish: string | null) =>
  `data: ${JSON.stringify({ id: "mock", object: "chat.completion.chunk", created: 0, model: "mock", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const stream = `${chunk({ role: "assistant", content: '{"category":"billing"}' }, null)}${chunk({}, "stop")}data: {"id":"mock","object":"chat.completion.chunk","created":0,"model":"mock","choices":[],"usage":{"prompt_tokens":40,"completion_tokens":6,"total_tokens":46}}\n\ndata: [DONE]\n\n`;

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    const isStream = Buffer.concat(parts).includes('"stream":true');
    const reply = () => {
      response.writeHead(200, { "content-type": isStream ? "text/event-stream" : "application/json" });
      response.end(isStream ? stream : answer);
    };
    if (delayMs > 0) setTimeout(reply, delayMs);
    else reply();
  });
});
server.listen(Number(process.env["PORT"] ?? 0), "127.0.0.1", () => process.stdout.write("ready\n"));
