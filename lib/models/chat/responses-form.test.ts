import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, it } from "vitest";
import { closePools } from "./http-pool.ts";
import { openAiTransport } from "./openai.ts";
import { responsesTransport } from "./responses-form.ts";

const events = [
  { type: "response.created", response: { id: "resp_1", model: "m", status: "in_progress" } },
  { type: "response.in_progress", response: {} },
  { type: "response.output_item.added", output_index: 0, item: { id: "rs_1", type: "reasoning" } },
  { type: "response.web_search_call.searching", output_index: 0 },
  { type: "response.output_text.delta", output_index: 1, delta: "Hi" },
  { type: "response.completed", response: { model: "m", status: "completed", output: [] } },
];
const server = createServer({ keepAliveTimeout: 0 }, (_, response) => {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.end(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(""));
});
afterAll(async () => {
  await closePools();
  server.close();
});

it("a model that thinks or searches without a word gives signs of it: that a response exists is none", async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const target = { name: "Loop", baseUrl, apiKey: null, model: "m", allowPrivate: true };
  const transport = responsesTransport(target, openAiTransport(target));
  const request = { messages: [{ role: "user" as const, content: "Hi" }] };
  const said = await Array.fromAsync(transport.stream(request, undefined));
  expect(said.map(({ type }) => type)).toEqual(["head", "head", "sign", "sign", "delta", "end"]);
  expect(said.at(-1)).not.toHaveProperty("members.answer.alive");
});
