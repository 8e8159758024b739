import type { GenerationEvent, LiveGeneration } from "#lib/generation";
import type { AppError } from "#platform/errors";
import { openAiErrorBody } from "../problem.ts";
import { errorOf } from "./answer.ts";
import {
  callItem,
  messageItem,
  type OutputItem,
  ownResponseOf,
  reasoningItem,
  responseOf,
  skeletonOf,
  textPart,
} from "./responses-answer.ts";
import type { ResponsesBody } from "./schema.ts";
import { sse } from "./stream.ts";
import { GenerationWriter } from "./writer.ts";

type Json = Record<string, unknown>;
type Asked = { generationId: string; createdAt: number };
/** What a server said of an item of its own before the item came. */
type Announced = { id: string; type: string; output_index: number; encrypted_content?: string };
type OpenItem = {
  id: string;
  type: "reasoning" | "message" | "function_call";
  index: number;
  text: string;
  seal: Json;
};

const ownTypes = new Set(["reasoning", "message", "function_call"]);

/** Writes the events of one generation as the events of a response, in the order OpenAI's clients expect. */
export class ResponseWriter extends GenerationWriter {
  readonly #body: ResponsesBody;
  readonly #asked: Asked;
  readonly #items: OpenItem[] = [];
  readonly #calls = new Map<number, OpenItem>();
  /** Places of items of a server's own tools. */
  readonly #others = new Set<number>();
  #announced: Announced[] = [];
  #responseId: string;
  #model: string;
  #open: OpenItem | null = null;
  #sequence = 0;

  constructor(body: ResponsesBody, asked: Asked) {
    super();
    this.#body = body;
    this.#asked = asked;
    this.#responseId = asked.generationId;
    this.#model = body.model;
  }

  note(event: GenerationEvent): void {
    if (event.type === "start") {
      // Another target begins again: what the one before announced and did not say is nobody's.
      this.#model = event.model;
      this.#responseId = this.#asked.generationId;
      this.#announced = [];
    }
    if (event.type !== "head") return;
    const { response_id: id, item } = event.members;
    if (event.model) this.#model = event.model;
    if (typeof id === "string") this.#responseId = id;
    if (item) this.#announced.push(item as Announced);
  }

