import { readFileSync } from "node:fs";
import { join } from "node:path";
import { once } from "#platform/runtime";
import { peopleAmong } from "./names/decide.ts";
import { peopleByPlace } from "./names/evidence.ts";
import { Line, type Run } from "./names/line.ts";
import { lookUp } from "./names/features.ts";
import { fieldsOf } from "./names/fields.ts";
import { folder, gazetteer } from "./names/lists.ts";
import { readWeights, tags, tagTokens, type Weights } from "./names/tagger.ts";
import { shapes, type Tokens, tokensOf } from "./names/tokens.ts";
import type { Segment, Candidate, Recognizer } from "./candidate.ts";

/** Added to what speaks for a name: above 0 it finds more and errs more. Chosen on the learnt half. */
const lean = 6;
/** So many characters before a segment are read with it, so that a name at its start is seen behind what led to it. */
const readBefore = 60;

const letter = /\p{L}/u;

const weightsOfTagger = (): Weights =>
  once("guardrails.tagger", () => readWeights(readFileSync(join(folder, "tagger.bin"))));

function findPeople(segment: Segment): Candidate[] {
  if (!letter.test(segment.text)) return [];
  const lead = leadOf(segment.before);
  const text = lead + segment.text;
  const tokens = tokensOf(text);
  if (tokens.count === 0) return [];
  const all = lookUp(text, tokens, fieldsOf(text, tokens, segment.header), gazetteer());
  const row = tagTokens(all, weightsOfTagger(), lean);
  const runs = runsOf(tokens, row);
  const line = new Line(all);
  const candidates: Candidate[] = [];
  for (const run of peopleAmong(line, [...runs, ...peopleByPlace(line, runs)])) {
    const span = { start: tokens.start[run.from] ?? 0, end: tokens.end[run.to] ?? 0 };
    if (span.start >= lead.length)
      candidates.push({
        type: "PERSON",
        start: span.start - lead.length,
        end: span.end - lead.length,
        score: 0.6,
      });
  }
  return candidates;
}

/** The runs of tokens that are tagged as names. */
function runsOf(tokens: Tokens, row: Uint8Array): Run[] {
  const found: Run[] = [];
  for (let at = 0; at < tokens.count; at += 1) {
    if (row[at] === tags.out) continue;
    let last = at;
    while (last + 1 < tokens.count && row[last + 1] === tags.inside) last += 1;
    const run = trimmed(tokens, at, last);
    if (run) found.push(run);
    at = last;
  }
  return found;
}

/** The last words before a segment, from the start of one. */
function leadOf(before: string): string {
  if (before.length <= readBefore) return before;
  const cut = before.slice(-readBefore);
  return cut.slice(Math.max(cut.search(/[\s]/), 0));
}

/** Without signs and line ends around it; null when nothing with letters is left. */
function trimmed(tokens: Tokens, from: number, to: number): Run | null {
  const isEmpty = (at: number) =>
    [shapes.mark, shapes.line, shapes.digits].includes((tokens.shape[at] ?? 0) as 0);
  let [first, last] = [from, to];
  while (first <= last && isEmpty(first)) first += 1;
  while (last > first && isEmpty(last)) last -= 1;
  // "Jack Russells bark": behind capitals a last word in small letters is no part of the name.
  if (tokens.shape[first] === shapes.capital)
    while (last > first && tokens.shape[last] === shapes.lower) last -= 1;
  return first > last ? null : { from: first, to: last };
}

/** Finds people's names by a tagger that looks at the words, at lists of names and places, and at what stands around. */
export const personRecognizer: Recognizer = {
  types: ["PERSON"],
  needs: 0,
  isOptional: true,
  find: findPeople,
};
