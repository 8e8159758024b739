/** What the features of features.ts are made of. */
/** One thing a program may ask or be answered, as the mock upstream plays it. */
export type Feature = {
  name: string;
  /** The request below `/v1`, without its model; `chat/completions` where nothing is said. */
  path?: "embeddings" | "completions" | "responses" | "moderations";
  body?: Record<string, unknown>;
  answer: Whole | Chunks | Refused;
  /** What a program should read where the upstream's own form is one that clients stumble over. */
  means?: Whole["whole"];
};
export type Whole = { whole: Record<string, unknown> };
export type Chunks = { chunks: (Record<string, unknown> | string)[]; pauseMs?: number };
export type Refused = { status: number; error: unknown; headers?: Record<string, string> };

export const top = {
  id: "chatcmpl-mock",
  created: 1_700_000_000,
  model: "mock-1-2026-01-01",
  system_fingerprint: "fp_44709d6fcb",
  service_tier: "default",
};
export const usage = {
  prompt_tokens: 1_000,
  completion_tokens: 100,
  total_tokens: 1_100,
  prompt_tokens_details: { cached_tokens: 800 },
  completion_tokens_details: { reasoning_tokens: 60 },
};
export const ask = (text = "Say it.") => [{ role: "user", content: text }];

export type Json = Record<string, unknown>;
export const whole = (message: Json, more: Json = {}, finish = "stop"): Whole => ({
  whole: {
    ...top,
    object: "chat.completion",
    choices: [{ index: 0, message: { role: "assistant", ...message }, finish_reason: finish, ...more }],
    usage,
  },
});
export const chunk = (delta: Json, more: Json = {}): Json => ({
  ...top,
  object: "chat.completion.chunk",
  choices: [{ index: 0, delta, finish_reason: null, ...more }],
});
export const chunks = (deltas: Json[], finish = "stop"): Chunks => ({
  chunks: [
    chunk({ role: "assistant", content: "" }),
    ...deltas.map((delta) => chunk(delta)),
    chunk({}, { finish_reason: finish }),
    { ...top, object: "chat.completion.chunk", choices: [], usage },
  ],
});
export const streamed = { stream: true, stream_options: { include_usage: true } };
export const call = (id: string, name: string, given: unknown) => ({
  id,
  type: "function",
  function: { name, arguments: given },
});
export const piece = (index: number | null, id: string | null, name: string | null, given: string): Json => ({
  tool_calls: [
    {
      ...(index === null ? {} : { index }),
      ...(id === null ? {} : { id, type: "function" }),
      function: { ...(name === null ? {} : { name }), arguments: given },
    },
  ],
});
export const tool = (name: string) => ({
  type: "function",
  function: {
    name,
    description: `Reads the ${name}.`,
    strict: true,
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
});
export const tools = [tool("weather"), tool("clock")];
export const likely = (token: string, logprob: number) => ({
  token,
  logprob,
  bytes: [...Buffer.from(token)],
  top_logprobs: [{ token, logprob, bytes: [...Buffer.from(token)] }],
});
export const refused = (status: number, error: Json, headers: Record<string, string> = {}): Refused => ({
  status,
  error: { error },
  headers,
});
export const picture =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
export const schemaFormat = {
  type: "json_schema",
  json_schema: {
    name: "ticket",
    description: "A sorted ticket.",
    strict: true,
    schema: {
      type: "object",
      properties: { category: { type: "string" } },
      required: ["category"],
      additionalProperties: false,
    },
  },
};
export const citation = {
  type: "url_citation",
  url_citation: { url: "https://a.example", title: "A", start_index: 0, end_index: 3 },
};
