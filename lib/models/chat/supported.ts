import type { ChatMessage, ChatRequest } from "./schema.ts";
import type { ConnectionKind } from "../kinds.ts";
import { type MediaPart, sentParts } from "./message-parts.ts";

type Asked = Omit<ChatRequest, "messages">;

/** What a kind of connection cannot pass on, beside the members that only OpenAI's protocol has a place for. */
const lacks: Record<ConnectionKind, { settings: (keyof Asked)[]; extra: string[] | "any" }> = {
  openai_compatible: { settings: [], extra: "any" },
  anthropic: { settings: ["frequencyPenalty", "presencePenalty", "seed"], extra: ["top_k"] },
  google: { settings: ["frequencyPenalty", "presencePenalty", "seed"], extra: ["top_k"] },
  // As each package of the AI SDK warns; what it has no name for cannot be passed on.
  azure: { settings: [], extra: ["reasoning_effort"] },
  bedrock: {
    settings: ["frequencyPenalty", "presencePenalty", "seed"],
    extra: ["top_k", "reasoning_effort"],
  },
  vertex: { settings: [], extra: ["top_k", "reasoning_effort"] },
  mistral: { settings: [], extra: ["reasoning_effort"] },
  cohere: { settings: [], extra: ["top_k", "reasoning_effort"] },
  groq: { settings: [], extra: ["reasoning_effort"] },
  xai: { settings: ["frequencyPenalty", "presencePenalty", "stop"], extra: ["reasoning_effort"] },
  deepseek: { settings: ["seed"], extra: ["reasoning_effort"] },
  local: { settings: ["frequencyPenalty", "presencePenalty", "tools", "toolChoice"], extra: [] },
  // Made-up text follows no setting at all, and says that it is made up.
  simulated: { settings: [], extra: "any" },
};

/** OpenAI's names of our settings, for messages. */
const wireNames: Partial<Record<keyof Asked, string>> = {
  frequencyPenalty: "frequency_penalty",
  presencePenalty: "presence_penalty",
  toolChoice: "tool_choice",
};

/** Members that ask for nothing: what a provider does anyway, or what concerns the caller's own records. */
const idle: Record<string, (value: unknown) => boolean> = {
  user: () => true,
  stream: () => true,
  // The setting of the same meaning is what counts.
  max_completion_tokens: () => true,
  n: (value) => value === 1,
  logprobs: (value) => value === false,
  top_logprobs: (value) => value === 0,
  logit_bias: (value) => typeof value === "object" && value !== null && Object.keys(value).length === 0,
  store: () => true,
  stream_options: () => true,
  service_tier: (value) => value === "auto" || value === "default",
  parallel_tool_calls: (value) => value === true,
  modalities: (value) => Array.isArray(value) && value.every((mode) => mode === "text"),
};

/** Members that a caller's program looks for in the answer: also made-up text cannot pass them by. */
const inTheAnswer = new Set(["n", "logprobs", "top_logprobs"]);

/** The parts beside text that each kind's protocol has a place for and its package passes on. */
const passedParts: Record<ConnectionKind, readonly MediaPart["type"][]> = {
  openai_compatible: [],
  anthropic: ["image_url", "file"],
  google: ["image_url", "file", "input_audio"],
  azure: ["image_url", "file", "input_audio"],
  bedrock: ["image_url", "file"],
  vertex: ["image_url", "file", "input_audio"],
  mistral: ["image_url", "file"],
  cohere: ["image_url"],
  groq: ["image_url"],
  xai: ["image_url"],
  deepseek: [],
  local: [],
  simulated: [],
};

/** What Anthropic takes as a document beside text. */
const anthropicFiles = new Set(["application/pdf", "image/jpeg", "image/png", "image/gif", "image/webp"]);

const readParts = new Set(["text", "refusal", "thinking"]);

/**
 * The parts of messages (pictures, files, sound) that a connection of this kind could not pass on, in words: their types,
 * a file's media type, or that a file came by an id that only the server which keeps it knows.
 */
export function unsupportedParts(kind: ConnectionKind, messages: readonly ChatMessage[]): string[] {
  if (kind === "openai_compatible") return [];
  const refused = messages.flatMap((message) => {
    const readable = sentParts(message).filter((part) => part.type !== "text");
    const sent = partTypesOf(message);
    const isUser = message.role === "user";
    const unread = sent.filter((type) => !isUser || !passedParts[kind].some((passed) => passed === type));
    const withoutBytes = readable.length < sent.length ? sent.filter((type) => type === "file") : [];
    const files =
      kind === "anthropic"
        ? readable.flatMap(({ type, mediaType }) => (type === "file" ? [mediaType ?? "unknown"] : []))
        : [];
    const otherFiles = files.filter((type) => !type.startsWith("text/") && !anthropicFiles.has(type));
    return [
      ...unread,
      ...(unread.includes("file") ? [] : withoutBytes.map(() => "file without file_data")),
      ...otherFiles.map((type) => `file of ${type}`),
    ];
  });
  return [...new Set(refused)];
}

/** The types of a message's parts beside its text. */
function partTypesOf({ asSent }: ChatMessage): string[] {
  const content = asSent?.["content"];
  if (!Array.isArray(content)) return [];
  // The API's schema lets parts with a type in only.
  return (content as { type: string }[]).map(({ type }) => type).filter((type) => !readParts.has(type));
}

/** The members of a request that a connection of this kind would have to drop; empty when it can be asked as it is. */
export function unsupportedMembers(kind: ConnectionKind, asked: Asked): string[] {
  const { settings, extra } = lacks[kind];
  const members = Object.entries(asked.extra ?? {}).filter(([name, value]) => !idle[name]?.(value));
  const isForced =
    asked.toolChoice !== undefined && asked.toolChoice !== "auto" && asked.toolChoice !== "none";
  return [
    ...settings.filter((name) => isAsked(asked[name])).map((name) => wireNames[name] ?? name),
    ...(kind === "simulated" && isForced ? ["tool_choice"] : []),
    ...(kind === "simulated" ? members.map(([name]) => name).filter((name) => inTheAnswer.has(name)) : []),
    ...members.map(([name]) => name).filter((name) => extra !== "any" && !extra.includes(name)),
  ];
}

function isAsked(value: unknown): boolean {
  if (value === undefined || value === 0 || value === "auto" || value === "none") return false;
  return !Array.isArray(value) || value.length > 0;
}
