import type { Restorations } from "#lib/guardrails";
import type { GenerationEvent, LiveGeneration } from "./schema.ts";

type Emit = (event: GenerationEvent) => void;

/** As a text is written within a string of JSON. */
const inJson = (original: string) => JSON.stringify(original).slice(1, -1);

/**
 * Tells events on with what policies took out of the call put back. What may be the beginning of a placeholder waits
 * for its end, so that for any cut of an answer the caller reads the same.
 */
export class RestoringEmit {
  readonly #emit: Emit;
  readonly #restorations: Restorations;
  #text = "";
  #reasoning = "";
  #thoughtIn: string | undefined;
  /** By the place of their call, the ends of arguments that wait. */
  readonly #arguments = new Map<number, string>();

  constructor(emit: Emit, restorations: Restorations) {
    this.#emit = emit;
    this.#restorations = restorations;
  }

  readonly take = (event: GenerationEvent): void => {
    if (this.#restorations.isEmpty) return this.#emit(event);
    switch (event.type) {
      case "reasoning":
        this.#thoughtIn = event.thoughtIn;
        this.#reasoning = this.#tell(this.#reasoning + event.text, (text) => this.#emit({ ...event, text }));
        return;
      case "delta":
        this.#endReasoning();
        this.#text = this.#tell(this.#text + event.text, (text) => this.#emit({ ...event, text }));
        return;
      case "call": {
        const { index } = event;
        const known = this.#restorations.settledLength((this.#arguments.get(index) ?? "") + event.arguments);
        const whole = (this.#arguments.get(index) ?? "") + event.arguments;
        this.#arguments.set(index, whole.slice(known));
        this.#emit({ ...event, arguments: this.#restorations.restore(whole.slice(0, known), inJson) });
        return;
      }
      case "start":
        this.#text = "";
        this.#reasoning = "";
        this.#arguments.clear();
        this.#emit(event);
        return;
      default:
        this.#emit(event);
    }
  };

  /** What still waits when nothing more comes. */
  end(): void {
    this.#endReasoning();
    if (this.#text) this.#emit({ type: "delta", text: this.#text });
    this.#text = "";
    for (const [index, rest] of this.#arguments)
      if (rest) this.#emit({ type: "call", index, arguments: rest });
    this.#arguments.clear();
  }

  #endReasoning(): void {
    const named = this.#thoughtIn ? { thoughtIn: this.#thoughtIn } : {};
    if (this.#reasoning) this.#emit({ type: "reasoning", text: this.#reasoning, ...named });
    this.#reasoning = "";
  }

  /** Tells what is settled of a text; gives back what is not. */
  #tell(text: string, say: (text: string) => void): string {
    const known = this.#restorations.settledLength(text);
    if (known > 0) say(this.#restorations.restore(text.slice(0, known)));
    return text.slice(known);
  }
}

/** A generation as its caller gets it: what is stored of it (`storedOutput`, `input`) keeps its placeholders. */
export function restoredFor(generation: LiveGeneration, restorations: Restorations): LiveGeneration {
  if (restorations.isEmpty) return generation;
  const { output, reasoning, refusal, toolCalls, answerMembers, parsed } = generation;
  const back = <Value>(value: Value) => restoredWithin(value, restorations) as Value;
  const answer = { output, reasoning, refusal, toolCalls, answerMembers };
  const given = back(answer);
  return {
    ...generation,
    ...given,
    // What was put back is what a policy lets nobody store.
    isStoredAsSaid: generation.isStoredAsSaid && JSON.stringify(given) === JSON.stringify(answer),
    ...(parsed === undefined ? {} : { parsed: back(parsed) }),
  };
}

function restoredWithin(value: unknown, restorations: Restorations, key = ""): unknown {
  if (typeof value === "string") return restorations.restore(value, key === "arguments" ? inJson : undefined);
  if (Array.isArray(value)) return value.map((inner) => restoredWithin(inner, restorations, key));
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, restoredWithin(inner, restorations, name)]),
  );
}
