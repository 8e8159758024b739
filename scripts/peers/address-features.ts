import { type Feature, type Json, refused, schemaFormat, usage as chatUsage } from "./parts.ts";

/** OpenAI's addresses beside chat and embeddings, as a server that has them plays them. */
const completionTop = {
  id: "cmpl-mock",
  created: 1_700_000_000,
  model: "mock-1-2026-01-01",
  object: "text_completion",
};
const { prompt_tokens: input, completion_tokens: output, total_tokens: total } = chatUsage;
const plain = { prompt_tokens: input, completion_tokens: output, total_tokens: total };
const logprobs = {
  tokens: ["It", "."],
  token_logprobs: [-0.1, -0.2],
  top_logprobs: [{ It: -0.1 }, { ".": -0.2 }],
  text_offset: [0, 2],
};
const choice = (text: string, index = 0, more: Json = {}) => ({
  text,
  index,
  logprobs: null,
  finish_reason: "stop",
  ...more,
});
const piece = (text: string, reason: string | null = null): Json => ({
  ...completionTop,
  choices: [{ text, index: 0, logprobs: null, finish_reason: reason }],
});

const responseUsage = {
  input_tokens: input,
  input_tokens_details: { cached_tokens: 800 },
  output_tokens: output,
  output_tokens_details: { reasoning_tokens: 60 },
  total_tokens: total,
};
const said = (text: string, more: Json = {}) => ({
  id: "msg_1",
  type: "message",
  status: "completed",
  role: "assistant",
  content: [{ type: "output_text", text, annotations: [], logprobs: [], ...more }],
});
const called = (id: string, name: string, given: string) => ({
  id: `fc_${id}`,
  type: "function_call",
  status: "completed",
  call_id: id,
  name,
  arguments: given,
});
const thought = {
  id: "rs_1",
  type: "reasoning",
  summary: [{ type: "summary_text", text: "Hm." }],
  encrypted_content: "bG9uZyBhbmQgc2VhbGVk",
};
const searched = {
  id: "ws_1",
  type: "web_search_call",
  status: "completed",
  action: { type: "search", query: "it" },
};
const response = (items: Json[], more: Json = {}) => ({
  id: "resp_1",
  object: "response",
  created_at: 1_700_000_000,
  status: "completed",
  error: null,
  incomplete_details: null,
  instructions: null,
  max_output_tokens: null,
  model: "mock-1-2026-01-01",
  output: items,
  parallel_tool_calls: true,
  previous_response_id: null,
  reasoning: { effort: "low", summary: null },
  service_tier: "default",
  store: true,
  temperature: 1,
  text: { format: { type: "text" } },
  tool_choice: "auto",
  tools: [],
  top_p: 1,
  truncation: "disabled",
  usage: responseUsage,
  user: null,
  metadata: {},
  ...more,
});

/** The events by which a server streams some items, each text and each call's arguments in two pieces. */
function events(items: Json[]): Json[] {
  const begun = { ...response([]), status: "in_progress", usage: null };
  const made: Json[] = [
    { type: "response.created", response: begun },
    { type: "response.in_progress", response: begun },
    ...items.flatMap((item, at) => eventsOf(item, at)),
    { type: "response.completed", response: response(items) },
  ];
  return made.map((event, sequence_number) => ({ ...event, sequence_number }));
}

function eventsOf(item: Json, output_index: number): Json[] {
  const place = { item_id: item["id"], output_index };
  const halves = (text: string) => [text.slice(0, 2), text.slice(2)];
  const inside: Json[] = [];
  const empty: Json = { ...item, status: "in_progress" };
  if (item["type"] === "message") {
    const [part] = item["content"] as (Json & { text: string })[];
    const at = { ...place, content_index: 0 };
    empty["content"] = [];
    inside.push({ type: "response.content_part.added", ...at, part: { ...part, text: "" } });
    for (const delta of halves(part?.text ?? ""))
      inside.push({ type: "response.output_text.delta", ...at, delta, logprobs: [] });
    inside.push({ type: "response.output_text.done", ...at, text: part?.text, logprobs: [] });
    inside.push({ type: "response.content_part.done", ...at, part });
  } else if (item["type"] === "function_call") {
    empty["arguments"] = "";
    for (const delta of halves(String(item["arguments"])))
      inside.push({ type: "response.function_call_arguments.delta", ...place, delta });
    inside.push({
      type: "response.function_call_arguments.done",
      ...place,
      name: item["name"],
      arguments: item["arguments"],
    });
  } else if (item["type"] === "reasoning") {
    const at = { ...place, summary_index: 0 };
    empty["summary"] = [];
    inside.push({
      type: "response.reasoning_summary_part.added",
      ...at,
      part: { type: "summary_text", text: "" },
    });
    inside.push({ type: "response.reasoning_summary_text.delta", ...at, delta: "Hm." });
    inside.push({ type: "response.reasoning_summary_text.done", ...at, text: "Hm." });
    inside.push({
      type: "response.reasoning_summary_part.done",
      ...at,
      part: { type: "summary_text", text: "Hm." },
    });
  }
  return [
    { type: "response.output_item.added", output_index, item: empty },
    ...inside,
    { type: "response.output_item.done", output_index, item },
  ];
}

