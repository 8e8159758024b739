import type { UIMessageStreamWriter } from "ai";
import { filesOf, sourcesOf } from "#lib/models";
import type { GenerationEvent, GenerationProgress, LiveGeneration } from "#schema/generation";
import type { PlaygroundChunk, PlaygroundData, PlaygroundMessage } from "../schema.ts";

type Writer = UIMessageStreamWriter<PlaygroundMessage>;
type Start = Extract<GenerationEvent, { type: "start" }>;
type FinishReason = NonNullable<Extract<PlaygroundChunk, { type: "finish" }>["finishReason"]>;

/**
 * Writes one generation as one step of a UI message: text, thinking, tool calls, files and sources as parts, its figures
 * as data parts under the generation's id. What fails is told in the message, so that it is still there after a reload.
 */
export async function writeGeneration(
  writer: Writer,
  messageId: string,
  events: AsyncIterable<GenerationEvent>,
): Promise<void> {
  const step = new Step(writer);
  writer.write({ type: "start", messageId });
  for await (const event of events) {
    switch (event.type) {
      case "start":
        step.begin(event);
        break;
      case "delta":
        step.add("text", event.text);
        break;
      case "reasoning":
        step.add("reasoning", event.text);
        break;
      case "progress":
        step.progress(event);
        break;
      case "call":
      case "head":
        // Calls are shown when they are whole.
        break;
      case "done":
      case "error":
        step.end(event);
        break;
      default:
        event satisfies never;
    }
  }
}

class Step {
  readonly #writer: Writer;
  #started: Start | null = null;
  #open: { kind: "text" | "reasoning"; id: string } | null = null;
  #written = { text: "", reasoning: "" };
  #count = 0;

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  /** A fallback begins again: what the first target said is taken back. */
  begin(start: Start): void {
    this.#close();
    this.#writer.write({ type: this.#started ? "reset-step" : "start-step" });
    this.#started = start;
    this.#written = { text: "", reasoning: "" };
    this.#data("generation", this.#generation("running"));
  }

  add(kind: "text" | "reasoning", delta: string): void {
    if (this.#open?.kind !== kind) {
      this.#close();
      this.#count += 1;
      this.#open = { kind, id: `${this.#id}:${this.#count}` };
      this.#writer.write({ type: `${kind}-start`, id: this.#open.id });
    }
    this.#written[kind] += delta;
    this.#writer.write({ type: `${kind}-delta`, id: this.#open.id, delta });
  }

  progress(progress: GenerationProgress): void {
    const { inputTokens, outputTokens, latencyMs, timeToFirstTokenMs } = progress;
    this.#data("tokens", { input: inputTokens, output: outputTokens, reasoning: null, isEstimated: true });
    this.#data("latency", {
      firstTokenMs: timeToFirstTokenMs,
      sinceStartMs: latencyMs,
      totalMs: null,
    });
    this.#spent(progress);
  }

  end(event: Extract<GenerationEvent, { type: "done" | "error" }>): void {
    const { generation } = event;
    this.#settleText(generation);
    this.#close();
    this.#toolCalls(generation);
    this.#filesAndSources(generation);
    this.#figures(generation);
    if (generation.guardrails?.length) this.#data("findings", generation.guardrails);
    const isStopped = generation.status === "cancelled";
    if (event.type === "error" && !isStopped)
      this.#data("problem", { code: event.code, message: event.message });
    this.#data("generation", {
      ...this.#generation(generation.status),
      finishReason: generation.finishReason,
      refusal: generation.refusal,
    });
    this.#writer.write({ type: "finish-step" });
    this.#writer.write({ type: "finish", finishReason: finishReasonOf(generation) });
  }

  get #id(): string {
    return this.#started?.generationId ?? "";
  }

  /** What was answered in one piece, or put right at the end, replaces what was streamed. */
  #settleText({ output, reasoning }: LiveGeneration): void {
    if (output === "" || output === this.#written.text) return;
    const { text } = this.#written;
    if (text !== "" && this.#started) {
      this.begin(this.#started);
      if (reasoning) this.add("reasoning", reasoning);
    }
    this.add("text", output);
  }

  #toolCalls({ toolCalls }: LiveGeneration): void {
    for (const call of toolCalls ?? []) {
      const named = { toolCallId: call.id, toolName: call.name, dynamic: true };
      try {
        const input: unknown = JSON.parse(call.arguments || "{}");
        this.#writer.write({ type: "tool-input-available", ...named, input });
      } catch {
        const errorText = "The model did not write its arguments as JSON.";
        this.#writer.write({ type: "tool-input-error", ...named, input: call.arguments, errorText });
      }
    }
  }

  /** Providers name them with the answer's last chunk, so they stand behind its text. */
  #filesAndSources({ answerMembers }: LiveGeneration): void {
    for (const { mediaType, url, fileName } of filesOf(answerMembers)) {
      // A chunk of the stream has no member for a file's name.
      const named = fileName === null ? {} : { providerMetadata: { valueloop: { filename: fileName } } };
      this.#writer.write({ type: "file", mediaType, url, ...named });
    }
    for (const [at, source] of sourcesOf(answerMembers).entries()) {
      const sourceId = `${this.#id}:source:${at + 1}`;
      const { title } = source;
      if (source.kind === "url")
        this.#writer.write({ type: "source-url", sourceId, url: source.url, ...(title ? { title } : {}) });
      else {
        const { mediaType, fileName: filename } = source;
        const named = filename === null ? {} : { filename };
        this.#writer.write({ type: "source-document", sourceId, mediaType, title: source.title, ...named });
      }
    }
  }

  #figures(generation: LiveGeneration): void {
    const { inputTokens, outputTokens, reasoningTokens, isUsageEstimated, latencyMs } = generation;
    this.#data("tokens", {
      input: inputTokens,
      output: outputTokens,
      reasoning: reasoningTokens,
      isEstimated: isUsageEstimated === true,
    });
    this.#data("latency", {
      firstTokenMs: generation.timeToFirstTokenMs,
      sinceStartMs: latencyMs,
      totalMs: latencyMs,
    });
    this.#spent(generation);
  }

  #spent(
    figures: Pick<GenerationProgress, "costUsd" | "carbonGrams" | "carbonGramsLow" | "carbonGramsHigh">,
  ) {
    this.#data("cost", { usd: figures.costUsd });
    this.#data("carbon", {
      grams: figures.carbonGrams,
      low: figures.carbonGramsLow,
      high: figures.carbonGramsHigh,
    });
  }

  #generation(status: PlaygroundData["generation"]["status"]): PlaygroundData["generation"] {
    const { model = "", connectionName = "", isSimulated = false } = this.#started ?? {};
    return { id: this.#id, model, connectionName, isSimulated, status, finishReason: null, refusal: null };
  }

  #data<Name extends keyof PlaygroundData>(name: Name, data: PlaygroundData[Name]): void {
    // Name and data belong together by this method's own types; the union of chunks cannot follow a generic name.
    this.#writer.write({ type: `data-${name}`, id: this.#id, data } as PlaygroundChunk);
  }

  #close(): void {
    if (this.#open) this.#writer.write({ type: `${this.#open.kind}-end`, id: this.#open.id });
    this.#open = null;
  }
}

function finishReasonOf({ status, finishReason }: LiveGeneration): FinishReason {
  if (status === "cancelled") return "interrupted";
  if (status === "failed") return "error";
  switch (finishReason) {
    case "stop":
    case "length":
      return finishReason;
    case "tool_calls":
      return "tool-calls";
    case "content_filter":
      return "content-filter";
    default:
      return "other";
  }
}
