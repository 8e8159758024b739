import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const usage = { prompt_tokens: 4, completion_tokens: 2, total_tokens: 6 };
const message = { role: "assistant", content: "Billing." };
const about = { id: "up-1", created: 1, model: "mock" };
const answers: Record<string, object> = {
  "chat/completions": {
    ...about,
    object: "chat.completion",
    choices: [{ index: 0, message, finish_reason: "stop" }],
    usage,
  },
  completions: {
    ...about,
    object: "text_completion",
    choices: [{ index: 0, text: "Billing.", logprobs: null, finish_reason: "stop" }],
    usage,
  },
  responses: {
    ...about,
    object: "response",
    created_at: 1,
    status: "completed",
    output: [
      {
        id: "msg-1",
        type: "message",
        role: "assistant",
        status: "completed",
        content: [{ type: "output_text", text: "Billing.", annotations: [] }],
      },
    ],
    usage: { input_tokens: 4, output_tokens: 2, total_tokens: 6 },
  },
  moderations: { ...about, results: [{ flagged: false, categories: {}, category_scores: {} }] },
  embeddings: {
    object: "list",
    model: "mock",
    data: [{ object: "embedding", index: 0, embedding: [0.5, 0.5] }],
    usage: { prompt_tokens: 4, total_tokens: 4 },
  },
};

const chunk = (delta: object, finish: string | null) => ({
  ...about,
  object: "chat.completion.chunk",
  choices: [{ index: 0, delta, finish_reason: finish }],
});
const events: Record<string, object[]> = {
  "chat/completions": [chunk(message, null), chunk({}, "stop"), { ...chunk({}, null), choices: [], usage }],
  completions: [answers["completions"] ?? {}],
  responses: [
    { type: "response.created", response: { ...answers["responses"], status: "in_progress", output: [] } },
    { type: "response.completed", response: answers["responses"] },
  ],
};

/** A model server that has every address of OpenAI's and answers each at once. */
export async function startUpstream() {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const path = (request.url ?? "").replace(/^\/v1\//, "");
      const streamed = Buffer.concat(parts).includes('"stream":true') ? events[path] : undefined;
      if (streamed) {
        response.writeHead(200, { "content-type": "text/event-stream" });
        for (const event of streamed) response.write(`data: ${JSON.stringify(event)}\n\n`);
        return response.end(path === "responses" ? "" : "data: [DONE]\n\n");
      }
      const answer = answers[path];
      response.writeHead(answer ? 200 : 404, { "content-type": "application/json" });
      return response.end(JSON.stringify(answer ?? { error: { message: "There is no such address." } }));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}
