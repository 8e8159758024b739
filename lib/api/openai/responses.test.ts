import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Response as OpenAiResponse, ResponseStreamEvent } from "openai/resources/responses/responses";
import { createTenant } from "#testing";
import { savePolicy } from "#lib/guardrails";
import { awaitStored, getGeneration, listGenerations, flushGenerations } from "#lib/observability";
import { type Json, json, openAddresses, streamOf } from "./addresses.testing.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

let open: Awaited<ReturnType<typeof openAddresses>>;
beforeAll(async () => {
  open = await openAddresses(await createTenant());
});
afterAll(() => open.close());

const usage = {
  input_tokens: 9,
  input_tokens_details: { cached_tokens: 4 },
  output_tokens: 6,
  output_tokens_details: { reasoning_tokens: 2 },
  total_tokens: 15,
};
const chatUsage = {
  prompt_tokens: 9,
  completion_tokens: 6,
  total_tokens: 15,
  prompt_tokens_details: { cached_tokens: 4 },
  completion_tokens_details: { reasoning_tokens: 2 },
};
const thought = {
  id: "rs_1",
  type: "reasoning",
  summary: [{ type: "summary_text", text: "Hm." }],
  encrypted_content: "x".repeat(40),
};
const search = {
  id: "ws_1",
  type: "web_search_call",
  status: "completed",
  action: { type: "search", query: "it" },
};
const part = (text: string) => ({ type: "output_text", text, annotations: [], logprobs: [] });
const message = (text: string) => ({
  id: "msg_1",
  type: "message",
  status: "completed",
  role: "assistant",
  content: [part(text)],
});
const call = {
  id: "fc_1",
  type: "function_call",
  status: "completed",
  call_id: "c1",
  name: "mail",
  arguments: '{"to":"x"}',
};
const serverResponse = (output: Json[], more: Json = {}) => ({
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
function eventsOf(output: Json[], pieces: string[]): Json[] {
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

const answering = (output: Json[], pieces: string[]) => {
  open.handlers["responses"] = (body, response) =>
    body["stream"]
      ? streamOf(response, eventsOf(output, pieces), false)
      : json(response, serverResponse(output));
};
const chatAnswering = (said: Json, reason = "stop") => {
  open.handlers["chat/completions"] = (body, response) => {
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

beforeEach(() => {
  open.asked.length = 0;
  answering([thought, search, message("It is so.")], ["It ", "is so."]);
  chatAnswering({ content: "It is so.", reasoning_content: "Hm." });
});

/** The final response as the client put it together from the events, and their types. */
async function streamed(body: Parameters<typeof open.client.responses.stream>[0]) {
  const types: string[] = [];
  const events: ResponseStreamEvent[] = [];
  const stream = open.client.responses.stream(body);
  stream.on("event", (event) => {
    types.push(event.type);
    events.push(event);
  });
  return { response: (await stream.finalResponse()) as OpenAiResponse, types, events };
}

describe("a server that has /responses", () => {
  it("is sent every item and member as it came, and its response comes back", async () => {
    const body = {
      instructions: "Be brief.",
      input: [
        {
          type: "message",
          role: "user",
          content: [
            { type: "input_text", text: "Hi" },
            { type: "input_image", image_url: "data:image/png;base64,iVBORw0KGgo=", detail: "low" },
          ],
        },
        thought,
        call,
        { type: "function_call_output", call_id: "c1", output: "sent" },
        { role: "developer", content: "Go on." },
      ],
      tools: [
        { type: "web_search", search_context_size: "low" },
        { type: "function", name: "mail", parameters: { type: "object" }, strict: true },
      ],
      tool_choice: { type: "function", name: "mail" },
      include: ["reasoning.encrypted_content"],
      reasoning: { effort: "low", summary: "auto" },
      text: { verbosity: "low", format: { type: "json_object" } },
      max_output_tokens: 50,
      previous_response_id: "resp_before",
      store: true,
      metadata: { a: "b" },
      odd: [1, null],
    };
    const answered = await open.post("/responses", { model: "full/org/m", ...body });
    const response = (await answered.json()) as Json;
    expect(open.asked).toMatchObject([{ path: "responses" }]);
    expect(open.asked[0]?.body).toEqual({ model: "org/m", ...body });
    const { valueloop, ...own } = response;
    expect(own).toEqual(serverResponse([thought, search, message("It is so.")]));
    const generationId = answered.headers.get("x-valueloop-generation-id") ?? "";
    expect(valueloop).toMatchObject({ generation_id: generationId });
    await awaitStored(generationId);
    const kept = await getGeneration(open.tenant.ctx, { generationId });
    expect(kept).toMatchObject({
      output: "It is so.",
      reasoning: "Hm.",
      inputTokens: 9,
      cachedInputTokens: 4,
      reasoningTokens: 2,
      metadata: { a: "b" },
      answerMembers: { message: { response: { id: "resp_of_the_server", output: [search] } } },
    });
    expect(JSON.stringify(kept)).not.toContain("iVBORw0KGgo");
  });

  it("streams by the ids of its own items", async () => {
    const { response, types, events } = await streamed({ model: "full/org/m", input: "Hi" });
    expect(open.asked[0]?.body).toEqual({ model: "org/m", input: "Hi", stream: true });
    expect(response).toMatchObject(serverResponse([thought, search, message("It is so.")]));
    expect(response.output_text).toBe("It is so.");
    const added = events.filter((event) => event.type === "response.output_item.added");
    expect(added.map(({ item }) => item)).toMatchObject([
      { id: "rs_1", encrypted_content: thought.encrypted_content },
      { id: "ws_1" },
      { id: "msg_1" },
    ]);
    expect(types.filter((type) => type === "response.output_text.delta")).toHaveLength(2);
    expect(types.indexOf("response.reasoning_summary_text.delta")).toBeLessThan(
      types.indexOf("response.output_text.delta"),
    );
  });

  it("says the items of its own tools in their places", async () => {
    answering([search, message("It is so.")], ["It ", "is so."]);
    const { response, events } = await streamed({ model: "full/org/m", input: "Hi", tools: [] });
    expect(open.asked[0]?.body).toEqual({ model: "org/m", input: "Hi", tools: [], stream: true });
    expect(response.output).toMatchObject([search, message("It is so.")]);
    const places = events.flatMap((event) =>
      event.type === "response.output_item.added" || event.type === "response.output_item.done"
        ? [`${event.type.slice(21)} ${event.output_index}`]
        : [],
    );
    expect(places).toEqual(["added 0", "added 1", "done 0", "done 1"]);
  });

  it("calls tools, in one piece and in pieces", async () => {
    answering([call], []);
    const { response, types } = await streamed({ model: "full/org/m", input: "Hi" });
    expect(response.output).toMatchObject([call]);
    expect(types.filter((type) => type === "response.function_call_arguments.delta")).toHaveLength(2);
    expect((await open.client.responses.create({ model: "full/org/m", input: "Hi" })).output).toMatchObject([
      call,
    ]);
  });

  it("keeps its refusal, and what it says of an answer that was cut", async () => {
    open.handlers["responses"] = (_, response) =>
      json(
        response,
        {
          error: {
            message: "Too long.",
            code: "context_length_exceeded",
            type: "invalid_request_error",
            param: "input",
          },
        },
        400,
      );
    const refused = open.client.responses.create({ model: "full/org/m", input: "Hi" });
    await expect(refused).rejects.toMatchObject({
      status: 400,
      code: "context_length_exceeded",
      param: "input",
    });
    open.handlers["responses"] = (_, response) =>
      json(
        response,
        serverResponse([message("It")], {
          status: "incomplete",
          incomplete_details: { reason: "max_output_tokens" },
        }),
      );
    const cut = await open.client.responses.create({ model: "full/org/m", input: "Hi" });
    expect(cut).toMatchObject({ status: "incomplete", incomplete_details: { reason: "max_output_tokens" } });
    open.handlers["responses"] = (_, response) =>
      streamOf(
        response,
        [
          ...eventsOf([], []).slice(0, 1),
          {
            type: "response.failed",
            response: {
              ...serverResponse([]),
              status: "failed",
              error: { code: "server_error", message: "It broke." },
            },
          },
        ],
        false,
      );
    await expect(streamed({ model: "full/org/m", input: "Hi" })).rejects.toThrow(/It broke/);
  });
});

describe.each(["chat/m"])("a server that has chat only (%s)", (model) => {
  it("is asked by chat, with tools, forms, pictures and calls in chat's shape", async () => {
    await open.client.responses.create({
      model,
      instructions: "Be brief.",
      input: [
        {
          role: "user",
          content: [
            { type: "input_text", text: "Hi" },
            { type: "input_image", image_url: "data:image/png;base64,iVBORw0KGgo=", detail: "low" },
          ],
        },
        thought as never,
        { ...call, status: "completed" } as never,
        { ...call, call_id: "c2", id: "fc_2", status: "completed" } as never,
        { type: "function_call_output", call_id: "c1", output: "sent" },
        { role: "developer", content: "Go on." },
      ],
      tools: [{ type: "function", name: "mail", parameters: { type: "object" }, strict: true }],
      tool_choice: { type: "function", name: "mail" },
      reasoning: { effort: "low" },
      text: {
        verbosity: "low",
        format: { type: "json_schema", name: "n", schema: { type: "object" }, strict: true },
      },
      max_output_tokens: 50,
      parallel_tool_calls: false,
    });
    const called = { type: "function", function: { name: "mail", arguments: '{"to":"x"}' } };
    expect(open.asked.at(-1)?.path).toBe("chat/completions");
    expect(open.asked.at(-1)?.body).toEqual({
      model: "m",
      messages: [
        { role: "system", content: "Be brief." },
        {
          role: "user",
          content: [
            { type: "text", text: "Hi" },
            { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=", detail: "low" } },
          ],
        },
        {
          role: "assistant",
          content: null,
          tool_calls: [
            { id: "c1", ...called },
            { id: "c2", ...called },
          ],
        },
        { role: "tool", tool_call_id: "c1", content: "sent" },
        { role: "system", content: "Go on." },
      ],
      tools: [{ type: "function", function: { name: "mail", parameters: { type: "object" }, strict: true } }],
      tool_choice: { type: "function", function: { name: "mail" } },
      reasoning_effort: "low",
      verbosity: "low",
      response_format: {
        type: "json_schema",
        json_schema: { name: "n", schema: { type: "object" }, strict: true },
      },
      max_tokens: 50,
      parallel_tool_calls: false,
    });
  });

  it("answers in one piece and as events alike", async () => {
    const response = await open.client.responses.create({ model, input: "Hi" });
    const { response: other, types } = await streamed({ model, input: "Hi" });
    for (const one of [response, other]) {
      expect(one).toMatchObject({
        object: "response",
        status: "completed",
        model: "m-2026",
        output_text: "It is so.",
        output: [
          { type: "reasoning", summary: [{ type: "summary_text", text: "Hm." }] },
          { type: "message", role: "assistant", status: "completed", content: [part("It is so.")] },
        ],
        usage,
        store: false,
      });
    }
    expect(types.slice(0, 2)).toEqual(["response.created", "response.in_progress"]);
    expect(types.at(-1)).toBe("response.completed");
  });

  it("calls tools and refuses, in both ways", async () => {
    const calls = [{ id: "c1", type: "function", function: { name: "mail", arguments: '{"to":"x"}' } }];
    chatAnswering({ content: null, tool_calls: calls }, "tool_calls");
    const whole = await open.client.responses.create({ model, input: "Hi" });
    for (const { output } of [whole, (await streamed({ model, input: "Hi" })).response])
      expect(output).toMatchObject([
        { type: "function_call", call_id: "c1", name: "mail", arguments: '{"to":"x"}' },
      ]);
    chatAnswering({ content: null, refusal: "I will not." });
    const refused = await open.client.responses.create({ model, input: "Hi" });
    for (const { output } of [refused, (await streamed({ model, input: "Hi" })).response])
      expect(output).toMatchObject([
        { type: "message", content: [{ type: "refusal", refusal: "I will not." }] },
      ]);
    chatAnswering({ content: "It" }, "length");
    expect((await open.client.responses.create({ model, input: "Hi" })).incomplete_details).toEqual({
      reason: "max_output_tokens",
    });
  });

  it("parses structured output by the client's own helper", async () => {
    chatAnswering({ content: '{"a":1}' });
    const format = { type: "json_schema" as const, name: "n", schema: { type: "object" }, strict: true };
    const parsed = await open.client.responses.parse({ model, input: "Hi", text: { format } });
    expect(parsed.output_text).toBe('{"a":1}');
  });

  it("refuses with words what chat has no place for", async () => {
    for (const [asked, word] of [
      [{ previous_response_id: "resp_1" }, "previous_response_id"],
      [{ conversation: "conv_1" }, "conversation"],
      [{ tools: [{ type: "web_search" }] }, "web_search"],
      [{ input: [{ type: "item_reference", id: "x" }] }, "item_reference"],
      [{ background: true }, "background"],
      [{ input: [{ type: "function_call", name: "x" }] }, "input.0"],
      [{ input: [] }, "input"],
      [{ text: { format: { type: "xml" } } }, "text.format"],
    ] as const) {
      const refused = await open.post("/responses", { model, input: "Hi", ...asked });
      const { error } = (await refused.json()) as { error: { message: string } };
      expect([word, refused.status]).toEqual([word, 400]);
      expect(error.message).toContain(word);
    }
  });
});

it("any kind of connection answers, and says in words what it cannot do", async () => {
  const { response } = await streamed({ model: "sim/simulated-instant", input: "Hi" });
  expect(response.output_text.length).toBeGreaterThan(0);
  const refused = open.client.responses.create({
    model: "sim/simulated-instant",
    input: "Hi",
    tools: [{ type: "web_search" }],
  });
  await expect(refused).rejects.toMatchObject({ status: 400 });
});

it("an error in the midst of a stream reaches the client as one", async () => {
  open.handlers["chat/completions"] = (_, response) =>
    streamOf(
      response,
      [
        { choices: [{ index: 0, delta: { content: "It " } }] },
        { error: { message: "It broke.", code: "server_error" } },
      ],
      false,
    );
  await expect(streamed({ model: "chat/m", input: "Hi" })).rejects.toThrow(/It broke/);
});

it("policies hold for items and for responses, whichever way they go", async () => {
  await savePolicy(open.admin, {
    name: "House rules",
    message: "rules",
    rules: {
      pii: [{ type: "EMAIL_ADDRESS", input: "redact", output: "redact", stored: "redact" }],
      blocklist: [{ term: "bomb", stages: ["input", "output"], action: "block" }],
    },
  });
  const spelled = { ...part("Mail a@b.org now."), logprobs: [{ token: "a@b", logprob: -1 }] };
  answering([{ ...message(""), content: [spelled] }], ["Mail a", "@b.o", "rg now."]);
  chatAnswering({ content: "Mail a@b.org now." });
  const content = [
    { type: "input_text" as const, text: "Write to a@" },
    { type: "input_text" as const, text: "b.org" },
  ];
  for (const model of ["full/org/m", "chat/m"]) {
    const body = { model, input: [{ role: "user" as const, content }] };
    const whole = await open.client.responses.create(body);
    expect(JSON.stringify(open.asked.at(-1)?.body)).toContain("Write to <EMAIL_ADDRESS>");
    const { response, types } = await streamed(body);
    for (const one of [whole, response]) {
      expect(one.output_text).toBe("Mail <EMAIL_ADDRESS> now.");
      expect(JSON.stringify(one)).not.toContain("a@b");
    }
    expect(types).toContain("response.output_text.delta");
    const blocked = open.client.responses.create({ model, input: "x", instructions: "A bomb." });
    await expect(blocked).rejects.toMatchObject({ status: 422, code: "guardrail_blocked" });
  }
  await flushGenerations();
  const { items } = await listGenerations(open.tenant.ctx, { limit: 3 });
  for (const { id } of items)
    expect(JSON.stringify(await getGeneration(open.tenant.ctx, { generationId: id }))).not.toContain("a@b");
});
