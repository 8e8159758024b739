import type { ChatMessage } from "./schema.ts";
import { listOf, recordOf, textOf } from "./loose.ts";
import { aliveMember, announcedMember, openAiTransport, type OpenAiTarget, type WireForm } from "./openai.ts";
import { addressKey, atOwnAddress, whole } from "./own-address.ts";
import { agreedItem, responseAsChat } from "./responses-as-chat.ts";
import type { ChatTransport } from "./transport.ts";

type Loose = Record<string, unknown>;

/** The member of an answer's `message` that holds a server's whole response. */
const responseMember = "response";

/** OpenAI's `/responses`. A message that came as an item goes on as that item, after its judgement by the policies. */
const responsesForm: WireForm = {
  path: "/responses",
  bodyOf: ({ messages, temperature, topP, maxTokens, tools, toolChoice, extra }, model, { isStream }) => {
    const [first] = messages;
    const hasInstructions = first?.asSent?.["instructions"] === true;
    const body = {
      ...extra,
      model,
      instructions: hasInstructions ? first.content : undefined,
      input: inputOf(hasInstructions ? messages.slice(1) : messages),
      temperature,
      top_p: topP,
      max_output_tokens: maxTokens,
      tools,
      tool_choice: toolChoice,
      ...(isStream ? { stream: true } : {}),
    };
    return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
  },
  reader: () => {
    const reader = new ResponseReader();
    return (answer) => reader.read(answer);
  },
};

/** A server's `/responses`, or its chat where it has none. */
export function responsesTransport(target: OpenAiTarget, chat: ChatTransport): ChatTransport {
  return atOwnAddress({
    own: openAiTransport(target, responsesForm),
    chat: {
      stream: (request, signal) => chat.stream(responseAsChat(request), signal),
      complete: (request, signal) => whole(chat, responseAsChat(request), signal),
    },
    key: `responses ${addressKey(target)}`,
  });
}

/** A text by itself goes on as the text it came as. */
function inputOf(messages: readonly ChatMessage[]): unknown {
  const [only, ...others] = messages;
  if (only && others.length === 0 && only.asSent?.["item"] === undefined) return only.content;
  return messages.map((message) => agreedItem(message) ?? { role: message.role, content: message.content });
}

/** Reads a server's response, or its events, as chat's: each part goes where an answer of ours has a place for it. */
class ResponseReader {
  read(event: Loose): Loose | null {
    if (event["object"] === "response") return chatOf(event);
    const type = textOf(event["type"]) ?? "";
    const delta = event["delta"];
    switch (type) {
      case "response.output_text.delta":
        return deltaOf({ content: delta });
      case "response.refusal.delta":
        return deltaOf({ refusal: delta });
      case "response.reasoning_summary_text.delta":
      case "response.reasoning_text.delta":
        return deltaOf({ reasoning_content: delta });
      case "response.output_item.added":
        return this.#begun(event);
      case "response.function_call_arguments.delta":
        return pieceOf(event, { arguments: delta });
      case "response.created": {
        const { id, model } = recordOf(event["response"]) ?? {};
        return { model, choices: [], [announcedMember]: { response_id: id } };
      }
      case "response.completed":
      case "response.incomplete":
        return endOf(recordOf(event["response"]) ?? {});
      case "response.failed":
        return { error: recordOf(event["response"])?.["error"] ?? { message: "The response failed." } };
      case "error":
        return { error: recordOf(event["error"]) ?? event };
      default:
        return waiting.has(type) ? null : alive;
    }
  }

  #begun(event: Loose): Loose | null {
    const item = recordOf(event["item"]);
    if (!item) return alive;
    const { id, type, name, arguments: given = "", call_id: callId, encrypted_content: sealed } = item;
    // Nothing else of an item is told before the policies have judged it.
    const seal = typeof sealed === "string" && sealedText.test(sealed) ? { encrypted_content: sealed } : {};
    const announced = {
      [announcedMember]: { item: { id, type, output_index: event["output_index"], ...seal } },
    };
    if (type !== "function_call") return { ...alive, ...announced };
    return { ...pieceOf(event, { name, arguments: given }, callId), ...announced };
  }
}

/** Something of the answer has begun, of which nothing can be told yet: a model may think for minutes. */
const alive: Loose = { choices: [], [aliveMember]: true };

/** That a response exists, or waits for its turn, is no sign that it is under way. */
const waiting = new Set(["response.queued", "response.in_progress"]);

/** What a provider has encrypted is base64 of some length. */
const sealedText = /^[\w+/=-]{16,}$/;

const deltaOf = (delta: Loose): Loose => ({ choices: [{ index: 0, delta }] });

function pieceOf(event: Loose, called: Loose, id?: unknown): Loose {
  const call = { index: event["output_index"], ...(id ? { id, type: "function" } : {}), function: called };
  return deltaOf({ tool_calls: [call] });
}

/** A whole response as a whole answer of chat. */
function chatOf(response: Loose): Loose {
  const error = recordOf(response["error"]);
  if (error) return { error };
  const items = listOf(response["output"])
    .map(recordOf)
    .filter((item) => item !== null);
  const of = (type: string) => items.filter((item) => item["type"] === type);
  const parts = of("message").flatMap((item) => listOf(item["content"]).map(recordOf));
  const said = (type: string, member: string) =>
    parts.map((part) => (part?.["type"] === type ? (textOf(part[member]) ?? "") : "")).join("");
  const calls = of("function_call").map((item) => ({
    id: item["call_id"],
    type: "function",
    function: { name: item["name"], arguments: item["arguments"] },
  }));
  const message = {
    content: said("output_text", "text"),
    refusal: said("refusal", "refusal") || null,
    reasoning_content: of("reasoning").map(thoughtOf).join("") || null,
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
    [responseMember]: response,
  };
  const { usage, model } = response;
  return { model, usage, choices: [{ index: 0, message, finish_reason: reasonOf(response) }] };
}

function thoughtOf(item: Loose): string {
  return [...listOf(item["summary"]), ...listOf(item["content"])]
    .map((part) => textOf(recordOf(part)?.["text"]) ?? "")
    .join("");
}

function endOf(response: Loose): Loose {
  const { usage, model } = response;
  const delta = { [responseMember]: response };
  return { model, usage, choices: [{ index: 0, delta, finish_reason: reasonOf(response) }] };
}

function reasonOf(response: Loose): string {
  if (response["status"] !== "incomplete") return "stop";
  const reason = textOf(recordOf(response["incomplete_details"])?.["reason"]);
  return reason === "content_filter" ? reason : "length";
}
