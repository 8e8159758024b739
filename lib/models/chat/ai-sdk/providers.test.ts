import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { AiSdkKind } from "../../constants.ts";
import type { ChatEvent, ChatRequest } from "../../schema.ts";
import { ChatModel } from "../chat-model.ts";
import { transportOf } from "../create.ts";
import type { TransportTarget } from "../transport.ts";
import { amazonStream, openWire, type Seen, sse } from "./wire.testing.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
  // No package may fall back on what the studio's own environment holds.
  for (const name of ["AZURE_API_KEY", "AWS_BEARER_TOKEN_BEDROCK", "MISTRAL_API_KEY", "GROQ_API_KEY"])
    process.env[name] = "key-of-the-studio";
});

let wire: Awaited<ReturnType<typeof openWire>>;
beforeAll(async () => {
  wire = await openWire();
});
beforeEach(() => {
  wire.seen.length = 0;
});
afterAll(() => wire.close());

const key = "key-0123456789";
type Answer = Parameters<typeof wire.play>[0];
type Usage = Record<string, unknown>;

/** A chat completion as OpenAI streams one; several providers do nearly the same. */
const chunk = (delta: object, finishReason: string | null = null, more: object = {}) => ({
  id: "a",
  object: "chat.completion.chunk",
  created: 1_769_088_912,
  model: "some-model",
  choices: [{ index: 0, delta, finish_reason: finishReason }],
  ...more,
});
const toolDelta = {
  tool_calls: [
    { index: 0, id: "call_1", type: "function", function: { name: "look", arguments: '{"a":1}' } },
  ],
};
const completions = (thinking: object, usage: Usage, toolUsage: Usage = usage) => ({
  text: sse([
    chunk({ role: "assistant", content: "" }),
    ...(Object.keys(thinking).length > 0 ? [chunk(thinking)] : []),
    chunk({ content: "Hel" }),
    chunk({ content: "lo" }),
    chunk({}, "stop", { usage, x_groq: { usage } }),
  ]),
  tool: sse([
    chunk({ role: "assistant", content: null }),
    chunk(toolDelta),
    chunk({}, "tool_calls", { usage: toolUsage }),
  ]),
  cut: sse([chunk({ content: "Hel" }), chunk({}, "length", { usage })]),
});

type Provider = {
  /** Below the loopback server's address. */
  base: string;
  options?: TransportTarget["options"];
  apiKey?: string;
  path: string;
  auth: (headers: Seen["headers"]) => unknown;
  authIs: unknown;
  answers: { text: Answer; tool: Answer; cut: Answer };
  thinking: string;
  usage: Partial<
    Record<
      "inputTokens" | "outputTokens" | "cachedInputTokens" | "cacheWriteTokens" | "reasoningTokens",
      number | null
    >
  >;
  refusal: object;
};

const bearer = { auth: (headers: Seen["headers"]) => headers.authorization, authIs: `Bearer ${key}` };
const refusal = { error: { message: `Bad request with ${key}`, type: "invalid_request_error" } };

