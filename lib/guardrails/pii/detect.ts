import { type Finding, type PiiType, piiTypes } from "../schema.ts";
import { contextCharacters, scoreInContext, wordsBefore } from "./context.ts";
import { personRecognizer } from "./person.ts";
import { phoneRecognizer } from "./phone.ts";
import { placeholders } from "./placeholder.ts";
import { type Candidate, type Recognizer, shapeRecognizers } from "./recognizers.ts";
import { secretRecognizer } from "./secrets.ts";
import { segmentsOf } from "./segments.ts";

const recognizers: readonly Recognizer[] = [
  ...shapeRecognizers,
  phoneRecognizer,
  secretRecognizer,
  personRecognizer,
];
/** A candidate below it is not reported. */
const threshold = 0.5;
/** These cost time or would hide others, and run only when asked for. */
const optional: readonly PiiType[] = ["PERSON", "URL"];
/** No kind but names and links can be in a text without one of these. */
const worthLooking = /[\d@]|[A-Za-z0-9+/_-]{20}|pass|pwd|secret|token|key|bearer/i;

/** False when a look at the whole text shows that none of these kinds can be in any part of it. */
export function mayHold(text: string, types: Iterable<PiiType>): boolean {
  for (const type of types) if (optional.includes(type)) return true;
  return worthLooking.test(text);
}

export type DetectOptions = { types?: readonly PiiType[] | undefined };

/**
 * Personal data and secrets in a text, in order, never overlapping. Recognised by shape, check digits and
 * the words before (Presidio's rule); names by language rules. Without `types` all kinds but links.
 */
export function detectPii(text: string, options: DetectOptions = {}): Finding[] {
  const types = options.types ?? piiTypes.filter((type) => type !== "URL");
  return segmentsOf(text).flatMap(([start, end]) => {
    const before = text.slice(Math.max(0, start - contextCharacters), start);
    return detectInSegment(text.slice(start, end), before, types).map((finding) => ({
      ...finding,
      start: finding.start + start,
      end: finding.end + start,
    }));
  });
}

/** The same for one segment; `before` is what stood in front of it and serves as context only. */
export function detectInSegment(segment: string, before: string, types: readonly PiiType[]): Finding[] {
  const runs = recognizers.filter(
    (recognizer) => types.includes(recognizer.type) || !optional.includes(recognizer.type),
  );
  const isPlain = !worthLooking.test(segment);
  const taken = [...segment.matchAll(placeholders())].map(
    (match) => [match.index, match.index + match[0].length] as const,
  );
  const candidates = runs
    .filter(({ type, needs }) => (!isPlain || optional.includes(type)) && needs.test(segment))
    .flatMap((recognizer) =>
      recognizer.find(segment).map((candidate) => {
        const words = wordsBefore(before + segment, before.length + candidate.start);
        return { ...candidate, score: scoreInContext(candidate.score, words, recognizer.context) };
      }),
    )
    .filter(
      ({ start, end, score }) => score >= threshold && !taken.some(([from, to]) => start < to && end > from),
    );
  return withoutOverlaps(candidates)
    .filter(({ type }) => types.includes(type))
    .map((candidate) => ({ ...candidate, text: segment.slice(candidate.start, candidate.end) }));
}

/** Of overlapping candidates the surest stays, then the longer, then the one named first in the list of kinds. */
function withoutOverlaps(candidates: Candidate[]): Candidate[] {
  const order = [...candidates].sort(
    (a, b) =>
      b.score - a.score ||
      b.end - b.start - (a.end - a.start) ||
      piiTypes.indexOf(a.type) - piiTypes.indexOf(b.type) ||
      a.start - b.start,
  );
  const kept: Candidate[] = [];
  for (const candidate of order) {
    if (!kept.some((other) => candidate.start < other.end && candidate.end > other.start))
      kept.push(candidate);
  }
  return kept.sort((a, b) => a.start - b.start);
}
