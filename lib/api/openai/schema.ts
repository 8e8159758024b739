import { z } from "zod";
import { CallSettings } from "#schema/models";
import { filePurposes, fileRules } from "#constants/files";
import { ListFilesInput } from "#schema/files";

const Part = z.looseObject({ type: z.string(), text: z.string().optional() });
const Content = z.union([z.string(), z.array(Part)]).nullish();
const ToolCall = z.looseObject({
  id: z.string(),
  function: z.looseObject({ name: z.string(), arguments: z.string() }),
});

const Message = z.looseObject({
  role: z.enum(["system", "developer", "user", "assistant", "tool", "function"]),
  content: Content,
  name: z.string().optional(),
  tool_calls: z.array(ToolCall).optional(),
  tool_call_id: z.string().optional(),
});
export type OpenAiMessage = z.output<typeof Message>;

const { temperature, topP, maxTokens, frequencyPenalty, presencePenalty, seed } = CallSettings.shape;

/** OpenAI's body of POST /chat/completions with our three additions; members we do not know go on to the server as they are. */
export const ChatCompletionBody = z.looseObject({
  model: z
    .string()
    .min(1)
    .max(300)
    .describe(
      "`connection/model`, a model's name that is unique in the project, a stored route: `route:support`, `route:support@3`, or a prompt: `prompt:support/triage@production`, `prompt:support/triage@7`.",
    ),
  messages: z
    .array(Message)
    .max(2_000)
    .default([])
    .describe("With a prompt: what goes on after the prompt's own messages; may be empty."),
  prompt: z
    .string()
    .max(300)
    .optional()
    .describe("Ours: a prompt reference, beside a `model` that names the model."),
  variables: z.record(z.string(), z.unknown()).optional().describe("Ours: the prompt's variables."),
  target: z
    .string()
    .max(300)
    .optional()
    .describe(
      "Ours: the model, or the route, for a `model` that names a prompt; else the one it was released with.",
    ),
  temperature: temperature.nullable(),
  top_p: topP.nullable(),
  max_tokens: maxTokens.nullable(),
  max_completion_tokens: maxTokens.nullable(),
  frequency_penalty: frequencyPenalty.nullable(),
  presence_penalty: presencePenalty.nullable(),
  stop: z.union([z.string(), z.array(z.string()).max(16)]).nullish(),
  seed: seed.nullable(),
  n: z.number().int().min(1).max(128).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  tools: z.array(z.record(z.string(), z.unknown())).max(128).nullish(),
  tool_choice: z.union([z.string(), z.record(z.string(), z.unknown())]).nullish(),
  response_format: z
    .looseObject({
      type: z.string(),
      json_schema: z.looseObject({ schema: z.record(z.string(), z.unknown()).optional() }).optional(),
    })
    .nullish(),
  logprobs: z
    .boolean()
    .nullish()
    .describe("In the answer and the record, unless a policy changed a text: they spell it out."),
  top_logprobs: z.number().nullish(),
  logit_bias: z.record(z.string(), z.number()).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  user: z.string().max(500).nullish(),
});
export type ChatCompletionBody = z.output<typeof ChatCompletionBody>;

const Usage = z.object({
  prompt_tokens: z.number().int().describe("All input; cached and cache-written tokens are a part of it."),
  completion_tokens: z.number().int().describe("All output; thinking is a part of it."),
  total_tokens: z.number().int(),
  prompt_tokens_details: z
    .object({
      cached_tokens: z.number().int().optional(),
      cache_write_tokens: z.number().int().optional(),
      audio_tokens: z.number().int().optional(),
    })
    .optional()
    .describe("What the provider said; what it did not is left out."),
  completion_tokens_details: z
    .object({ reasoning_tokens: z.number().int().optional(), audio_tokens: z.number().int().optional() })
    .optional(),
});

