import type { AppError } from "#platform/errors";
import { openAiErrorBody } from "../problem.ts";
import type { GenerationEvent, LiveGeneration } from "#lib/generation";
import { additionsOf, besideUsage, streamErrorOf, usageOf } from "./answer.ts";
import { choicesOf } from "./completion-answer.ts";
import { type EventWriter, sse } from "./stream.ts";

type Asked = { generationId: string; model: string; created: number; withUsage: boolean; echo: string };

/** Writes the events of one generation as chunks of the older protocol for texts. */
export class CompletionWriter implements EventWriter {
  readonly #asked: Asked;
  #parts: Record<string, unknown>;

  constructor(asked: Asked) {
    this.#asked = asked;
    this.#parts = this.#partsFor(asked.model);
  }

  note(event: GenerationEvent): void {
    if (event.type === "start") this.#parts = this.#partsFor(event.model);
    if (event.type === "head")
      this.#parts = { ...event.members, ...this.#parts, ...(event.model ? { model: event.model } : {}) };
  }

  open(): string {
    return this.#asked.echo ? this.#text(this.#asked.echo) : "";
  }

  fail(error: AppError): string {
    return sse(openAiErrorBody(error));
  }

  write(event: GenerationEvent): string {
    switch (event.type) {
      case "delta":
        return this.#text(event.text);
      case "done":
        return `${this.#lastOf(event.generation)
          .map((chunk) => sse(chunk))
          .join("")}data: [DONE]\n\n`;
      case "error":
        return sse(streamErrorOf(event.generation));
      // The older protocol has no place for thinking nor for calls.
      case "reasoning":
      case "call":
        return "";
      case "start":
      case "head":
      case "progress":
        this.note(event);
        return "";
      default:
        return event satisfies never;
    }
  }

  #text(text: string): string {
    return sse({ ...this.#parts, choices: [{ text, index: 0, logprobs: null, finish_reason: null }] });
  }

  /** Why each choice ended and its probabilities; choices after the first come here, whole. */
  #lastOf(generation: LiveGeneration): object[] {
    const [own, ...further] = choicesOf(generation, "");
    const chunks = [
      {
        ...besideUsage(generation.answerMembers),
        ...this.#parts,
        choices: [{ ...own, text: "" }],
        valueloop: additionsOf(generation),
      },
      ...further.map((choice) => ({ ...this.#parts, choices: [choice] })),
    ];
    return this.#asked.withUsage
      ? [...chunks, { ...this.#parts, choices: [], usage: usageOf(generation) }]
      : chunks;
  }

  #partsFor(model: string): Record<string, unknown> {
    const { generationId: id, created } = this.#asked;
    return { id, object: "text_completion", created, model };
  }
}
