import type { LiveGeneration } from "#lib/generation";
import { additionsOf, besideUsage, usageOf } from "./answer.ts";
import { choicesOf } from "./completion-answer.ts";
import { sse } from "./stream.ts";
import { ChunksWriter } from "./writer.ts";

type Asked = { generationId: string; model: string; created: number; withUsage: boolean; echo: string };

/** Writes the events of one generation as chunks of the older protocol for texts, which knows no thinking and no calls. */
export class CompletionWriter extends ChunksWriter {
  readonly #asked: Asked;

  constructor(asked: Asked) {
    const { generationId: id, created, model } = asked;
    super({ id, object: "text_completion", created, model });
    this.#asked = asked;
  }

  open(): string {
    return this.#asked.echo ? this.text({ text: this.#asked.echo }) : "";
  }

  protected text({ text }: { text: string }): string {
    return sse({ ...this.parts, choices: [{ text, index: 0, logprobs: null, finish_reason: null }] });
  }

  protected thought(): string {
    return "";
  }

  protected call(): string {
    return "";
  }

  /** Why each choice ended and its probabilities; choices after the first come here, whole. */
  protected end(generation: LiveGeneration): string {
    const [own, ...further] = choicesOf(generation, "");
    const chunks = [
      {
        ...besideUsage(generation.answerMembers),
        ...this.parts,
        choices: [{ ...own, text: "" }],
        valueloop: additionsOf(generation),
      },
      ...further.map((choice) => ({ ...this.parts, choices: [choice] })),
    ];
    return this.ended(
      this.#asked.withUsage
        ? [...chunks, { ...this.parts, choices: [], usage: usageOf(generation) }]
        : chunks,
    );
  }
}
