import type { Response as OpenAiResponse, ResponseStreamEvent } from "openai/resources/responses/responses";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { createTenant } from "#testing";
import { type Json, json, openAddresses, streamOf } from "./addresses.testing.ts";

type Addresses = Awaited<ReturnType<typeof openAddresses>>;

export const usage = {
  input_tokens: 9,
  input_tokens_details: { cached_tokens: 4 },
  output_tokens: 6,
  output_tokens_details: { reasoning_tokens: 2 },
  total_tokens: 15,
};
export const chatUsage = {
  prompt_tokens: 9,
  completion_tokens: 6,
  total_tokens: 15,
  prompt_tokens_details: { cached_tokens: 4 },
  completion_tokens_details: { reasoning_tokens: 2 },
};
export const thought = {
  id: "rs_1",
  type: "reasoning",
  summary: [{ type: "summary_text", text: "Hm." }],
  encrypted_content: "x".repeat(40),
};
export const search = {
  id: "ws_1",
  type: "web_search_call",
  status: "completed",
  action: { type: "search", query: "it" },
};
export const part = (text: string) => ({ type: "output_text", text, annotations: [], logprobs: [] });
export const message = (text: string) => ({
  id: "msg_1",
  type: "message",
  status: "completed",
  role: "assistant",
  content: [part(text)],
});
export const call = {
  id: "fc_1",
  type: "function_call",
  status: "completed",
  call_id: "c1",
  name: "mail",
  arguments: '{"to":"x"}',
};
export const serverResponse = (output: Json[], more: Json = {}) => ({
  id: "resp_of_the_server",
  object: "response",
  created_at: 1,
  status: "completed",
  model: "m-2026",
  output,
  usage,
  service_tier: "default",
  ...more,
});

/** A server's events for some items, text in the pieces given. */
export function eventsOf(output: Json[], pieces: string[]): Json[] {
  const made: Json[] = [
    { type: "response.created", response: { ...serverResponse([]), status: "in_progress", usage: null } },
  ];
  for (const [output_index, item] of output.entries()) {
    const place = { output_index, item_id: item["id"] };
    made.push({
      type: "response.output_item.added",
      output_index,
      item: { ...item, content: [], summary: [], arguments: "" },
    });
    if (item["type"] === "message")
      for (const delta of pieces)
        made.push({ type: "response.output_text.delta", ...place, content_index: 0, delta });
    if (item["type"] === "reasoning")
      made.push({ type: "response.reasoning_summary_text.delta", ...place, summary_index: 0, delta: "Hm." });
    if (item["type"] === "function_call")
      for (const delta of ['{"to"', ':"x"}'])
        made.push({ type: "response.function_call_arguments.delta", ...place, delta });
    made.push({ type: "response.output_item.done", output_index, item });
  }
  made.push({ type: "response.completed", response: serverResponse(output) });
  return made.map((one, sequence_number) => ({ ...one, sequence_number }));
}

/** The gateway for the tests of a file; a server answers by thinking, a search and a text, another's chat by the same text. */
export function useResponses() {
  const place = {} as { open: Addresses };
  const answering = (output: Json[], pieces: string[]) => {
    place.open.handlers["responses"] = (body, response) =>
      body["stream"]
        ? streamOf(response, eventsOf(output, pieces), false)
        : json(response, serverResponse(output));
  };
  const chatAnswering = (said: Json, reason = "stop") => {
    place.open.handlers["chat/completions"] = (body, response) => {
      if (!body["stream"])
        return json(response, {
          model: "m-2026",
          choices: [{ index: 0, message: { role: "assistant", ...said }, finish_reason: reason }],
          usage: chatUsage,
        });
      const calls = (said["tool_calls"] as Json[] | undefined)?.map((one, index) => ({ index, ...one }));
      return streamOf(response, [
        {
          model: "m-2026",
          choices: [{ index: 0, delta: { ...said, ...(calls ? { tool_calls: calls } : {}) } }],
        },
        { model: "m-2026", choices: [{ index: 0, delta: {}, finish_reason: reason }] },
        { model: "m-2026", choices: [], usage: chatUsage },
      ]);
    };
  };
  beforeAll(async () => {
    place.open = await openAddresses(await createTenant());
  });
  afterAll(() => place.open.close());
  beforeEach(() => {
    place.open.asked.length = 0;
    answering([thought, search, message("It is so.")], ["It ", "is so."]);
    chatAnswering({ content: "It is so.", reasoning_content: "Hm." });
  });

  /** The final response as the client put it together from the events, and their types. */
  async function streamed(body: Parameters<Addresses["client"]["responses"]["stream"]>[0]) {
    const types: string[] = [];
    const events: ResponseStreamEvent[] = [];
    const stream = place.open.client.responses.stream(body);
    stream.on("event", (event) => {
      types.push(event.type);
      events.push(event);
    });
    return { response: (await stream.finalResponse()) as OpenAiResponse, types, events };
  }
  return { place, answering, chatAnswering, streamed };
}