export const ChatCompletion = z.object({
  id: z
    .string()
    .describe("The generation's id: post feedback on it, read it at /api/v1/generations/{generationId}."),
  object: z.literal("chat.completion"),
  created: z.number(),
  model: z.string(),
  choices: z.array(
    z.object({
      index: z.number(),
      message: z.object({
        role: z.literal("assistant"),
        content: z.string().nullable(),
        refusal: z.string().nullable().describe("The model's own words for why it does not answer."),
        reasoning_content: z
          .string()
          .optional()
          .describe("What the model thought before it answered, where the provider shows it."),
        tool_calls: z.array(z.unknown()).optional(),
        function_call: z
          .unknown()
          .optional()
          .describe("The one call, for requests that used the older `functions`."),
      }),
      finish_reason: z.string(),
    }),
  ),
  usage: Usage.optional(),
  valueloop: z.object({
    generation_id: z.string(),
    cost_usd: z.number().nullable().describe("Null is unknown; 0 is free."),
    usage_is_estimated: z
      .boolean()
      .nullable()
      .describe("True when the provider did not count: tokens, cost and carbon are estimates."),
    carbon_grams: z.number().nullable(),
    latency_ms: z.number(),
    is_simulated: z.boolean(),
  }),
});

const Tokens = z.array(z.number().int().min(0)).min(1).max(100_000);

/** OpenAI's body of the older POST /completions; members we do not know go on to the server as they are. */
export const CompletionsBody = z.looseObject({
  model: z
    .string()
    .min(1)
    .max(300)
    .describe(
      "`connection/model`, a model's name that is unique in the project, or a stored route. A server that has /completions is asked there, any other by chat.",
    ),
  prompt: z
    .union([z.string(), z.array(z.string()).min(1).max(128), Tokens, z.array(Tokens).min(1).max(128)])
    .describe("Texts: each of a list is a call of its own. Numbers of tokens are refused."),
  temperature: temperature.nullable(),
  top_p: topP.nullable(),
  max_tokens: maxTokens.nullable(),
  frequency_penalty: frequencyPenalty.nullable(),
  presence_penalty: presencePenalty.nullable(),
  stop: z.union([z.string(), z.array(z.string()).max(16)]).nullish(),
  seed: seed.nullable(),
  n: z.number().int().min(1).max(128).nullish(),
  best_of: z.number().int().min(1).max(128).nullish(),
  echo: z.boolean().nullish(),
  suffix: z.string().nullish(),
  logprobs: z.number().int().min(0).max(20).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  user: z.string().max(500).nullish(),
});
export type CompletionsBody = z.output<typeof CompletionsBody>;

const Item = z.looseObject({ type: z.string().optional(), role: z.string().optional() });

/** OpenAI's body of POST /responses; members we do not know go on to a server that has it. */
export const ResponsesBody = z.looseObject({
  model: z
    .string()
    .min(1)
    .max(300)
    .describe(
      "`connection/model`, a model's name that is unique in the project, or a stored route. A server that has /responses is asked there, any other by chat.",
    ),
  input: z.union([z.string(), z.array(Item).max(2_000)]).optional(),
  instructions: z.string().nullish(),
  max_output_tokens: maxTokens.nullable(),
  temperature: temperature.nullable(),
  top_p: topP.nullable(),
  tools: z
    .array(z.looseObject({ type: z.string() }))
    .max(128)
    .nullish()
    .describe("Functions; a server's own tools where it has /responses."),
  tool_choice: z.union([z.string(), z.record(z.string(), z.unknown())]).nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  text: z
    .looseObject({
      format: z
        .looseObject({ type: z.string(), schema: z.record(z.string(), z.unknown()).optional() })
        .nullish(),
    })
    .nullish(),
  reasoning: z.looseObject({ effort: z.string().nullish() }).nullish(),
  stream: z.boolean().nullish(),
  background: z.boolean().nullish().describe("Refused: a call is answered here."),
  store: z
    .boolean()
    .nullish()
    .describe("For a server that has /responses. Here every call is kept as a generation in any case."),
  previous_response_id: z
    .string()
    .nullish()
    .describe("For a server that has /responses; refused for any other: send the whole conversation."),
  truncation: z.string().nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  user: z.string().max(500).nullish(),
});
export type ResponsesBody = z.output<typeof ResponsesBody>;

export const ModerationsBody = z.looseObject({
  input: z.union([
    z.string(),
    z.array(z.string()).min(1).max(2_048),
    z.array(z.looseObject({ type: z.string() })).min(1),
  ]),
  model: z
    .string()
    .max(300)
    .optional()
    .describe(
      "A model of a connection whose server has /moderations. Left out: the only one of the project that is called a moderation model.",
    ),
});
export type ModerationsBody = z.output<typeof ModerationsBody>;

