import { piiTypes } from "../constants.ts";
import { type Finding, type PiiType } from "../schema.ts";
import { addressRecognizer } from "./address.ts";
import { birthRecognizer } from "./birth.ts";
import { contextCharacters } from "./context.ts";
import { fieldRecognizer, headerAfter } from "./fields.ts";
import { type Header } from "./candidate.ts";
import { labelledRecognizer } from "./labelled.ts";
import { fold } from "./fold.ts";
import { hintsOf } from "./hints.ts";
import { cardRecognizer, ibanRecognizer } from "./money.ts";
import { nationalIdRecognizer } from "./national-ids.ts";
import { ipv4Recognizer, ipv6Recognizer, macRecognizer } from "./network.ts";
import { personRecognizer } from "./person.ts";
import { phoneRecognizer } from "./phone.ts";
import { placeholders } from "./placeholder.ts";
import type { Candidate, Recognizer, Segment } from "./candidate.ts";
import { privateKeyRecognizer, secretRecognizer } from "./secrets.ts";
import { segmentsOf } from "./segments.ts";
import { statementRecognizer } from "./sql.ts";
import { digitsOf, has, noDigits, signsOf } from "./symbols.ts";
import { nhsRecognizer, ninoRecognizer, ssnRecognizer } from "./us-uk-ids.ts";
import { credentialsRecognizer, emailRecognizer, urlRecognizer } from "./web.ts";

/** @internal In the order they run; bench/pii.ts measures each alone. */
export const recognizers: readonly Recognizer[] = [
  emailRecognizer,
  cardRecognizer,
  ibanRecognizer,
  ssnRecognizer,
  nhsRecognizer,
  ninoRecognizer,
  nationalIdRecognizer,
  ipv4Recognizer,
  ipv6Recognizer,
  macRecognizer,
  urlRecognizer,
  credentialsRecognizer,
  phoneRecognizer,
  birthRecognizer,
  addressRecognizer,
  privateKeyRecognizer,
  secretRecognizer,
  fieldRecognizer,
  labelledRecognizer,
  statementRecognizer,
  personRecognizer,
];
/** A candidate below it is not reported. */
const threshold = 0.5;
/** No kind but names and links can be in a text without one of these. */
const worthLooking =
  /[\d@]|[A-Za-z0-9+/_-]{20}|pass|pwd|pw\b|secret|token|key|bearer|clave|senha|mdp|kennwort|[:=：]|[\u0400-\ud7ff]/i;

/** False when a look at the whole text shows that none of these kinds can be in any part of it. */
export function mayHold(text: string, types: Iterable<PiiType>): boolean {
  for (const type of types) if (type === "PERSON" || type === "URL") return true;
  return worthLooking.test(text);
}

export type DetectOptions = { types?: readonly PiiType[] | undefined };

/** What stood before a segment: the end of the text, and the table that is open there. */
export type Before = { text: string; header: Header | null };
export const nothingBefore: Before = { text: "", header: null };

/** What stands before the segment that follows this one. */
export function beforeNext(before: Before, segment: string): Before {
  const isTable = before.header !== null || segment.includes("\n");
  return {
    text: (before.text + segment).slice(-contextCharacters),
    header: isTable ? headerAfter(segment, before.header) : null,
  };
}

/**
 * Personal data and secrets in a text, in order, never overlapping. Recognised by shape, check digits and
 * the words before (Presidio's rule); names by a tagger. Without `types` all kinds but links.
 */
export function detectPii(text: string, options: DetectOptions = {}): Finding[] {
  const types = options.types ?? piiTypes.filter((type) => type !== "URL");
  const findings: Finding[] = [];
  let before = nothingBefore;
  for (const [start, end] of segmentsOf(text)) {
    const segment = text.slice(start, end);
    for (const finding of detectInSegment(segment, before, types))
      findings.push({ ...finding, start: finding.start + start, end: finding.end + start });
    before = beforeNext(before, segment);
  }
  return findings;
}

/** The same for one segment, in whose offsets it answers. */
export function detectInSegment(raw: string, before: Before, types: readonly PiiType[]): Finding[] {
  const folded = fold(raw);
  const { text } = folded;
  const segment = segmentOf(text, before);
  const candidates: Candidate[] = [];
  for (const recognizer of recognizers) {
    if ((segment.signs & recognizer.needs) !== recognizer.needs) continue;
    if (recognizer.isOptional && !recognizer.types.some((type) => types.includes(type))) continue;
    for (const candidate of recognizer.find(segment))
      if (candidate.score >= threshold) candidates.push(candidate);
  }
  if (candidates.length === 0) return [];
  const taken = placesOf(text);
  const free =
    taken.length === 0
      ? candidates
      : candidates.filter(({ start, end }) => !taken.some(([from, to]) => start < to && end > from));
  return withoutOverlaps(withoutStreetsNames(free))
    .filter(({ type }) => types.includes(type))
    .map(({ type, start, end, score }) => {
      const [from, to] = [folded.raw(start), folded.raw(end - 1) + 1];
      return { type, start: from, end: to, score, text: raw.slice(from, to) };
    });
}

/** @internal A folded piece of text with all that recognizers ask of it. */
export function segmentOf(text: string, before: Before): Segment {
  const signs = signsOf(text);
  return {
    text,
    before: before.text,
    whole: before.text + text,
    words: new Map<number, readonly string[]>(),
    header: before.header,
    signs,
    hints: hintsOf(text, signs),
    digits: signs & has.digit ? digitsOf(text) : noDigits,
  };
}

function placesOf(text: string): (readonly [number, number])[] {
  if (!text.includes("<")) return [];
  return [...text.matchAll(placeholders())].map(
    (match) => [match.index, match.index + match[0].length] as const,
  );
}

/** A name within a street's is the street's: "Ingrid Marie Allé 2". */
function withoutStreetsNames(candidates: Candidate[]): Candidate[] {
  const streets = candidates.filter(({ type }) => type === "STREET_ADDRESS");
  if (streets.length === 0) return candidates;
  return candidates.filter(
    ({ type, start, end }) =>
      type !== "PERSON" || !streets.some((street) => street.start <= start && street.end > end),
  );
}

/** Of overlapping candidates the surest stays, then the longer, then the one named first in the list of kinds. */
function withoutOverlaps(candidates: Candidate[]): Candidate[] {
  candidates.sort((a, b) => a.start - b.start);
  if (candidates.every(({ start }, at) => start >= (candidates[at - 1]?.end ?? 0))) return candidates;
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
