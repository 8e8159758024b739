import { longAnswer } from "./long-answer.ts";
import {
  type Feature,
  top,
  usage,
  ask,
  whole,
  chunk,
  chunks,
  streamed,
  call,
  piece,
  tools,
  likely,
  refused,
  picture,
  schemaFormat,
  citation,
} from "./parts.ts";

export const features: Feature[] = [
  { name: "chat", body: { messages: ask() }, answer: whole({ content: "It.", refusal: null }) },
  {
    name: "stream",
    body: { messages: ask(), ...streamed },
    answer: chunks([{ content: "I" }, { content: "t." }]),
  },
  {
    name: "every-setting",
    body: {
      messages: [{ role: "developer", content: "Be short." }, ...ask()],
      temperature: 0.5,
      top_p: 0.9,
      max_completion_tokens: 50,
      stop: ["END"],
      seed: 7,
      frequency_penalty: 0.1,
      presence_penalty: 0.2,
      logit_bias: { "50256": -100 },
      reasoning_effort: "high",
      verbosity: "low",
      parallel_tool_calls: false,
      service_tier: "flex",
      store: false,
      prediction: { type: "content", content: "It." },
      prompt_cache_key: "k",
      safety_identifier: "s",
      user: "u-1",
      top_k: 20,
      min_p: 0.1,
      chat_template_kwargs: { enable_thinking: false },
      never_heard_of: { a: [1, null] },
    },
    answer: whole({ content: "It." }),
  },
  {
    name: "json-schema",
    body: { messages: ask(), response_format: schemaFormat },
    answer: whole({ content: '{"category":"billing"}' }),
  },
  {
    name: "json-object",
    body: { messages: ask("Say JSON."), response_format: { type: "json_object" } },
    answer: whole({ content: '{"a":1}' }),
  },
  {
    name: "tools",
    body: { messages: ask(), tools },
    answer: whole(
      {
        content: null,
        tool_calls: [call("c1", "weather", '{"city":"Bonn"}'), call("c2", "clock", '{"city":"Ulm"}')],
      },
      {},
      "tool_calls",
    ),
  },
  {
    name: "tools-stream",
    body: { messages: ask(), tools, ...streamed },
    answer: chunks(
      [
        piece(0, "c1", "weather", ""),
        piece(0, null, null, '{"city"'),
        piece(0, null, null, ':"Bonn"}'),
        piece(1, "c2", "clock", ""),
        piece(1, null, null, '{"city":"Ulm"}'),
      ],
      "tool_calls",
    ),
  },
  {
    name: "tools-result",
    body: {
      messages: [
        ...ask(),
        { role: "assistant", content: null, tool_calls: [call("c1", "weather", '{"city":"Bonn"}')] },
        { role: "tool", tool_call_id: "c1", content: "sunny" },
      ],
      tools,
      tool_choice: { type: "function", function: { name: "clock" } },
    },
    answer: whole({ content: "Sunny." }),
  },
  {
    name: "refusal",
    body: { messages: ask() },
    answer: whole({ content: null, refusal: "I can't help with that." }),
  },
  {
    name: "refusal-stream",
    body: { messages: ask(), ...streamed },
    answer: chunks([{ refusal: "I can't " }, { refusal: "help." }]),
  },
  {
    name: "reasoning",
    body: { messages: ask() },
    answer: whole({ content: "It.", reasoning_content: "Thinking hard..." }),
  },
  {
    name: "reasoning-stream",
    body: { messages: ask(), ...streamed },
    answer: chunks([
      { reasoning_content: "Thinking " },
      { reasoning_content: "hard..." },
      { content: "It." },
    ]),
  },
  {
    name: "annotations",
    body: { messages: ask(), web_search_options: {} },
    answer: whole({ content: "It.", annotations: [citation] }),
  },
  {
    name: "annotations-stream",
    body: { messages: ask(), ...streamed },
    answer: chunks([{ content: "It." }, { annotations: [citation] }]),
  },
  {
    name: "logprobs",
    body: { messages: ask(), logprobs: true, top_logprobs: 1 },
    answer: whole(
      { content: "It." },
      { logprobs: { content: [likely("It", -0.1), likely(".", -0.2)], refusal: null } },
    ),
  },
  {
    name: "logprobs-stream",
    body: { messages: ask(), logprobs: true, ...streamed },
    answer: {
      chunks: [
        chunk({ role: "assistant", content: "" }),
        chunk({ content: "It" }, { logprobs: { content: [likely("It", -0.1)] } }),
        chunk({ content: "." }, { logprobs: { content: [likely(".", -0.2)] } }),
        chunk({}, { finish_reason: "stop" }),
        { ...top, object: "chat.completion.chunk", choices: [], usage },
      ],
    },
  },
  {
    name: "n-2",
    body: { messages: ask(), n: 2 },
    answer: {
      whole: {
        ...top,
        object: "chat.completion",
        choices: ["One.", "Two."].map((content, index) => ({
          index,
          message: { role: "assistant", content },
          finish_reason: index === 0 ? "stop" : "length",
        })),
        usage,
      },
    },
  },
  {
    name: "n-2-stream",
    body: { messages: ask(), n: 2, ...streamed },
    answer: {
      chunks: [
        ...["O", "T"].map((content, index) => ({
          ...chunk({}),
          choices: [{ index, delta: { role: "assistant", content }, finish_reason: null }],
        })),
        ...["ne.", "wo."].map((content, index) => ({
          ...chunk({}),
          choices: [{ index, delta: { content }, finish_reason: null }],
        })),
        ...["stop", "length"].map((finish_reason, index) => ({
          ...chunk({}),
          choices: [{ index, delta: {}, finish_reason }],
        })),
        { ...top, object: "chat.completion.chunk", choices: [], usage },
      ],
    },
  },
  {
    name: "image",
    body: {
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "What is it?" },
            { type: "image_url", image_url: { url: picture, detail: "low" } },
          ],
        },
      ],
    },
    answer: whole({ content: "A dot." }),
  },
  {
    name: "content-parts",
    body: { messages: [{ role: "user", content: [{ type: "text", text: "Say it." }] }] },
    answer: whole({ content: "It." }),
  },
  {
    name: "length",
    body: { messages: ask(), max_tokens: 3 },
    answer: whole({ content: "It" }, {}, "length"),
  },
  {
    name: "long-stream",
    body: { messages: ask(), ...streamed },
    answer: chunks(longAnswer.map((content) => ({ content }))),
  },
  {
    name: "unauthorized",
    body: { messages: ask() },
    answer: refused(401, {
      message: "Incorrect API key provided.",
      type: "invalid_request_error",
      param: null,
      code: "invalid_api_key",
    }),
  },
  {
    name: "no-such-model",
    body: { messages: ask() },
    answer: refused(404, {
      message: "The model does not exist.",
      type: "invalid_request_error",
      param: "model",
      code: "model_not_found",
    }),
  },
  {
    name: "too-long",
    body: { messages: ask() },
    answer: refused(400, {
      message: "This model's maximum context length is 4096 tokens.",
      type: "invalid_request_error",
      param: "messages",
      code: "context_length_exceeded",
    }),
  },
  {
    name: "filtered",
    body: { messages: ask() },
    answer: refused(400, {
      message: "The prompt was filtered.",
      type: "invalid_request_error",
      param: "prompt",
      code: "content_filter",
    }),
  },
  {
    name: "rate-limited",
    body: { messages: ask() },
    answer: refused(
      429,
      { message: "Slow down.", type: "requests", param: null, code: "rate_limit_exceeded" },
      { "retry-after": "7" },
    ),
  },
  {
    name: "no-quota",
    body: { messages: ask() },
    answer: refused(429, {
      message: "You exceeded your current quota.",
      type: "insufficient_quota",
      param: null,
      code: "insufficient_quota",
    }),
  },
  {
    name: "server-fault",
    body: { messages: ask() },
    answer: refused(500, { message: "Oops.", type: "server_error", param: null, code: null }),
  },
  {
    name: "stream-refused",
    body: { messages: ask(), ...streamed },
    answer: refused(400, {
      message: "Too long.",
      type: "invalid_request_error",
      param: "messages",
      code: "context_length_exceeded",
    }),
  },
  {
    name: "error-in-stream",
    body: { messages: ask(), ...streamed },
    answer: {
      chunks: [
        chunk({ role: "assistant", content: "I" }),
        { error: { message: "Overloaded.", type: "server_error", param: null, code: "overloaded" } },
      ],
    },
  },
];
