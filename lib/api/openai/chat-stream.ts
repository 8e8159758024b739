import type { AppError } from "#platform/errors";
import { openAiErrorBody } from "../problem.ts";
import type { GenerationEvent } from "#lib/generation";
import { callChunkOf, chunkOf, type ChunkParts, lastChunksOf, streamErrorOf, thoughtOf } from "./answer.ts";
import { type EventWriter, sse } from "./stream.ts";

type Asked = { generationId: string; model: string; created: number; withUsage: boolean; isLegacy: boolean };

/** Writes the events of one generation as chat's chunks. */
export class ChunkWriter implements EventWriter {
  readonly #asked: Asked;
  #parts: ChunkParts;
  #hasCalls = false;

  constructor(asked: Asked) {
    this.#asked = asked;
    this.#parts = this.#partsFor(asked.model);
  }

  /** Takes in what the chunks to come will say; another target begins again. */
  note(event: GenerationEvent): void {
    if (event.type === "start") this.#parts = this.#partsFor(event.model);
    if (event.type === "head")
      this.#parts = { ...event.members, ...this.#parts, ...(event.model ? { model: event.model } : {}) };
  }

  open(): string {
    return sse(chunkOf(this.#parts, { role: "assistant", content: "" }));
  }

  fail(error: AppError): string {
    return sse(openAiErrorBody(error));
  }

  write(event: GenerationEvent): string {
    switch (event.type) {
      case "delta":
        return sse(chunkOf(this.#parts, { content: event.text }));
      case "reasoning":
        return sse(chunkOf(this.#parts, thoughtOf(event.text, event.thoughtIn)));
      case "call":
        this.#hasCalls = true;
        return sse(callChunkOf(this.#parts, event, this.#asked.isLegacy));
      case "done": {
        const end = { ...this.#asked, hasCalls: this.#hasCalls };
        const chunks = lastChunksOf(this.#parts, event.generation, end);
        return `${chunks.map((chunk) => sse(chunk)).join("")}data: [DONE]\n\n`;
      }
      case "error":
        return sse(streamErrorOf(event.generation));
      case "start":
      case "head":
      case "progress":
        this.note(event);
        return "";
      default:
        return event satisfies never;
    }
  }

  #partsFor(model: string): ChunkParts {
    return { id: this.#asked.generationId, created: this.#asked.created, model };
  }
}
