import { AppError } from "#platform/errors";
import type { ChatEvent, ChatRequest } from "./schema.ts";
import { openAiTransport, type OpenAiTarget, type WireForm } from "./openai.ts";
import { addressKey, atOwnAddress, whole } from "./own-address.ts";
import type { ChatTransport } from "./transport.ts";

/** The member of `extra` that says: the prompt came as a list of one, and goes on as one. */
export const promptListMember = "prompt_is_a_list";

/** OpenAI's older `/completions`: one text goes in, and what follows on it comes out. */
const completionsForm: WireForm = {
  path: "/completions",
  bodyOf: ({ messages, temperature, topP, maxTokens, stop, seed, ...request }, model, { isStream }) => {
    const { frequencyPenalty, presencePenalty } = request;
    const { [promptListMember]: isList, ...extra } = request.extra ?? {};
    const prompt = promptOf({ messages });
    const body = {
      ...extra,
      model,
      prompt: isList === true ? [prompt] : prompt,
      temperature,
      top_p: topP,
      max_tokens: maxTokens,
      frequency_penalty: frequencyPenalty,
      presence_penalty: presencePenalty,
      stop: stop?.length ? stop : undefined,
      seed,
      ...(isStream ? { stream: true, stream_options: { include_usage: true } } : {}),
    };
    return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
  },
  reader: () => (answer) => answer,
};

/** A server's `/completions`, or its chat where it has none. */
export function completionsTransport(target: OpenAiTarget, chat: ChatTransport): ChatTransport {
  async function* asChat(request: ChatRequest, events: () => AsyncIterable<ChatEvent>) {
    let isToSay = request.extra?.["echo"] === true;
    for await (const event of events()) {
      // Not before the server has taken the call: what it refuses is no answer that began.
      if (isToSay && event.type !== "head") yield { type: "delta" as const, text: promptOf(request) };
      isToSay &&= event.type === "head";
      yield event;
    }
  }
  const stream = (request: ChatRequest, signal: AbortSignal | undefined) =>
    asChat(request, () => chat.stream(completionAsChat(request), signal));
  const complete = async (request: ChatRequest, signal: AbortSignal | undefined) => {
    const events = await whole(chat, completionAsChat(request), signal);
    return request.extra?.["echo"] === true
      ? [{ type: "delta" as const, text: promptOf(request) }, ...events]
      : events;
  };
  return atOwnAddress({
    own: openAiTransport(target, completionsForm),
    chat: { stream, complete },
    key: `completions ${addressKey(target)}`,
    isLackingSaid: (message) => chatOnly.test(message),
  });
}

/** OpenAI's 404 for a model that only chats: "This is a chat model and not supported in the v1/completions endpoint." */
const chatOnly = / It said: This is a chat model\b/;

const promptOf = ({ messages }: Pick<ChatRequest, "messages">) =>
  messages.map(({ content }) => content).join("\n");

/** A completion asked as chat: the prompt is the user's message. Throws invalid_input for what chat cannot be asked. */
export function completionAsChat<Asked extends Pick<ChatRequest, "extra" | "wire">>(
  asked: Asked,
): Omit<Asked, "wire"> {
  const { wire: _, ...request } = asked;
  const given: Record<string, unknown> = request.extra ?? {};
  const { echo, suffix, best_of: bestOf, logprobs, [promptListMember]: _list, ...extra } = given;
  const isBest = typeof bestOf === "number" && bestOf > (typeof extra["n"] === "number" ? extra["n"] : 1);
  const hasLogprobs = typeof logprobs === "number";
  for (const [member, isAsked] of [
    ["suffix", typeof suffix === "string" && suffix !== ""],
    ["best_of", isBest],
    ["echo together with logprobs", echo === true && hasLogprobs],
  ] as const)
    if (isAsked)
      throw new AppError(
        "invalid_input",
        `${member}: this model answers chat only, which has no such thing. Leave it out, or choose a model whose server has /completions.`,
      );
  const logprobsAsked = hasLogprobs
    ? { logprobs: true, ...(logprobs > 0 ? { top_logprobs: logprobs } : {}) }
    : {};
  return { ...request, extra: { ...extra, ...logprobsAsked } };
}
