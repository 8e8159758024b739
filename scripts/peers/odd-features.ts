import { type Feature, ask, whole, chunks, streamed, call, piece, tools } from "./parts.ts";

/** Two calls, as the merged chunks of a stream read. */
const calledTwice = {
  ...whole({}).whole,
  object: "chat.completion.chunk",
  choices: [
    {
      index: 0,
      text: { role: "assistant" },
      calls: [call("c1", "weather", `{"city":"Bonn"}`), call("c2", "clock", `{"city":"Ulm"}`)],
      finish_reason: "tool_calls",
    },
  ],
  streamedCalls: "at once",
};

/** What only some servers send and clients differ about: compared field by field over plain HTTP. */
export const oddFeatures: Feature[] = [
  {
    name: "tools-no-index",
    body: { messages: ask(), tools, ...streamed },
    answer: chunks(
      [piece(null, "c1", "weather", '{"city":"Bonn"}'), piece(null, "c2", "clock", '{"city":"Ulm"}')],
      "tool_calls",
    ),
    means: calledTwice,
  },
  {
    name: "arguments-object",
    body: { messages: ask(), tools },
    answer: whole({ content: null, tool_calls: [call("c1", "weather", { city: "Bonn" })] }, {}, "tool_calls"),
    means: whole({ content: null, tool_calls: [call("c1", "weather", '{"city":"Bonn"}')] }, {}, "tool_calls")
      .whole,
  },
  {
    name: "functions",
    body: { messages: ask(), functions: [{ name: "weather", parameters: {} }] },
    answer: whole(
      { content: null, function_call: { name: "weather", arguments: "{}" } },
      {},
      "function_call",
    ),
  },
  {
    name: "parts-answer",
    body: { messages: ask() },
    answer: whole({
      content: [
        { type: "thinking", thinking: [{ type: "text", text: "hm" }] },
        { type: "text", text: "It." },
      ],
    }),
    means: whole({ content: "It.", reasoning_content: "hm" }).whole,
  },
  {
    name: "unknown-members",
    body: { messages: ask() },
    answer: {
      whole: {
        ...whole({ content: "It.", odd: { x: 1 } }, { odd_choice: [2] }).whole,
        citations: ["https://a.example"],
      },
    },
  },
];

const embedding = (seed: number, count = 4) =>
  Array.from({ length: count }, (_, at) => Math.fround(Math.sin(seed + at)));
export const embeddingFeatures: Feature[] = [
  {
    name: "embed",
    path: "embeddings",
    body: { input: "one" },
    answer: { whole: { vectors: [embedding(1)] } },
  },
  {
    name: "embed-batch",
    path: "embeddings",
    body: { input: ["one", "two"], encoding_format: "float" },
    answer: { whole: { vectors: [embedding(1), embedding(2)] } },
  },
  {
    name: "embed-base64",
    path: "embeddings",
    body: { input: ["one"], encoding_format: "base64", dimensions: 4, user: "u-1" },
    answer: { whole: { vectors: [embedding(1)] } },
  },
  {
    name: "embed-tokens",
    path: "embeddings",
    body: {
      input: [
        [1, 2, 3],
        [4, 5],
      ],
      encoding_format: "float",
    },
    answer: { whole: { vectors: [embedding(1), embedding(2)] } },
  },
];
