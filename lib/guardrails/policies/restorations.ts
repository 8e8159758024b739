import { placeholders } from "../pii/placeholder.ts";
import type { Stage } from "../schema.ts";

/** What one call's placeholders stand for, as a thread is told it and tells it back. */
export type RestorationEntries = { numbers: [string, number][]; originals: [string, string][] };

/**
 * What policies took out of one call on its way in, so that its caller gets it back in the answer. It lives in memory
 * for that call: it is not stored, not logged, and no other call sees it.
 */
export class Restorations {
  readonly #numbers = new Map<string, number>();
  readonly #originals = new Map<string, string>();

  /** True where nothing was taken out, so that answers pass as they are. */
  get isEmpty(): boolean {
    return this.#originals.size === 0;
  }

  /** Numbers that a text already has are given to nothing else: a placeholder that somebody wrote stands for itself. */
  reserve(text: string): void {
    for (const [placeholder] of text.matchAll(placeholders())) {
      const [, label, number] = /^<(.+)_(\d{1,4})>$/.exec(placeholder) ?? [];
      if (label) this.#numbers.set(label, Math.max(this.#numbers.get(label) ?? 0, Number(number)));
    }
  }

  /** The same placeholder for the same text through the whole call. Only what came from the caller goes back to it. */
  placeholderFor(label: string, text: string, stage: Stage): string {
    const key = `${label} ${text}`;
    const number = this.#numbers.get(key) ?? (this.#numbers.get(label) ?? 0) + 1;
    if (!this.#numbers.has(key)) this.#numbers.set(label, number).set(key, number);
    const placeholder = `<${label}_${number}>`;
    if (stage === "input") this.#originals.set(placeholder, text);
    return placeholder;
  }

  /** A text with what its placeholders stand for. `write` says how it is written there, as in a string of JSON. */
  restore(text: string, write: (original: string) => string = (original) => original): string {
    if (this.isEmpty) return text;
    return text.replace(placeholders(), (placeholder) => {
      const original = this.#originals.get(placeholder);
      return original === undefined ? placeholder : write(original);
    });
  }

  /** The beginning of a text that can be restored now: what may be the start of a placeholder waits behind it. */
  settledLength(text: string): number {
    const open = text.lastIndexOf("<");
    if (open < 0 || this.isEmpty) return text.length;
    const tail = text.slice(open);
    for (const placeholder of this.#originals.keys())
      if (placeholder.length > tail.length && placeholder.startsWith(tail)) return open;
    return text.length;
  }

  entries(): RestorationEntries {
    return { numbers: [...this.#numbers], originals: [...this.#originals] };
  }

  /** Takes on what a thread found. */
  add({ numbers, originals }: RestorationEntries): void {
    for (const [key, number] of numbers) this.#numbers.set(key, number);
    for (const [placeholder, original] of originals) this.#originals.set(placeholder, original);
  }
}
