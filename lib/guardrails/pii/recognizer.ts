import type { PiiType } from "../schema.ts";
import { type Clues, contextOf, scoreInContext, wordsBefore } from "./context.ts";
import type { Header } from "./fields.ts";

/** A match with its score, 0..1; below .5 it is not reported. */
export type Candidate = { type: PiiType; start: number; end: number; score: number };

/** A piece of text to be looked at, folded; `before` is what stood in front of it and serves as context only. */
export type Segment = {
  text: string;
  before: string;
  /** The signs in it, as bits of `has`. */
  signs: number;
  /** What its words hint at, as bits of `hint`. */
  hints: number;
  /** Which lengths its runs of digits have: bit n for a run of n, bit 31 for longer ones. */
  runs: number;
  /** The columns of the table whose rows these are, if any. */
  header: Header | null;
};

/** Finds one kind or several. */
export type Recognizer = {
  types: readonly PiiType[];
  /** Bits of `has`: without all of them in the segment it finds nothing. */
  needs: number;
  /** It costs time, or hides others, and runs only when one of its kinds is asked for. */
  isOptional?: true;
  find(segment: Segment): Candidate[];
};

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
export function wordsAt({ text, before }: Segment, at: number): string[] {
  return before ? wordsBefore(before + text, before.length + at) : wordsBefore(text, at);
}
