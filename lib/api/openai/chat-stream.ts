import type { GenerationEvent, LiveGeneration } from "#lib/generation";
import { callChunkOf, chunkOf, lastChunksOf, thoughtOf } from "./answer.ts";
import { sse } from "./stream.ts";
import { ChunksWriter } from "./writer.ts";

type Asked = { generationId: string; model: string; created: number; withUsage: boolean; isLegacy: boolean };
type Of<Type extends GenerationEvent["type"]> = Extract<GenerationEvent, { type: Type }>;

/** Writes the events of one generation as chat's chunks. */
export class ChunkWriter extends ChunksWriter {
  readonly #asked: Asked;
  #hasCalls = false;

  constructor(asked: Asked) {
    super({ id: asked.generationId, created: asked.created, model: asked.model });
    this.#asked = asked;
  }

  open(): string {
    return sse(chunkOf(this.parts, { role: "assistant", content: "" }));
  }

  protected text({ text }: Of<"delta">): string {
    return sse(chunkOf(this.parts, { content: text }));
  }

  protected thought({ text, thoughtIn }: Of<"reasoning">): string {
    return sse(chunkOf(this.parts, thoughtOf(text, thoughtIn)));
  }

  protected call(event: Of<"call">): string {
    this.#hasCalls = true;
    return sse(callChunkOf(this.parts, event, this.#asked.isLegacy));
  }

  protected end(generation: LiveGeneration): string {
    return this.ended(lastChunksOf(this.parts, generation, { ...this.#asked, hasCalls: this.#hasCalls }));
  }
}
