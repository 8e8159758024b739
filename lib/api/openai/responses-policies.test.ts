import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createTenant } from "#testing";
import { savePolicy } from "#lib/guardrails";
import { awaitStored, getGeneration } from "#lib/observability";
import { type Json, json, openAddresses, streamOf } from "./addresses.testing.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

let open: Awaited<ReturnType<typeof openAddresses>>;
beforeAll(async () => {
  open = await openAddresses(await createTenant());
  await savePolicy(open.admin, {
    name: "House rules",
    message: "rules",
    rules: {
      pii: [{ type: "EMAIL_ADDRESS", input: "redact", output: "redact", stored: "redact" }],
      blocklist: [
        { term: "bomb", stages: ["input"], action: "block" },
        { term: "zephyr", stages: ["output"], action: "block" },
      ],
    },
  });
});
afterAll(() => open.close());

const model = "full/org/m";
const part = (text: string) => ({ type: "output_text", text, annotations: [], logprobs: [] });
const message = (...content: Json[]) => ({
  id: "msg_1",
  type: "message",
  status: "completed",
  role: "assistant",
  content,
});
const serverResponse = (output: Json[], more: Json = {}) => ({
  id: "resp_1",
  object: "response",
  created_at: 1,
  status: "completed",
  model: "org/m",
  output,
  usage: { input_tokens: 9, output_tokens: 6, total_tokens: 15 },
  ...more,
});

/** A server that answers with some items, each text of a message in a delta of its own. */
function answering(output: Json[], more: Json = {}) {
  open.handlers["responses"] = (body, response) => {
    if (!body["stream"]) return json(response, serverResponse(output, more));
    const events = output.flatMap((item, output_index) => {
      const place = { output_index, item_id: item["id"] };
      const deltas = ((item["content"] ?? []) as Json[]).map(({ text }, content_index) => ({
        type: "response.output_text.delta",
        ...place,
        content_index,
        delta: text,
      }));
      const args =
        item["type"] === "function_call"
          ? [{ type: "response.function_call_arguments.delta", ...place, delta: item["arguments"] }]
          : [];
      const added = { type: "response.output_item.added", output_index };
      return [{ ...added, item: { ...item, content: [], arguments: "" } }, ...deltas, ...args];
    });
    const whole = serverResponse(output, more);
    return streamOf(
      response,
      [
        { type: "response.created", response: serverResponse([]) },
        ...events,
        { type: "response.completed", response: whole },
      ],
      false,
    );
  };
}

beforeEach(() => {
  open.asked.length = 0;
  answering([message(part("It is so."))]);
});

const ask = async (body: Json) => {
  const answered = await open.post("/responses", { model, ...body });
  const value = (await answered.json()) as Json & { error?: Json };
  return { status: answered.status, value, id: answered.headers.get("x-valueloop-generation-id") ?? "" };
};

describe("what goes out", () => {
  it("is judged once: each address counts once, wherever it stands", async () => {
    const text = "Mail jane.doe@example.org.";
    for (const input of [
      text,
      [{ role: "user", content: text }],
      [
        {
          role: "user",
          content: [
            { type: "input_text", text: "Mail jane.doe@" },
            { type: "input_text", text: "example.org." },
          ],
        },
      ],
      [{ type: "function_call_output", call_id: "c1", output: text }],
      [
        {
          type: "function_call",
          call_id: "c1",
          name: "mail",
          arguments: JSON.stringify({ to: "jane.doe@example.org" }),
        },
      ],
    ]) {
      const { id } = await ask({ input });
      expect(JSON.stringify(open.asked.at(-1)?.body["input"])).toContain("<EMAIL_ADDRESS>");
      expect(JSON.stringify(open.asked.at(-1)?.body["input"])).not.toContain("jane");
      await awaitStored(id);
      const { guardrails } = await getGeneration(open.tenant.ctx, { generationId: id });
      expect([input, guardrails?.filter(({ stage }) => stage === "input").map(({ count }) => count)]).toEqual(
        [input, [1]],
      );
    }
  });

  it.each(["function_call_output", "custom_tool_call_output"])(
    "an address over two parts of a %s does not",
    async (type) => {
      const parts = ["mail jane.doe@", "example.com"].map((text) => ({ type: "input_text", text }));
      const picture = { type: "input_image", image_url: "data:image/png;base64,iVBORw0KGgo=" };
      const { id } = await ask({ input: [{ type, call_id: "c1", output: [...parts, picture] }] });
      const output = [{ type: "input_text", text: "mail <EMAIL_ADDRESS>" }, picture];
      expect(open.asked.at(-1)?.body["input"]).toEqual([{ type, call_id: "c1", output }]);
      await awaitStored(id);
      const { input } = await getGeneration(open.tenant.ctx, { generationId: id });
      expect(input).toMatchObject([{ role: "tool", content: "mail <EMAIL_ADDRESS>", toolCallId: "c1" }]);
      expect(JSON.stringify(input)).toContain("image/png, 8 bytes");
    },
  );

  it("is judged in results of tools, names, ids and files, at every address", async () => {
    const file = `data:application/json;base64,${Buffer.from("a bomb").toString("base64")}`;
    const user = { role: "user", content: "x" };
    for (const input of [
      [{ type: "function_call_output", call_id: "c1", output: '{"a":"\\u0062omb"}' }],
      [{ type: "custom_tool_call", call_id: "c1", name: "x", input: '{"a":"\\u0062omb"}' }],
      [{ type: "mcp_call", id: "m1", name: "x", output: '{"a":"\\u0062omb"}' }],
      [{ ...user, id: "a bomb jane.doe@example.org" }],
      [{ ...user, content: [{ type: "input_file", filename: "a.json", file_data: file }] }],
    ])
      expect([(await ask({ input })).status, input]).toEqual([422, input]);
    expect((await ask({ input: "x", metadata: { "bomb jane.doe@example.org": "x" } })).status).toBe(422);
    const chat = await open.post("/chat/completions", {
      model,
      messages: [
        {
          role: "assistant",
          content: null,
          tool_calls: [{ id: "c1", type: "function", function: { name: "x", arguments: "{}" } }],
        },
        { role: "tool", tool_call_id: "c1", content: '{"a":"\\u0062omb"}' },
      ],
    });
    expect(chat.status).toBe(422);
    expect(open.asked).toEqual([]);
    await ask({ input: [{ ...user, id: "msg_0a|fc_1" }], metadata: { a: "b" } });
    expect(open.asked.at(-1)?.body["input"]).toEqual([{ ...user, id: "msg_0a|fc_1" }]);
  });
});

