import type { TransportTarget } from "../transport.ts";
import type { AiSdkKind } from "../../constants.ts";
import type { ChatEvent, ChatRequest } from "../schema.ts";
import { ChatModel } from "../chat-model.ts";
import { transportOf } from "../create.ts";
import { likeOpenAi } from "./answers-like-openai.testing.ts";
import { own } from "./answers-own.testing.ts";
import { type Answer, key, type Provider } from "./recorded.testing.ts";
import type { Wire } from "./wire.testing.ts";

/** Shapes as the providers' own recorded answers have them. */
export const providers: Record<AiSdkKind, Provider> = { ...likeOpenAi, ...own };

/** A connection of a kind to the loopback server. */
export async function open(
  wire: Wire,
  kind: AiSdkKind,
  changes: Partial<TransportTarget> = {},
): Promise<ChatModel> {
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

export const hello: ChatRequest = {
  messages: [
    { role: "system", content: "Be short." },
    { role: "user", content: "Say hello." },
  ],
};

/** Plays an answer and asks for it. */
export async function ask(wire: Wire, kind: AiSdkKind, answer: Answer, request: ChatRequest = hello) {
  wire.play(answer);
  const events: ChatEvent[] = [];
  for await (const event of (await open(wire, kind)).converse(request)) events.push(event);
  const text = (type: "delta" | "reasoning") =>
    events.map((event) => (event.type === type ? event.text : "")).join("");
  const end = events.at(-1);
  if (end?.type !== "end") throw new Error("no end");
  return { text: text("delta"), thinking: text("reasoning"), end, seen: wire.seen.at(-1) };
}
