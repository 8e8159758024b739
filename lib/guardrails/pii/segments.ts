/**
 * Text is judged in segments: sentences or lines, at most this long. A segment's end depends on the text
 * before it and a few characters after it, never on how a stream was cut, so that a streamed answer and
 * the whole text give the same result.
 */
export const maxSegment = 600;
const minCut = 200;
/** Characters after a sentence's full stop that decide whether it is one. */
const lookahead = 2;

const abbreviation =
  /(?:^|[\s(])(?:mr|mrs|ms|dr|prof|st|sr|jr|vs|no|nr|tel|fax|ext|bzw|e\.g|i\.e|\p{L})\.$/iu;

/** Where the segment beginning at `start` ends, or null when more text is needed to say. */
export function segmentEnd(text: string, start: number, isFinal: boolean): number | null {
  const limit = Math.min(text.length, start + maxSegment);
  for (let at = start; at < limit; at += 1) {
    const symbol = text[at];
    if (symbol === "\n") return at + 1;
    if (symbol !== "." && symbol !== "!" && symbol !== "?") continue;
    if (at + lookahead >= text.length) break;
    if (/\s/.test(text[at + 1] ?? "") && /\S/.test(text[at + 2] ?? "") && !isAbbreviated(text, start, at))
      return at + 1;
  }
  if (text.length - start > maxSegment + lookahead) return cut(text, start);
  return isFinal ? text.length : null;
}

function isAbbreviated(text: string, start: number, dot: number): boolean {
  return text[dot] === "." && abbreviation.test(text.slice(Math.max(start, dot - 8), dot + 1));
}

/** No sentence ends in reach: cut before a small word, else at any space, else in the middle of the run. */
function cut(text: string, start: number): number {
  let fallback = -1;
  for (let at = start + maxSegment; at > start + minCut; at -= 1) {
    if (!/\s/.test(text[at - 1] ?? "")) continue;
    if (/[\p{Ll},;]\s$/u.test(text.slice(at - 2, at)) && /\p{Ll}/u.test(text[at] ?? "")) return at;
    if (fallback < 0) fallback = at;
  }
  const end = fallback < 0 ? start + maxSegment : fallback;
  const isInsidePair = /[\uD800-\uDBFF]/.test(text[end - 1] ?? "");
  return isInsidePair ? end - 1 : end;
}

/** The segments of a whole text as [start, end) pairs. */
export function segmentsOf(text: string): [number, number][] {
  const found: [number, number][] = [];
  let start = 0;
  while (start < text.length) {
    const end = segmentEnd(text, start, true) ?? text.length;
    found.push([start, end]);
    start = end;
  }
  return found;
}