/** Shapes as the providers' own recorded answers have them. */
const providers: Record<AiSdkKind, Provider> = {
  azure: {
    base: "/openai",
    options: { apiVersion: "2024-10-21" },
    path: "/openai/deployments/some-model/chat/completions?api-version=2024-10-21",
    auth: (headers) => headers["api-key"],
    authIs: key,
    answers: completions(
      {},
      {
        prompt_tokens: 100,
        completion_tokens: 20,
        total_tokens: 120,
        prompt_tokens_details: { cached_tokens: 64, audio_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 8 },
      },
    ),
    thinking: "",
    usage: {
      inputTokens: 100,
      outputTokens: 20,
      cachedInputTokens: 64,
      reasoningTokens: 8,
      cacheWriteTokens: null,
    },
    refusal,
  },
  bedrock: {
    base: "",
    options: { region: "eu-west-1", accessKeyId: "AKIAIOSFODNN7EXAMPLE" },
    path: "/model/some-model/converse-stream",
    auth: (headers) =>
      /^AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE\/\d+\/eu-west-1\/bedrock\//.test(
        headers.authorization ?? "",
      ),
    authIs: true,
    answers: {
      text: amazonStream([
        { messageStart: { role: "assistant" } },
        { contentBlockDelta: { contentBlockIndex: 0, delta: { reasoningContent: { text: "Hm." } } } },
        { contentBlockStop: { contentBlockIndex: 0 } },
        { contentBlockDelta: { contentBlockIndex: 1, delta: { text: "Hel" } } },
        { contentBlockDelta: { contentBlockIndex: 1, delta: { text: "lo" } } },
        { contentBlockStop: { contentBlockIndex: 1 } },
        { messageStop: { stopReason: "end_turn" } },
        {
          metadata: {
            metrics: { latencyMs: 2281 },
            usage: {
              inputTokens: 26,
              outputTokens: 20,
              totalTokens: 120,
              cacheReadInputTokens: 64,
              cacheWriteInputTokens: 10,
            },
          },
        },
      ]),
      tool: amazonStream([
        {
          contentBlockStart: {
            contentBlockIndex: 0,
            start: { toolUse: { toolUseId: "call_1", name: "look" } },
          },
        },
        { contentBlockDelta: { contentBlockIndex: 0, delta: { toolUse: { input: '{"a":1}' } } } },
        { contentBlockStop: { contentBlockIndex: 0 } },
        { messageStop: { stopReason: "tool_use" } },
        { metadata: { usage: { inputTokens: 26, outputTokens: 20, totalTokens: 46 } } },
      ]),
      cut: amazonStream([
        { contentBlockDelta: { contentBlockIndex: 0, delta: { text: "Hel" } } },
        { messageStop: { stopReason: "max_tokens" } },
        { metadata: { usage: { inputTokens: 26, outputTokens: 20, totalTokens: 46 } } },
      ]),
    },
    thinking: "Hm.",
    usage: {
      inputTokens: 100,
      outputTokens: 20,
      cachedInputTokens: 64,
      cacheWriteTokens: 10,
      reasoningTokens: null,
    },
    refusal: { message: `Bad request with ${key}` },
  },
  vertex: {
    base: "/v1/publishers/google",
    path: "/v1/publishers/google/models/some-model:streamGenerateContent?alt=sse",
    auth: (headers) => headers["x-goog-api-key"],
    authIs: key,
    answers: {
      text: sse(
        [
          { candidates: [{ content: { parts: [{ text: "Hm.", thought: true }], role: "model" } }] },
          { candidates: [{ content: { parts: [{ text: "Hel" }], role: "model" } }] },
          {
            candidates: [{ content: { parts: [{ text: "lo" }], role: "model" }, finishReason: "STOP" }],
            usageMetadata: {
              promptTokenCount: 100,
              candidatesTokenCount: 12,
              thoughtsTokenCount: 8,
              cachedContentTokenCount: 64,
              totalTokenCount: 120,
            },
          },
        ],
        "",
      ),
      tool: sse(
        [
          {
            candidates: [
              {
                content: { parts: [{ functionCall: { name: "look", args: { a: 1 } } }], role: "model" },
                finishReason: "STOP",
              },
            ],
            usageMetadata: { promptTokenCount: 100, candidatesTokenCount: 12, totalTokenCount: 112 },
          },
        ],
        "",
      ),
      cut: sse(
        [
          {
            candidates: [
              { content: { parts: [{ text: "Hel" }], role: "model" }, finishReason: "MAX_TOKENS" },
            ],
            usageMetadata: { promptTokenCount: 100, candidatesTokenCount: 12, totalTokenCount: 112 },
          },
        ],
        "",
      ),
    },
    thinking: "Hm.",
    usage: {
      inputTokens: 100,
      outputTokens: 20,
      cachedInputTokens: 64,
      reasoningTokens: 8,
      cacheWriteTokens: null,
    },
    refusal: { error: { code: 400, message: `Bad request with ${key}`, status: "INVALID_ARGUMENT" } },
  },
  mistral: {
    base: "/v1",
    path: "/v1/chat/completions",
    ...bearer,
    answers: completions(
      { content: [{ type: "thinking", thinking: [{ type: "text", text: "Hm." }] }] },
      { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120, num_cached_tokens: 64 },
    ),
    thinking: "Hm.",
    usage: {
      inputTokens: 100,
      outputTokens: 20,
      cachedInputTokens: 64,
      reasoningTokens: null,
      cacheWriteTokens: null,
    },
    refusal: {
      object: "error",
      message: `Bad request with ${key}`,
      type: "invalid_request_error",
      param: null,
      code: null,
    },
  },
  cohere: {
    base: "/v2",
    path: "/v2/chat",
    ...bearer,
    answers: {
      text: sse(
        [
          {
            id: "a",
            type: "message-start",
            delta: {
              message: { role: "assistant", content: [], tool_plan: "", tool_calls: [], citations: [] },
            },
          },
          {
            type: "content-start",
            index: 0,
            delta: { message: { content: { type: "thinking", thinking: "" } } },
          },
          { type: "content-delta", index: 0, delta: { message: { content: { thinking: "Hm." } } } },
          { type: "content-end", index: 0 },
          { type: "content-start", index: 1, delta: { message: { content: { type: "text", text: "" } } } },
          { type: "content-delta", index: 1, delta: { message: { content: { text: "Hel" } } } },
          { type: "content-delta", index: 1, delta: { message: { content: { text: "lo" } } } },
          { type: "content-end", index: 1 },
          {
            type: "message-end",
            delta: {
              finish_reason: "COMPLETE",
              usage: {
                billed_units: { input_tokens: 8, output_tokens: 20 },
                tokens: { input_tokens: 100, output_tokens: 20 },
                cached_tokens: 64,
              },
            },
          },
        ],
        "",
      ),
      tool: sse(
        [
          {
            type: "tool-call-start",
            index: 0,
            delta: {
              message: {
                tool_calls: { id: "call_1", type: "function", function: { name: "look", arguments: "" } },
              },
            },
          },
          {
            type: "tool-call-delta",
            index: 0,
            delta: { message: { tool_calls: { function: { arguments: '{"a":1}' } } } },
          },
          { type: "tool-call-end", index: 0 },
          {
            type: "message-end",
            delta: {
              finish_reason: "TOOL_CALL",
              usage: { tokens: { input_tokens: 100, output_tokens: 20 } },
            },
          },
        ],
        "",
      ),
      cut: sse(
        [
          { type: "content-start", index: 0, delta: { message: { content: { type: "text", text: "" } } } },
          { type: "content-delta", index: 0, delta: { message: { content: { text: "Hel" } } } },
          {
            type: "message-end",
            delta: {
              finish_reason: "MAX_TOKENS",
              usage: { tokens: { input_tokens: 100, output_tokens: 20 } },
            },
          },
        ],
        "",
      ),
    },
    thinking: "Hm.",
    usage: {
      inputTokens: 100,
      outputTokens: 20,
      cachedInputTokens: 64,
      reasoningTokens: null,
      cacheWriteTokens: null,
    },
    refusal: { message: `Bad request with ${key}` },
  },
  groq: {
    base: "/openai/v1",
    path: "/openai/v1/chat/completions",
    ...bearer,
    answers: completions(
      { reasoning: "Hm." },
      {
        queue_time: 0.04,
        prompt_tokens: 100,
        completion_tokens: 20,
        total_tokens: 120,
        completion_tokens_details: { reasoning_tokens: 8 },
      },
    ),
    thinking: "Hm.",
    usage: {
      inputTokens: 100,
      outputTokens: 20,
      cachedInputTokens: null,
      reasoningTokens: 8,
      cacheWriteTokens: null,
    },
    refusal,
  },
  xai: {
    base: "/v1",
    path: "/v1/responses",
    ...bearer,
    answers: {
      text: sse([
        { type: "response.created", sequence_number: 0, response: xaiResponse([]) },
        {
          type: "response.output_item.added",
          sequence_number: 1,
          output_index: 0,
          item: { id: "rs_1", type: "reasoning", summary: [], status: "in_progress" },
        },
        {
          type: "response.reasoning_summary_part.added",
          sequence_number: 2,
          item_id: "rs_1",
          output_index: 0,
          summary_index: 0,
          part: { text: "", type: "summary_text" },
        },
        {
          type: "response.reasoning_summary_text.delta",
          sequence_number: 3,
          item_id: "rs_1",
          output_index: 0,
          summary_index: 0,
          delta: "Hm.",
        },
        {
          type: "response.output_item.done",
          sequence_number: 4,
          output_index: 0,
          item: {
            id: "rs_1",
            type: "reasoning",
            summary: [{ text: "Hm.", type: "summary_text" }],
            status: "completed",
          },
        },
        {
          type: "response.output_item.added",
          sequence_number: 5,
          output_index: 1,
          item: { id: "msg_1", type: "message", role: "assistant", content: [], status: "in_progress" },
        },
        {
          type: "response.output_text.delta",
          sequence_number: 6,
          item_id: "msg_1",
          output_index: 1,
          content_index: 0,
          delta: "Hel",
          logprobs: [],
        },
        {
          type: "response.output_text.delta",
          sequence_number: 7,
          item_id: "msg_1",
          output_index: 1,
          content_index: 0,
          delta: "lo",
          logprobs: [],
        },
        {
          type: "response.completed",
          sequence_number: 8,
          response: xaiResponse([], { output_tokens_details: { reasoning_tokens: 8 } }),
        },
      ]),
      tool: sse([
        { type: "response.created", sequence_number: 0, response: xaiResponse([]) },
        {
          type: "response.output_item.added",
          sequence_number: 1,
          output_index: 0,
          item: { type: "function_call", id: "fc_1", call_id: "call_1", name: "look", arguments: "" },
        },
        {
          type: "response.output_item.done",
          sequence_number: 2,
          output_index: 0,
          item: {
            type: "function_call",
            id: "fc_1",
            call_id: "call_1",
            name: "look",
            arguments: '{"a":1}',
            status: "completed",
          },
        },
        { type: "response.completed", sequence_number: 3, response: xaiResponse([]) },
      ]),
      cut: sse([
        { type: "response.created", sequence_number: 0, response: xaiResponse([]) },
        {
          type: "response.output_text.delta",
          sequence_number: 1,
          item_id: "msg_1",
          output_index: 0,
          content_index: 0,
          delta: "Hel",
          logprobs: [],
        },
        {
          type: "response.incomplete",
          sequence_number: 2,
          response: {
            ...xaiResponse([]),
            status: "incomplete",
            incomplete_details: { reason: "max_output_tokens" },
          },
        },
      ]),
    },
    thinking: "Hm.",
    usage: {
      inputTokens: 100,
      outputTokens: 20,
      cachedInputTokens: 64,
      reasoningTokens: 8,
      cacheWriteTokens: null,
    },
    refusal: { code: "invalid-argument", error: `Bad request with ${key}` },
  },
  deepseek: {
    base: "",
    path: "/chat/completions",
    ...bearer,
    answers: completions(
      { content: null, reasoning_content: "Hm." },
      {
        prompt_tokens: 100,
        completion_tokens: 20,
        total_tokens: 120,
        prompt_tokens_details: { cached_tokens: 64 },
        completion_tokens_details: { reasoning_tokens: 8 },
        prompt_cache_hit_tokens: 64,
        prompt_cache_miss_tokens: 36,
      },
    ),
    thinking: "Hm.",
    usage: {
      inputTokens: 100,
      outputTokens: 20,
      cachedInputTokens: 64,
      reasoningTokens: 8,
      cacheWriteTokens: null,
    },
    refusal,
  },
};

