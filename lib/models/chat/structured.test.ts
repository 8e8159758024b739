import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { ChatRequest } from "./schema.ts";
import type { ConnectionKind } from "../kinds.ts";
import { openWire, sse } from "./ai-sdk/wire.testing.ts";
import { ChatModel } from "./chat-model.ts";
import { transportOf } from "./create.ts";
import { closePools } from "./http-pool.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

let wire: Awaited<ReturnType<typeof openWire>>;
beforeAll(async () => {
  wire = await openWire();
});
beforeEach(() => {
  wire.seen.length = 0;
});
afterEach(closePools);
afterAll(() => wire.close());

const wish: ChatRequest = {
  messages: [{ role: "user", content: "Judge." }],
  responseSchema: { type: "object", properties: { score: { type: "integer" } } },
  mayAskPlainly: true,
};
const openAiAnswer = (response: Parameters<ReturnType<typeof sse>>[0]) => {
  const whole = { choices: [{ index: 0, message: { content: "ok" }, finish_reason: "stop" }] };
  const piece = {
    id: "a",
    object: "chat.completion.chunk",
    created: 1,
    model: "m",
    choices: [{ index: 0, delta: { content: "ok" }, finish_reason: "stop" }],
  };
  if (wire.seen.at(-1)?.body["stream"]) sse([piece])(response);
  else response.setHeader("content-type", "application/json").end(JSON.stringify(whole));
};
const answers: Partial<Record<ConnectionKind, ReturnType<typeof sse>>> = {
  anthropic: (response) => {
    const message = {
      id: "m",
      type: "message",
      role: "assistant",
      content: [],
      model: "m",
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: 1, output_tokens: 1 },
    };
    const events = [
      { type: "message_start", message },
      { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
      { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "ok" } },
      { type: "content_block_stop", index: 0 },
      {
        type: "message_delta",
        delta: { stop_reason: "end_turn", stop_sequence: null },
        usage: { output_tokens: 1 },
      },
      { type: "message_stop" },
    ];
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(""));
  },
  google: sse(
    [
      {
        candidates: [{ content: { role: "model", parts: [{ text: "ok" }] }, finishReason: "STOP", index: 0 }],
      },
    ],
    "",
  ),
};

/** How plainly a request asks, as its own protocol spells it. */
function askedAs(body: Record<string, unknown>): string {
  const text = JSON.stringify(body);
  if (/json_schema|responseSchema|"json_schema"|score/.test(text)) return "schema";
  return /json_object/.test(text) ? "object" : "none";
}

let models = 0;
/** A model whose server takes requests from one way on and refuses all others with `status` and `said`. */
async function modelOf(
  kind: ConnectionKind,
  taken: string,
  { status, said }: { status: number; said: string },
) {
  wire.play((response) => {
    const asked = askedAs(wire.seen.at(-1)?.body ?? {});
    const order = ["schema", "object", "none"];
    if (order.indexOf(asked) >= order.indexOf(taken)) (answers[kind] ?? openAiAnswer)(response);
    else
      response.writeHead(status, { "content-type": "application/json" }).end(
        said === ""
          ? ""
          : JSON.stringify({
              error: {
                message: said,
                type: "invalid_request_error",
                code: status,
                status: "INVALID_ARGUMENT",
              },
            }),
      );
  });
  models += 1;
  const model = `m${models}`;
  const transport = await transportOf({
    name: "Loop",
    kind,
    baseUrl: kind === "openai_compatible" ? `${wire.origin}/v1` : wire.origin,
    apiKey: "key-12345678",
    options: {},
    model,
    queueKey: "p",
  });
  return new ChatModel({ name: "Loop", model, transport, isSimulated: false, isLocal: false });
}

const textOf = async (model: ChatModel, request: ChatRequest) => (await model.answer(request)).text;
const asked = () => wire.seen.splice(0).map(({ body }) => askedAs(body));

describe("a server without structured output", () => {
  it.each([
    [400, "This response_format type is unavailable now"],
    [400, "Invalid parameter: 'type' of 'format' is not supported"],
    [400, "Bad Request"],
    [404, "No endpoints found that support the requested parameters: structured_outputs"],
    [404, ""],
    [415, "Unsupported Media Type"],
    [422, ""],
    [500, 'response_format type must be one of "text", "json_object"'],
    [500, "failed to parse grammar"],
    [501, "Not Implemented"],
    [503, "json_schema is not available on this engine"],
  ])("is asked more plainly after %s %j, streaming or not", async (status, said) => {
    const model = await modelOf("openai_compatible", "none", { status, said });
    expect(await textOf(model, wish)).toBe("ok");
    expect(asked()).toEqual(["schema", "object", "none"]);
    const parts = [];
    for await (const event of model.converse(wish)) parts.push(event.type);
    expect(parts).toContain("delta");
    expect(asked()).toEqual(["none"]);
  });

  it.each([
    ["groq", "object", ["schema", "object"]],
    ["mistral", "none", ["schema", "object", "none"]],
    ["azure", "object", ["schema", "object"]],
    ["deepseek", "none", null],
    ["anthropic", "none", ["schema", "none"]],
    ["google", "none", ["schema", "none"]],
  ] as const)(
    "is asked more plainly by %s too, and what it takes is remembered",
    async (kind, taken, ways) => {
      const model = await modelOf(kind, taken, {
        status: 400,
        said: "This model does not support response format `json_schema`.",
      });
      expect(await textOf(model, wish)).toBe("ok");
      if (ways) expect(asked()).toEqual(ways);
      else asked();
      expect(await textOf(model, wish)).toBe("ok");
      expect(asked()).toEqual([taken]);
    },
  );

  it("is not asked more plainly where the request does not allow it, or another thing is refused", async () => {
    const model = await modelOf("openai_compatible", "none", {
      status: 400,
      said: "no response_format here",
    });
    const strict = { ...wish, mayAskPlainly: undefined };
    await expect(textOf(model, strict)).rejects.toMatchObject({ code: "invalid_input" });
    const own = { ...wish, responseFormat: { type: "json_schema", json_schema: { name: "a", schema: {} } } };
    await expect(textOf(model, own)).rejects.toMatchObject({ code: "invalid_input" });
    expect(asked()).toEqual(["schema", "schema"]);
    for (const refusal of [
      { status: 400, said: "The prompt is too long" },
      { status: 401, said: "" },
      { status: 429, said: "json_schema calls are limited" },
      { status: 500, said: "" },
    ]) {
      await expect(textOf(await modelOf("openai_compatible", "none", refusal), wish)).rejects.toThrow();
      expect(asked()).toEqual(["schema"]);
    }
  });
});
