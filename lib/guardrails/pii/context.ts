import { placeholderAt } from "./placeholder.ts";

const window = 5;
const boost = 0.35;
const floor = 0.4;
/** A text of at most this many characters before a candidate is looked at for context words. */
export const contextCharacters = 120;

/** The last five words before an offset, lower-case, nearest last. A placeholder hides what stands before it. */
export function wordsBefore(text: string, at: number): string[] {
  const before = text.slice(Math.max(0, at - contextCharacters), at);
  const barrier = before.lastIndexOf(">");
  const open = barrier < 0 ? -1 : before.lastIndexOf("<", barrier);
  const clear =
    open >= 0 && placeholderAt(before.slice(open, barrier + 1)) ? before.slice(barrier + 1) : before;
  return (clear.toLowerCase().match(/[\p{L}\p{N}'’_]+/gu) ?? []).slice(-window);
}

/** True when one of the words begins with a context word; words of up to three letters must be equal. */
export function hasContext(words: readonly string[], context: readonly string[]): boolean {
  return words.some((word) =>
    context.some((clue) => (clue.length <= 3 ? word === clue : word.startsWith(clue))),
  );
}

/** Presidio's rule (lemma_context_aware_enhancer.py): a context word adds .35 and lifts to at least .4, at most 1. */
export function scoreInContext(score: number, words: readonly string[], context: readonly string[]): number {
  return hasContext(words, context) ? Math.min(1, Math.max(score + boost, floor)) : score;
}