function xaiResponse(output: object[], usage: object = {}) {
  return {
    id: "r",
    object: "response",
    created_at: 1_763_855_668,
    model: "some-model",
    output,
    status: "completed",
    usage: {
      input_tokens: 100,
      output_tokens: 20,
      total_tokens: 120,
      input_tokens_details: { cached_tokens: 64 },
      ...usage,
    },
  };
}

const kinds = Object.keys(providers) as AiSdkKind[];

async function open(kind: AiSdkKind, changes: Partial<TransportTarget> = {}): Promise<ChatModel> {
  const { base, options = {}, apiKey = key } = providers[kind];
  const transport = await transportOf({
    name: "Loop",
    kind,
    baseUrl: `${wire.origin}${base}`,
    apiKey,
    options,
    model: "some-model",
    queueKey: "p",
    ...changes,
  });
  return new ChatModel({ name: "Loop", model: "some-model", transport, isSimulated: false, isLocal: false });
}

const hello: ChatRequest = {
  messages: [
    { role: "system", content: "Be short." },
    { role: "user", content: "Say hello." },
  ],
};
const look = {
  type: "function",
  function: {
    name: "look",
    description: "Looks",
    parameters: { type: "object", properties: { a: { type: "number" } }, required: ["a"] },
  },
};

async function ask(kind: AiSdkKind, answer: Answer, request: ChatRequest = hello) {
  wire.play(answer);
  const events: ChatEvent[] = [];
  for await (const event of (await open(kind)).converse(request)) events.push(event);
  const text = (type: "delta" | "reasoning") =>
    events.map((event) => (event.type === type ? event.text : "")).join("");
  const end = events.at(-1);
  if (end?.type !== "end") throw new Error("no end");
  return { text: text("delta"), thinking: text("reasoning"), end, seen: wire.seen.at(-1) };
}

