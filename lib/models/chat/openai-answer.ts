import type { AnswerMembers, FinishReason, FurtherChoice, ToolCall, ToolCallPiece } from "./schema.ts";
import { countOf, listOf, recordOf, textOf } from "./loose.ts";
import { OthersBuilder } from "./others.ts";
import { type Counts, mergeCounts, readCounts } from "./usage.ts";
import { ToolCallBuilder } from "./tool-calls.ts";

type Loose = Record<string, unknown>;

/** What one chunk adds: to the answer, to the thinking before it, to a refusal, to its calls; `isSign` when anything at all came. */
export type Added = {
  text: string;
  reasoning: string;
  /** The member the thinking came in, where that is not `reasoning_content`. */
  thoughtIn: string | undefined;
  refusal: string;
  pieces: ToolCallPiece[];
  isSign: boolean;
};

/**
 * Puts an answer together from its chunks, or from one whole body. It reads what it understands, wherever a provider
 * puts it, and passes over the rest: an odd member never loses an answer.
 */
export class AnswerBuilder {
  text = "";
  /** What the model thought before it answered, where the provider shows it; never a part of `text`. */
  reasoning = "";
  refusal = "";
  model: string | null = null;
  counts: Counts | null = null;
  #finishReason: FinishReason | null = null;
  #thoughtIn: string | undefined;
  readonly #tools = new ToolCallBuilder();
  readonly #others = new OthersBuilder();
  readonly #further = new Map<number, AnswerBuilder>();
  readonly #hasSeveral: boolean;

  /** `hasSeveral` where the call asked for more than one choice; else whatever number a choice has, it is the one. */
  constructor({ hasSeveral = false }: { hasSeveral?: boolean } = {}) {
    this.#hasSeveral = hasSeveral;
  }

  add(answer: Loose): Added {
    this.model ??= textOf(answer["model"]);
    const choices = listOf(answer["choices"]).map(recordOf);
    const isFurther = this.#hasSeveral && this.#addFurther(choices);
    const choice =
      (this.#hasSeveral ? choices.find((one) => one && numberOf(one) === 0) : choices[0]) ?? null;
    for (const usage of usagesOf(answer, choice)) this.counts = mergeCounts(this.counts, readCounts(usage));
    const added = this.#addChoice(answer, choice);
    return isFurther ? { ...added, isSign: true } : added;
  }

  #addFurther(choices: (Loose | null)[]): boolean {
    const further = choices.filter((choice) => choice !== null).filter((choice) => numberOf(choice) > 0);
    for (const choice of further) {
      const index = numberOf(choice);
      const builder = this.#further.get(index) ?? new AnswerBuilder();
      this.#further.set(index, builder);
      builder.add({ choices: [choice] });
    }
    return further.length > 0;
  }

  #addChoice(answer: Loose, choice: Loose | null): Added {
    const part = recordOf(choice?.["delta"]) ?? recordOf(choice?.["message"]) ?? {};
    this.#others.add(answer, choice, part);
    if (!choice) return { ...nothing, pieces: [] };
    const reason = textOf(choice["finish_reason"]);
    if (reason) this.#finishReason = readFinishReason(reason);
    const legacy = recordOf(part["function_call"]);
    const calls = [...listOf(part["tool_calls"]), ...(legacy ? [{ index: 0, function: legacy }] : [])];
    const pieces = recordOf(choice["delta"])
      ? calls.map((call, position) => this.#tools.addPiece(call, position)).filter((piece) => piece !== null)
      : [];
    if (!recordOf(choice["delta"])) calls.forEach((call) => this.#tools.addWhole(call));
    const said = readContent(part["content"] ?? choice["text"]);
    const thought = readReasoning(part);
    this.#thoughtIn ??= thought?.member;
    const added = {
      text: said.text,
      reasoning: thought?.text ?? said.reasoning,
      refusal: textOf(part["refusal"]) ?? said.refusal,
    };
    this.text += added.text;
    this.reasoning += added.reasoning;
    this.refusal += added.refusal;
    const isSign = calls.length > 0 || Object.values(added).some(Boolean);
    return { ...added, thoughtIn: thought?.member, pieces, isSign };
  }

  /** What the answer says beside what has a place here; null where it says nothing more. */
  get members(): AnswerMembers | null {
    const thoughtIn = this.#thoughtIn ? { thoughtIn: this.#thoughtIn } : null;
    const others = this.#others.members;
    const own = thoughtIn ? { ...others, ...thoughtIn } : others;
    const choices = [...this.#further]
      .toSorted(([a], [b]) => a - b)
      .map(([index, one]) => one.#asFurther(index));
    return choices.length > 0 ? { ...own, choices } : own;
  }

  #asFurther(index: number): FurtherChoice {
    const { choice, message } = this.#others.members ?? {};
    return {
      index,
      output: this.text,
      reasoning: this.reasoning,
      refusal: this.refusal || null,
      toolCalls: this.toolCalls,
      finishReason: this.finishReason ?? "other",
      ...(choice ? { choice } : {}),
      ...(message ? { message } : {}),
    };
  }

  get toolCalls(): ToolCall[] {
    return this.#tools.calls;
  }

  /** Why it ended; null while that is unknown. Servers that stop for a call and say only "stop" mean the call. */
  get finishReason(): FinishReason | null {
    const reason = this.#finishReason;
    return (reason === "stop" || reason === "other") && !this.#tools.isEmpty ? "tool_calls" : reason;
  }

  /** What the model wrote, choice by choice: each of them is billed. */
  get written(): { text: string; reasoning: string; toolCalls: ToolCall[] }[] {
    return [this, ...this.#further.values()].map(({ text, refusal, reasoning, toolCalls }) => ({
      text: text + refusal,
      reasoning,
      toolCalls,
    }));
  }