describe("a server's own response", () => {
  const own = { instructions: "Never say zephyr.", metadata: { a: "zephyr" } };
  const tools = [
    { type: "function" as const, name: "x", description: "zephyr", parameters: {}, strict: true },
  ];
  const parts = ["Say ", "mail jane.doe@", "example.org", " now."].map(part);
  const call = {
    id: "fc_1",
    type: "function_call",
    status: "completed",
    call_id: "c1",
    name: "x",
    arguments: '{"to":"a@b.org"}',
  };
  const thought = {
    id: "rs_1",
    type: "reasoning",
    summary: [{ type: "summary_text", text: "It is c@d.org." }],
  };

  it("may repeat the caller's words, and is judged once for what it says, whole and streamed", async () => {
    answering([thought, message(...parts), call], {
      ...own,
      tools,
      text: { format: { type: "text" } },
      top_p: 1,
    });
    const body = { model, input: "x", ...own, tools };
    const whole = await open.client.responses.create(body);
    const stream = open.client.responses.stream(body);
    for (const one of [whole, await stream.finalResponse()]) {
      expect(one).toMatchObject({ ...own, tools, text: { format: { type: "text" } } });
      const kept = ["Say ", "mail <EMAIL_ADDRESS>", " now."].map(part);
      expect(one.output).toMatchObject([
        { ...thought, summary: [{ text: "It is <EMAIL_ADDRESS>." }] },
        message(...kept.map(({ type, text }) => ({ type, text }))),
        { ...call, arguments: '{"to":"<EMAIL_ADDRESS>"}' },
      ]);
      expect((one.output[1] as { content: unknown[] }).content).toHaveLength(3);
      const { valueloop } = one as unknown as { valueloop: { generation_id: string } };
      await awaitStored(valueloop.generation_id);
      const { guardrails } = await getGeneration(open.tenant.ctx, { generationId: valueloop.generation_id });
      // A server that streams no thinking says it only at the end.
      expect(guardrails?.filter(({ stage }) => stage === "output")).toMatchObject([{ count: 3 }]);
    }
  });

  it("is refused for what it says, wherever that stands", async () => {
    for (const output of [
      [message(part("The zep"), part("hyr."))],
      [{ ...call, name: "zephyr" }],
      [{ id: "ws_1", type: "web_search_call", action: { query: "zephyr" } }],
    ]) {
      answering(output);
      expect([(await ask({ input: "x" })).status, output]).toEqual([422, output]);
    }
  });

  it("comes back as it was where nothing is found", async () => {
    const output = [
      thought,
      message(part("One "), part(""), part("two.")),
      message(part("Three.")),
      { ...call, arguments: " {} " },
    ];
    thought.summary = [{ type: "summary_text", text: "Hm." }];
    answering(output);
    expect((await ask({ input: "x" })).value["output"]).toEqual(output);
  });
});

it("secrets of MCP tools reach the server and are not stored", async () => {
  const tools = [
    { type: "mcp", server_label: "a", authorization: "Bearer of-mcp", headers: { "x-own": "of-mcp-too" } },
  ];
  const { id } = await ask({ input: "x", tools });
  expect(open.asked.at(-1)?.body["tools"]).toEqual(tools);
  await awaitStored(id);
  const kept = JSON.stringify(await getGeneration(open.tenant.ctx, { generationId: id }));
  expect(kept).toContain('"server_label":"a"');
  expect(kept).not.toContain("of-mcp");
});

it("text comes before the call that came after it, also its end that a rule had to wait with", async () => {
  const delta = (said: Json) => ({ choices: [{ index: 0, delta: said }] });
  const called = { index: 0, id: "c1", type: "function", function: { name: "mail", arguments: "{}" } };
  open.handlers["chat/completions"] = (_, response) =>
    streamOf(response, [
      delta({ content: "I will mail jane.doe@" }),
      delta({ tool_calls: [called] }),
      delta({ content: "example.org" }),
      { choices: [{ index: 0, delta: {}, finish_reason: "tool_calls" }] },
    ]);
  const stream = await open.client.chat.completions.create({
    model,
    stream: true,
    messages: [{ role: "user", content: "x" }],
  });
  const said = (await Array.fromAsync(stream)).flatMap(({ choices: [choice] }) => {
    const { content, tool_calls: calls } = choice?.delta ?? {};
    return calls ? ["call"] : content ? [content] : [];
  });
  expect(said.filter((one) => one !== "call").join("")).toBe("I will mail <EMAIL_ADDRESS>");
  expect(said.slice(said.indexOf("call")).every((one) => one === "call")).toBe(true);
});