describe.each(kinds)("a connection to %s", (kind) => {
  const provider = providers[kind];

  it("is asked at its address with its own key, and answers with text, thinking and tokens", async () => {
    const { text, thinking, end, seen } = await ask(kind, provider.answers.text);
    expect(seen?.path).toBe(provider.path);
    expect(provider.auth(seen?.headers ?? {})).toEqual(provider.authIs);
    expect(JSON.stringify(seen?.headers)).not.toContain("key-of-the-studio");
    expect(JSON.stringify(seen?.body)).toContain("Say hello.");
    expect({ text, thinking }).toEqual({ text: "Hello", thinking: provider.thinking });
    expect(end.finishReason).toBe("stop");
    expect(end.usage).toMatchObject({ isEstimated: false, ...provider.usage });
  });

  it("calls tools, and is told their results", async () => {
    const { end, seen } = await ask(kind, provider.answers.tool, {
      ...hello,
      tools: [look],
      toolChoice: "auto",
    });
    expect(JSON.stringify(seen?.body)).toContain('"look"');
    expect(end.finishReason).toBe("tool_calls");
    expect(end.toolCalls).toMatchObject([{ name: "look", arguments: '{"a":1}' }]);
    const [call] = end.toolCalls;
    if (!call) throw new Error("no call");
    const { seen: second } = await ask(kind, provider.answers.text, {
      ...hello,
      tools: [look],
      messages: [
        ...hello.messages,
        { role: "assistant", content: "", toolCalls: [call] },
        { role: "tool", content: "found-it", toolCallId: call.id },
      ],
    });
    expect(JSON.stringify(second?.body)).toContain("found-it");
  });

  it("says when an answer was cut at the limit", async () => {
    const { end } = await ask(kind, provider.answers.cut, { ...hello, maxTokens: 7 });
    expect(end.finishReason).toBe("length");
    expect(JSON.stringify(wire.seen.at(-1)?.body)).toContain("7");
  });

  it("is asked for JSON by schema", async () => {
    const responseSchema = {
      type: "object",
      properties: { colour_of_the_sky: { type: "string" } },
      required: ["colour_of_the_sky"],
      additionalProperties: false,
    };
    await ask(kind, provider.answers.text, { ...hello, responseSchema });
    expect(JSON.stringify(wire.seen.at(-1)?.body)).toContain("colour_of_the_sky");
  });

  it.each([
    [400, "invalid_input"],
    [401, "upstream_failed"],
    [429, "rate_limited"],
    [503, "upstream_failed"],
  ])("tells a %s as %s, without its key", async (status, code) => {
    wire.play((response) =>
      response
        .writeHead(status, { "content-type": "application/json", "retry-after": "7" })
        .end(JSON.stringify(provider.refusal)),
    );
    const failure = await (await open(kind)).answer(hello).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code, details: { status, retryAfterMs: 7_000 } });
    expect(String(failure)).not.toContain(key);
    expect(String(failure)).toContain("Bad request with");
    expect(wire.seen).toHaveLength(1);
  });

  it("is not a lost answer when the stream breaks off", async () => {
    wire.play((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("data: {");
      setImmediate(() => response.destroy());
    });
    await expect((await open(kind)).answer(hello)).rejects.toMatchObject({ code: "upstream_failed" });
  });

  it("is stopped down to the socket", async () => {
    const stop = new AbortController();
    const closed = new Promise<void>((resolve) => {
      wire.play((response) => {
        response.on("close", () => resolve());
        stop.abort();
      });
    });
    await expect((await open(kind)).answer(hello, { signal: stop.signal })).rejects.toMatchObject({
      code: "cancelled",
    });
    await closed;
  });
});