export const ModerationsAnswer = z.looseObject({
  results: z.array(
    z.looseObject({
      flagged: z.boolean(),
      categories: z.record(z.string(), z.boolean().nullable()),
      category_scores: z.record(z.string(), z.number().nullable()),
    }),
  ),
});

export const EmbeddingsBody = z.looseObject({
  input: z
    .union([
      z.string(),
      z.array(z.string()).min(1).max(2_048),
      z.array(z.number().int().min(0)).min(1).max(100_000),
      z
        .array(z.array(z.number().int().min(0)).min(1))
        .min(1)
        .max(2_048),
    ])
    .describe(
      "Texts; numbers of tokens too where the model is a connection's and no policy looks at what goes out.",
    ),
  model: z
    .string()
    .max(300)
    .optional()
    .describe(
      "`connection/model`, or a model's name that is unique in the project; its connection is sent the body as it is. Left out: the project's own embedding model, of whose vectors a long text's is the mean of its parts'.",
    ),
  encoding_format: z.enum(["float", "base64"]).nullish(),
  dimensions: z.number().int().min(1).nullish(),
});
export type EmbeddingsBody = z.output<typeof EmbeddingsBody>;

const Additions = ChatCompletion.shape.valueloop;

export const ResponseAnswer = z.looseObject({
  id: z
    .string()
    .describe("The generation's id, or that of a server's own response; the header has the generation's."),
  object: z.literal("response"),
  status: z.string(),
  model: z.string(),
  output: z.array(z.looseObject({ type: z.string() })),
  valueloop: Additions,
});

export const Completion = z.object({
  id: z.string().describe("The generation's id; of several prompts the first one's."),
  object: z.literal("text_completion"),
  created: z.number(),
  model: z.string(),
  choices: z.array(
    z.object({
      index: z.number(),
      text: z.string(),
      logprobs: z.unknown(),
      finish_reason: z.string(),
    }),
  ),
  usage: Usage.optional(),
  valueloop: Additions,
});

export const EmbeddingsAnswer = z.object({
  object: z.literal("list"),
  model: z.string(),
  data: z.array(
    z.object({
      object: z.literal("embedding"),
      index: z.number(),
      embedding: z.union([z.array(z.number()), z.string()]),
    }),
  ),
  usage: z.object({ prompt_tokens: z.number(), total_tokens: z.number() }),
});

export const Model = z.object({
  id: z.string(),
  object: z.literal("model"),
  created: z.number(),
  owned_by: z.string(),
  valueloop: z
    .object({ connection_id: z.string(), model: z.string() })
    .nullable()
    .describe(
      "Ours: what a prompt's settings name it by; of a route its first target, of a prompt what it was released with, or null.",
    ),
});

export const ModelList = z.object({ object: z.literal("list"), data: z.array(Model) });

/** What may be put here, and what for; sent as multipart/form-data. */
export const FileUpload = z.strictObject({
  file: z.file().describe("At most 20 MB."),
  purpose: z.enum(filePurposes),
  "expires_after[anchor]": z.literal("created_at").optional(),
  "expires_after[seconds]": z.coerce
    .number()
    .int()
    .min(fileRules.leastLife)
    .max(fileRules.mostLife)
    .optional(),
});

/** OpenAI's query of GET /files. */
export const FilesQuery = z.strictObject(ListFilesInput.shape);

export const OpenAiFile = z.object({
  id: z.string(),
  object: z.literal("file"),
  bytes: z.int(),
  created_at: z.int(),
  expires_at: z.int().optional(),
  filename: z.string(),
  purpose: z.enum(filePurposes),
  status: z.literal("processed"),
});
export type OpenAiFile = z.output<typeof OpenAiFile>;

export const OpenAiFileList = z.object({
  object: z.literal("list"),
  data: z.array(OpenAiFile),
  first_id: z.string().nullable(),
  last_id: z.string().nullable(),
  has_more: z.boolean(),
});

export const DeletedFile = z.object({ id: z.string(), object: z.literal("file"), deleted: z.literal(true) });
