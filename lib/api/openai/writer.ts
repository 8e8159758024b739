import type { GenerationEvent, LiveGeneration } from "#lib/generation";
import type { AppError } from "#platform/errors";
import { openAiErrorBody } from "../problem.ts";
import { streamErrorOf } from "./answer.ts";
import { type EventWriter, sse } from "./stream.ts";

type Of<Type extends GenerationEvent["type"]> = Extract<GenerationEvent, { type: Type }>;

/** Gives each event of a generation to what writes it; an event that says nothing yet is noted. */
export abstract class GenerationWriter implements EventWriter {
  abstract note(event: GenerationEvent): void;
  abstract open(): string;
  abstract fail(error: AppError): string;
  protected abstract text(event: Of<"delta">): string;
  protected abstract thought(event: Of<"reasoning">): string;
  protected abstract call(event: Of<"call">): string;
  protected abstract end(generation: LiveGeneration): string;
  protected abstract failed(generation: LiveGeneration): string;

  write(event: GenerationEvent): string {
    switch (event.type) {
      case "delta":
        return this.text(event);
      case "reasoning":
        return this.thought(event);
      case "call":
        return this.call(event);
      case "done":
        return this.end(event.generation);
      case "error":
        return this.failed(event.generation);
      case "start":
      case "head":
      case "progress":
        this.note(event);
        return "";
      default:
        return event satisfies never;
    }
  }
}

type Parts = { id: string; object?: string; created: number; model: string };

/** For the addresses whose chunks each repeat what they belong to, and whose stream ends in [DONE]. */
export abstract class ChunksWriter extends GenerationWriter {
  /** What stands in every chunk. */
  protected parts: Parts;
  readonly #asked: Parts;

  constructor(asked: Parts) {
    super();
    this.#asked = asked;
    this.parts = asked;
  }

  /** Takes in what the chunks to come will say; another target begins again. */
  note(event: GenerationEvent): void {
    if (event.type === "start") this.parts = { ...this.#asked, model: event.model };
    if (event.type === "head")
      this.parts = { ...event.members, ...this.parts, ...(event.model ? { model: event.model } : {}) };
  }

  fail(error: AppError): string {
    return sse(openAiErrorBody(error));
  }

  protected failed(generation: LiveGeneration): string {
    return sse(streamErrorOf(generation));
  }

  protected ended(chunks: readonly object[]): string {
    return `${chunks.map((chunk) => sse(chunk)).join("")}data: [DONE]\n\n`;
  }
}