  open(): string {
    const { createdAt } = this.#asked;
    const response = skeletonOf({ id: this.#responseId, createdAt, model: this.#model }, this.#body);
    return this.#event("response.created", { response }) + this.#event("response.in_progress", { response });
  }

  fail(error: AppError): string {
    return this.#event("error", { ...openAiErrorBody(error).error });
  }

  override write(event: GenerationEvent): string {
    const announced = this.#othersAnnounced();
    return announced + super.write(event);
  }

  protected failed(generation: LiveGeneration): string {
    return this.fail(errorOf(generation));
  }

  /** Items of a server's own tools begin when it says so; what they hold is told at the end, judged. */
  #othersAnnounced(): string {
    const others = this.#announced.filter(({ type }) => !ownTypes.has(type));
    this.#announced = this.#announced.filter(({ type }) => ownTypes.has(type));
    return others
      .map(({ id, type, output_index: index }) => {
        this.#others.add(index);
        const item = { id, type, status: "in_progress" };
        return this.#event("response.output_item.added", { output_index: index, item });
      })
      .join("");
  }

  protected thought({ text }: { text: string }): string {
    const [item, begun] = this.#opened("reasoning");
    item.text += text;
    const place = { item_id: item.id, output_index: item.index, summary_index: 0 };
    const part = { type: "summary_text", text: "" };
    const opening = begun
      ? begun + this.#event("response.reasoning_summary_part.added", { ...place, part })
      : "";
    return opening + this.#event("response.reasoning_summary_text.delta", { ...place, delta: text });
  }

  protected text({ text }: { text: string }): string {
    const [item, begun] = this.#opened("message");
    item.text += text;
    const place = { item_id: item.id, output_index: item.index, content_index: 0 };
    const part = textPart("", null);
    const opening = begun ? begun + this.#event("response.content_part.added", { ...place, part }) : "";
    return opening + this.#event("response.output_text.delta", { ...place, delta: text, logprobs: [] });
  }

  protected call(event: Extract<GenerationEvent, { type: "call" }>): string {
    let item = this.#calls.get(event.index);
    let begun = "";
    if (!item) {
      begun = this.#closed();
      item = this.#add("function_call");
      this.#calls.set(event.index, item);
      const { id, name = "" } = event;
      begun += this.#added(item, {
        ...callItem(item.id, { id: id ?? item.id, name, arguments: "" }),
        status: "in_progress",
      });
    }
    if (event.arguments === "") return begun;
    const place = { item_id: item.id, output_index: item.index };
    item.text += event.arguments;
    return (
      begun + this.#event("response.function_call_arguments.delta", { ...place, delta: event.arguments })
    );
  }

  /** The open item of a type; with what says that it begins where it does. */
  #opened(type: "reasoning" | "message"): [OpenItem, string] {
    const isAnother = this.#announced.some((one) => one.type === type);
    if (this.#open?.type === type && !isAnother) return [this.#open, ""];
    const closed = this.#closed();
    const item = this.#add(type);
    this.#open = item;
    const empty =
      type === "reasoning"
        ? { ...reasoningItem(item.id, ""), ...item.seal, summary: [] }
        : { ...messageItem(item.id, { output: "", refusal: null, answerMembers: null }), content: [] };
    return [item, closed + this.#added(item, { ...empty, status: "in_progress" })];
  }

  #add(type: OpenItem["type"]): OpenItem {
    const known = this.#announced.find((one) => one.type === type);
    this.#announced = this.#announced.filter((one) => one !== known);
    const prefix = { reasoning: "rs", message: "msg", function_call: "fc" }[type];
    const index = known?.output_index ?? this.#items.length;
    const id = known?.id ?? `${prefix}_${this.#asked.generationId}_${index}`;
    const sealed = known?.encrypted_content;
    const item = { id, type, index, text: "", seal: sealed ? { encrypted_content: sealed } : {} };
    this.#items.push(item);
    return item;
  }

  #added(item: OpenItem, value: Json): string {
    return this.#event("response.output_item.added", { output_index: item.index, item: value });
  }

  /** Thinking and text end when something else begins; their items are said whole at the end. */
  #closed(): string {
    this.#open = null;
    return "";
  }

  protected end(generation: LiveGeneration): string {
    const own = ownResponseOf(generation);
    let text = "";
    if (this.#mayLackMessage(generation)) text += this.#opened("message")[1];
    const whole = own
      ? (own["output"] as OutputItem[])
      : this.#items.map((item) => this.#whole(item, generation));
    const items = new Map(this.#items.map((item) => [item.index, item]));
    const places = new Set([...items.keys(), ...whole.keys()]);
    for (const index of [...places].toSorted((one, other) => one - other)) {
      const item = items.get(index);
      const said = whole[index] ?? (item && this.#whole(item, generation));
      if (!said) continue;
      if (item) text += this.#doneParts(item, said);
      else if (!this.#others.has(index))
        text += this.#event("response.output_item.added", { output_index: index, item: said });
      text += this.#done(index, said);
    }
    const response = responseOf(generation, this.#body, whole);
    const isCut = (response as Json)["status"] === "incomplete";
    return text + this.#event(isCut ? "response.incomplete" : "response.completed", { response });
  }

  /** A refusal alone, or an empty answer, is a message all the same. */
  #mayLackMessage({ toolCalls, refusal, answerMembers }: LiveGeneration): boolean {
    if (answerMembers?.message?.["response"] || this.#items.some(({ type }) => type === "message"))
      return false;
    return Boolean(refusal) || !toolCalls?.length;
  }

  #whole(item: OpenItem, generation: LiveGeneration): OutputItem {
    if (item.type === "reasoning") return reasoningItem(item.id, item.text);
    if (item.type === "message") {
      const isLast = this.#items.findLast(({ type }) => type === "message") === item;
      const { refusal, answerMembers } = generation;
      return messageItem(item.id, {
        output: item.text,
        refusal: isLast ? refusal : null,
        answerMembers: isLast ? answerMembers : null,
      });
    }
    const at = [...this.#calls.values()].indexOf(item);
    const call = generation.toolCalls?.[at];
    return callItem(item.id, call ?? { id: item.id, name: "", arguments: item.text });
  }

  /** The ends of an item's parts. */
  #doneParts(item: OpenItem, whole: OutputItem): string {
    const place = { item_id: item.id, output_index: item.index };
    if (item.type === "function_call")
      return this.#event("response.function_call_arguments.done", {
        ...place,
        name: whole["name"],
        arguments: whole["arguments"],
      });
    if (item.type === "reasoning") {
      const part = { type: "summary_text", text: item.text };
      return (
        this.#event("response.reasoning_summary_text.done", { ...place, summary_index: 0, text: item.text }) +
        this.#event("response.reasoning_summary_part.done", { ...place, summary_index: 0, part })
      );
    }
    const parts = (whole["content"] as Json[] | undefined) ?? [];
    return parts.map((part, at) => this.#donePart(item, part, { ...place, content_index: at })).join("");
  }

  #donePart(item: OpenItem, part: Json, place: Json): string {
    const isFirst = place["content_index"] === 0;
    const isRefusal = part["type"] === "refusal";
    const isNew = !isFirst || item.text === "";
    const begun = isNew
      ? this.#event("response.content_part.added", {
          ...place,
          part: { ...part, ...(isRefusal ? { refusal: "" } : { text: "" }) },
        })
      : "";
    const said = isRefusal
      ? this.#event("response.refusal.delta", { ...place, delta: part["refusal"] }) +
        this.#event("response.refusal.done", { ...place, refusal: part["refusal"] })
      : this.#event("response.output_text.done", {
          ...place,
          text: part["text"],
          logprobs: part["logprobs"] ?? [],
        });
    return begun + said + this.#event("response.content_part.done", { ...place, part });
  }

  #done(index: number, item: OutputItem): string {
    return this.#event("response.output_item.done", { output_index: index, item });
  }

  #event(type: string, members: Json): string {
    const value = { ...members, type, sequence_number: this.#sequence };
    this.#sequence += 1;
    return sse(value, type);
  }
}