describe("addresses and secrets", () => {
  it("a redirect is not followed", async () => {
    wire.play((response) => response.writeHead(302, { location: "http://169.254.169.254/" }).end());
    const failure = await (await open("mistral")).answer(hello).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "upstream_failed", details: { status: 302 } });
  });

  it("an image goes to the model", async () => {
    const url = "data:image/png;base64,iVBORw0KGgo=";
    const asSent = {
      content: [
        { type: "text", text: "What is it?" },
        { type: "image_url", image_url: { url } },
      ],
    };
    await ask("groq", providers.groq.answers.text, {
      messages: [{ role: "user", content: "What is it?", asSent }],
    });
    expect(wire.seen[0]?.body["messages"]).toEqual([{ role: "user", content: asSent.content }]);
  });

  it.each(["azure", "mistral", "groq"] as const)(
    "%s without a key sends none of the studio's",
    async (kind) => {
      wire.play(providers[kind].answers.text);
      await (await open(kind, { apiKey: null })).answer(hello);
      expect(JSON.stringify(wire.seen[0]?.headers)).not.toContain("key-of-the-studio");
    },
  );

  it("a Bedrock API key needs no access key id", async () => {
    wire.play(providers.bedrock.answers.text);
    await (await open("bedrock", { options: { region: "eu-west-1" } })).answer(hello);
    expect(wire.seen[0]?.headers.authorization).toBe(`Bearer ${key}`);
  });

  it.each([
    ["bedrock", { options: {} }, "a region"],
    ["bedrock", { options: { region: "eu-west-1" }, apiKey: null }, "a secret access key"],
    ["azure", { baseUrl: null }, "its resource's address"],
    ["vertex", { apiKey: null }, "a service account's key"],
    [
      "vertex",
      { apiKey: '{"type":"external_account","credential_source":{"url":"http://169.254.169.254/"}}' },
      "no service account",
    ],
  ] as const)("%s says what is missing (%#)", async (kind, changes, words) => {
    const failure = await (await open(kind, changes)).answer(hello).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "invalid_input" });
    expect(String(failure)).toContain(words);
    expect(wire.seen).toEqual([]);
  });

  it("no package is loaded before a connection needs it", async () => {
    const source = await import("node:fs").then(({ readFileSync }) =>
      readFileSync("lib/models/chat/ai-sdk/providers.ts", "utf8"),
    );
    expect(source).not.toMatch(/^import [^\n]*"@ai-sdk\/(?!provider")/m);
  });
});
