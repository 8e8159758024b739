import type { Candidate, Segment } from "./candidate.ts";
import { type Clues, contextOf, scoreInContext, wordsBefore } from "./context.ts";

/** The candidate with its score raised or lowered by the words before it. */
export function inContext(segment: Segment, candidate: Candidate, clues: Clues): Candidate {
  return { ...candidate, score: scoreInContext(candidate.score, wordsAt(segment, candidate.start), clues) };
}

/** The same for a number whose check digits are right: a telling word leaves no doubt, and no other kind may claim it. */
export function checkedInContext(segment: Segment, candidate: Candidate, clues: Clues): Candidate {
  const isTold = contextOf(wordsAt(segment, candidate.start), clues) === "likely";
  return isTold ? { ...candidate, score: 0.98 } : inContext(segment, candidate, clues);
}

/** The five words before an offset of a segment, nearest first. */
export function wordsAt({ whole, before, words }: Segment, at: number): readonly string[] {
  const known = words.get(at);
  if (known) return known;
  const found = wordsBefore(whole, before.length + at);
  words.set(at, found);
  return found;
}