const tool = (name: string) => ({
  type: "function",
  name,
  description: `Reads the ${name}.`,
  strict: true,
  parameters: {
    type: "object",
    properties: { city: { type: "string" } },
    required: ["city"],
    additionalProperties: false,
  },
});
const tools = [tool("weather"), tool("clock")];
const calls = [called("c1", "weather", '{"city":"Bonn"}'), called("c2", "clock", '{"city":"Ulm"}')];
const stream = { stream: true };
const tooLong = refused(400, {
  message: "This is too long.",
  type: "invalid_request_error",
  code: "context_length_exceeded",
  param: "input",
});

const completions = "completions" as const;
const responses = "responses" as const;
export const addressFeatures: Feature[] = [
  {
    name: "completion",
    path: completions,
    body: { prompt: "Say", max_tokens: 5 },
    answer: { whole: { ...completionTop, choices: [choice("It.")], usage: plain } },
  },
  {
    name: "completion-all",
    path: completions,
    body: {
      prompt: "Say",
      suffix: "!",
      echo: true,
      n: 2,
      best_of: 2,
      logprobs: 1,
      stop: ["END"],
      seed: 7,
      never_heard_of: { a: 1 },
    },
    answer: {
      whole: {
        ...completionTop,
        choices: [choice("SayIt.", 0, { logprobs }), choice("SaySo.", 1, { logprobs })],
        usage: plain,
      },
    },
  },
  {
    name: "completion-stream",
    path: completions,
    body: { prompt: "Say", stream: true, stream_options: { include_usage: true } },
    answer: {
      chunks: [piece("I"), piece("t."), piece("", "stop"), { ...completionTop, choices: [], usage: plain }],
    },
  },
  { name: "completion-too-long", path: completions, body: { prompt: "Say" }, answer: tooLong },
  {
    name: "response",
    path: responses,
    body: { input: "Say it." },
    answer: { whole: response([said("It.")]) },
  },
  {
    name: "response-all",
    path: responses,
    body: {
      instructions: "Be short.",
      input: [
        { role: "user", content: [{ type: "input_text", text: "Say it." }] },
        thought,
        calls[0],
        { type: "function_call_output", call_id: "c1", output: "rain" },
      ],
      temperature: 0.5,
      max_output_tokens: 50,
      reasoning: { effort: "low", summary: "auto" },
      include: ["reasoning.encrypted_content"],
      previous_response_id: "resp_0",
      store: true,
      truncation: "auto",
      metadata: { a: "b" },
      never_heard_of: [1],
    },
    answer: { whole: response([thought, said("It.")]) },
  },
  {
    name: "response-stream",
    path: responses,
    body: { input: "Say it.", ...stream },
    answer: { chunks: events([said("It is.")]) },
  },
  {
    name: "response-tools",
    path: responses,
    body: { input: "Say it.", tools },
    answer: { whole: response(calls) },
  },
  {
    name: "response-tools-stream",
    path: responses,
    body: { input: "Say it.", tools, ...stream },
    answer: { chunks: events(calls) },
  },
  {
    name: "response-schema",
    path: responses,
    body: { input: "Say it.", text: { format: { type: "json_schema", ...schemaFormat.json_schema } } },
    answer: { whole: response([said('{"category":"billing"}')]) },
  },
  {
    name: "response-reasoning-stream",
    path: responses,
    body: { input: "Say it.", ...stream },
    answer: { chunks: events([thought, said("It is.")]) },
  },
  {
    name: "response-search-stream",
    path: responses,
    body: { input: "Say it.", tools: [{ type: "web_search" }], ...stream },
    answer: { chunks: events([searched, said("It is.")]) },
  },
  {
    name: "response-cut",
    path: responses,
    body: { input: "Say it." },
    answer: {
      whole: response([said("It")], {
        status: "incomplete",
        incomplete_details: { reason: "max_output_tokens" },
      }),
    },
  },
  { name: "response-too-long", path: responses, body: { input: "Say it." }, answer: tooLong },
  {
    name: "moderation",
    path: "moderations",
    body: { input: ["Some words."] },
    answer: {
      whole: {
        id: "modr-1",
        model: "mock-1-2026-01-01",
        results: [
          {
            flagged: true,
            categories: { hate: true },
            category_scores: { hate: 0.9 },
            category_applied_input_types: { hate: ["text"] },
          },
        ],
      },
    },
  },
];