  get hasOutput(): boolean {
    return this.text !== "" || this.reasoning !== "" || this.refusal !== "" || !this.#tools.isEmpty;
  }
}

function numberOf(choice: Loose): number {
  return countOf(choice["index"]) ?? 0;
}

/** Every place where servers put their count, the most usual last, since later ones win. */
function usagesOf(answer: Loose, choice: Loose | null): unknown[] {
  return [
    recordOf(answer["x_groq"])?.["usage"],
    choice?.["usage"],
    recordOf(choice?.["message"])?.["usage"],
    recordOf(choice?.["delta"])?.["usage"],
    recordOf(answer["message"])?.["usage"],
    answer["usageMetadata"] ?? answer["usage_metadata"],
    answer["usage"],
  ];
}

/** Text, or a list of parts of which some are thinking (Mistral) or a refusal. */
export function readContent(content: unknown): { text: string; reasoning: string; refusal: string } {
  const read = { text: "", reasoning: "", refusal: "" };
  if (typeof content === "string") return { ...read, text: content };
  const parts = Array.isArray(content) ? content : recordOf(content) ? [content] : [];
  for (const part of parts) {
    const members: Loose = recordOf(part) ?? { type: "text", text: part };
    const { type } = members;
    if (type === "thinking" || type === "reasoning")
      read.reasoning += flatText(
        members["thinking"] ?? members["reasoning"] ?? members["text"] ?? members["summary"],
      );
    else if (type === "refusal") read.refusal += flatText(members["refusal"]);
    else read.text += flatText(members["text"]);
  }
  return read;
}

/** Thinking beside the content: `reasoning_content` (DeepSeek, vLLM), `reasoning` (OpenRouter, Groq), `thinking` (Ollama). */
function readReasoning(part: Loose): { text: string; member?: string } | null {
  const usual = textOf(part["reasoning_content"]);
  if (usual !== null) return { text: usual };
  for (const member of ["reasoning", "thinking"]) {
    const text = textOf(part[member]);
    if (text !== null) return { text, member };
  }
  const details = flatText(part["reasoning_details"]);
  return details ? { text: details } : null;
}

const nothing = { text: "", reasoning: "", thoughtIn: undefined, refusal: "", isSign: false };

/** The text of whatever holds text: a string, a list of parts, an object with `text`, `value` or `summary`. */
function flatText(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(flatText).join("");
  const record = recordOf(value);
  return record ? flatText(record["text"] ?? record["value"] ?? record["summary"] ?? "") : "";
}

export function readFinishReason(reason: string): FinishReason {
  switch (reason.toLowerCase()) {
    case "stop":
    case "end_turn":
    case "stop_sequence":
    case "eos":
    case "eos_token":
      return "stop";
    case "length":
    case "max_tokens":
    case "model_length":
      return "length";
    case "tool_calls":
    case "function_call":
    case "tool_use":
      return "tool_calls";
    case "content_filter":
    case "refusal":
    case "safety":
    case "recitation":
    case "blocklist":
    case "prohibited_content":
    case "spii":
    case "image_safety":
      return "content_filter";
    default:
      return "other";
  }
}
