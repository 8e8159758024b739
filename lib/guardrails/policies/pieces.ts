import type { RE2JS } from "re2js";
import { segmentEnd } from "../pii/segments.ts";

/** How far a matcher's match may reach beyond the sentence or line it begins in. */
export type Reach = {
  expression: RE2JS;
  /** The group of the expression that is the match. */
  group: 0 | 1;
  /** Characters beyond the end in which a match that began before it is found whole. */
  reach: number;
  /** Whether a match can hold white space: one that cannot never runs over the end of a sentence or a line. */
  spans: boolean;
  /** A term as `folded` writes it; null for a pattern, of which a beginning cannot be told. */
  term: string | null;
};

/** A pattern's match is found whole so many characters beyond the sentence it begins in, a term's by its own length. */
export const patternReach = 200;
/** White space between two words of a term. */
export const mostSpaces = 20;
export const mostReach = 600;
/** How often a piece is lengthened by what runs over its end; more such matches in a row are cut. */
const mostJoins = 3;

/**
 * Where the piece of text that is judged at once ends: at the end of a segment (a sentence, a line, at most 600
 * characters) that no match of a term or pattern runs over. Null when more text is needed to say. The answer depends on
 * the text and never on how a stream was cut: what is decided on a part of it would be decided on the whole.
 */
export function pieceEnd(
  reaches: readonly Reach[],
  text: string,
  start: number,
  isFinal: boolean,
): number | null {
  let end = segmentEnd(text, start, isFinal);
  if (reaches.length === 0) return end;
  for (let joins = 0; joins < mostJoins && end !== null; joins += 1) {
    const over = overrun(reaches, text, { start, end }, isFinal);
    if (over === null || over === end) return over;
    end = segmentEnd(text, over, isFinal);
  }
  return end;
}

/** The pieces of a whole text as [start, end) pairs. */
export function piecesOf(reaches: readonly Reach[], text: string): [number, number][] {
  const found: [number, number][] = [];
  let start = 0;
  while (start < text.length) {
    const end = pieceEnd(reaches, text, start, true) ?? text.length;
    found.push([start, end]);
    start = end;
  }
  return found;
}

type Piece = { start: number; end: number };

/** The end of the match that runs over the end of a piece farthest, or that end itself. Null when more text is needed. */
function overrun(reaches: readonly Reach[], text: string, piece: Piece, isFinal: boolean): number | null {
  const isBreak = isSpace(text[piece.end - 1]) || isSpace(text[piece.end]);
  const asked = isBreak ? reaches.filter(({ spans }) => spans) : reaches;
  const known = text.length - piece.end;
  if (!isFinal && asked.some((one) => known < one.reach && mayRunOver(one, text, piece))) return null;
  return known === 0 ? piece.end : Math.max(piece.end, ...asked.map((one) => matchOver(one, text, piece)));
}

const isSpace = (sign: string | undefined) => sign !== undefined && /\s/.test(sign);

/** False where the text behind the piece so far shows that a term does not run over its end. */
function mayRunOver({ term, reach }: Reach, text: string, { start, end }: Piece): boolean {
  if (term === null) return true;
  const before = folded(text.slice(Math.max(start, end - reach), end));
  const after = folded(text.slice(end));
  const joined = before + (before.endsWith(" ") ? after.trimStart() : after);
  for (let at = 0; at < before.length; at += 1) if (term.startsWith(joined.slice(at))) return true;
  return false;
}

function matchOver({ expression, group, reach }: Reach, text: string, { start, end }: Piece): number {
  const run = expression.matcher(text.slice(start, end + reach));
  const limit = end - start;
  let from = 0;
  while (from < limit && run.find(from)) {
    const [begins, ends] = [run.start(group), run.end(group)];
    if (begins >= limit) return end;
    if (ends > limit) return start + ends;
    from = Math.max(ends, begins + 1);
  }
  return end;
}

/** A text as terms are compared: any white space is one space, and letters are alike whatever their case, as RE2 has it. */
export function folded(text: string): string {
  let result = "";
  for (const sign of text.replace(/[\s\p{Z}]+/gu, " ")) {
    const upper = sign.toUpperCase();
    const lower = (upper.length === sign.length ? upper : sign).toLowerCase();
    result += lower.length === sign.length ? lower : sign;
  }
  return result;
}

/**
 * Patterns that surely hold no white space: letters, digits, signs, digits and word signs by name, and lists of those.
 * Whatever else is written is taken to hold some.
 */
const spaceless = /^(?:\\[dwbB]|\\[^\w\s]|\[(?!\^)(?:\\[dw]|\\[^\w\s]|[!-Z^-~])+\]|[!-\-/-Z^-~])+$/;
export const mayHoldSpace = (pattern: string): boolean => !spaceless.test(pattern);
