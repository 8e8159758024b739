import { bearer, key, type Provider } from "./recorded.testing.ts";
import { amazonStream, sse } from "./wire.testing.ts";

/** Providers with streams of their own. */
export const own: Record<"bedrock" | "vertex" | "cohere" | "xai", Provider> = {
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
