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
