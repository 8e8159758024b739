import { type Gazetteer, known } from "./gazetteer.ts";
import { hashOfWord, shapes, small, type Tokens } from "./tokens.ts";

/** Features fall into this many weights by their hash. */
export const featureBits = 18;
const shift = 32 - featureBits;
export const featuresPerToken = 28;

/** What is known of each token before features are made of it. */
export type Known = {
  tokens: Tokens;
  text: string;
  /** Bits of the gazetteer. */
  flags: number[];
  /** 1 in a field that is a person's, 2 in another field, 0 in none. */
  field: number[];
  facts: LineFeatures;
  /** In training: tokens whose own letters are left out, so that it learns more than its own names. */
  anonymous?: readonly boolean[];
};

/** Looks every token up; a name with hyphens has what its parts have, a CJK name what the longest surname at its place has. */
export function lookUp(text: string, tokens: Tokens, field: number[], gazetteer: Gazetteer): Known {
  const flags = Array.from({ length: tokens.count }, () => 0);
  const all = { tokens, text, flags, field, facts: new LineFeatures(tokens) };
  for (let at = 0; at < tokens.count; at += 1) {
    const shape = tokens.shape[at] ?? 0;
    if (shape === shapes.mark || shape === shapes.line || shape === shapes.digits) continue;
    if (shape === shapes.wide) {
      lookUpWide(all, at, gazetteer);
      continue;
    }
    const bits = gazetteer.look(tokens.hash[at] ?? 0);
    flags[at] = bits === 0 ? lookUpParts(text, tokens.start[at] ?? 0, tokens.end[at] ?? 0, gazetteer) : bits;
  }
  return all;
}

function lookUpParts(text: string, start: number, end: number, gazetteer: Gazetteer): number {
  let bits = 0;
  let from = start;
  for (let at = start; at <= end; at += 1) {
    const code = at < end ? text.charCodeAt(at) : 45;
    if (code !== 45 && code !== 39 && code !== 0x2019) continue;
    if (from > start || at < end) bits |= at - from >= 2 ? gazetteer.look(hashOfWord(text, from, at)) : 0;
    from = at + 1;
  }
  return bits & ~known.common;
}

const longestSurname = 4;

function lookUpWide({ text, tokens, flags }: Known, at: number, gazetteer: Gazetteer): void {
  const start = tokens.start[at] ?? 0;
  flags[at] = (flags[at] ?? 0) | (gazetteer.look(tokens.hash[at] ?? 0) & ~known.oftenLast);
  for (let length = longestSurname; length >= 2; length -= 1) {
    if ((gazetteer.look(hashOfWord(text, start, start + length)) & known.last) === 0) continue;
    for (let place = 0; place < length && at + place < tokens.count; place += 1)
      flags[at + place] = (flags[at + place] ?? 0) | known.oftenLast | known.last;
    return;
  }
}

const mix = (kind: number, a: number, b = 0, c = 0) => {
  let hash = Math.imul(kind + 0x9e37, 0x85ebca6b) ^ Math.imul(a, 0xcc9e2d51);
  hash = Math.imul(hash ^ (hash >>> 15), 0x1b873593) ^ Math.imul(b + 0x7f4a, 0xe6546b64);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35) ^ Math.imul(c + 0x1d3, 0x27d4eb2f);
  return Math.imul(hash ^ (hash >>> 16), 0x9e3779b1) >>> shift;
};

/** The features of one token, written into `into`. */
export function featuresAt(all: Known, at: number, into: Int32Array): void {
  const { tokens, flags, text, facts } = all;
  const isAnonymous = all.anonymous?.[at] ?? false;
  const word = (place: number) =>
    place >= 0 && place < tokens.count ? (tokens.hash[place] ?? 0) : place < 0 ? 1 : 2;
  const shape = (place: number) => (place >= 0 && place < tokens.count ? (tokens.shape[place] ?? 0) : 15);
  const look = (place: number) =>
    place >= 0 && place < tokens.count ? ((flags[place] ?? 0) << 4) | shape(place) : shape(place);
  const own = look(at);
  const [start, end] = [tokens.start[at] ?? 0, tokens.end[at] ?? 0];
  const isWideToken = shape(at) === shapes.wide;
  into[0] = mix(0, own);
  into[1] = isAnonymous ? mix(1, shape(at)) : mix(1, word(at), shape(at));
  into[2] = isAnonymous && !isWideToken ? mix(2, 7) : mix(2, tailOf(text, start, end, 3), shape(at));
  into[3] = mix(3, tailOf(text, start, end, 2), shape(at));
  into[4] =
    isAnonymous && !isWideToken
      ? mix(4, 7)
      : mix(4, hashOfWord(text, start, Math.min(end, start + 3)), shape(at));
  into[5] = mix(5, own, look(at + 1));
  into[6] = mix(6, look(at - 1), own);
  into[7] = mix(7, shape(at - 1), shape(at), shape(at + 1));
  into[8] = mix(8, word(at - 1), shape(at));
  into[9] = mix(9, word(at - 1), own);
  into[10] = mix(10, word(at + 1), shape(at));
  into[11] = mix(11, word(at + 1), own);
  into[12] = mix(12, word(at - 2), shape(at), shape(at - 1));
  into[13] = mix(13, word(at + 2), shape(at), shape(at + 1));
  into[14] = mix(14, word(at - 2), word(at - 1), shape(at));
  into[15] = mix(15, word(at + 1), word(at + 2), shape(at));
  into[16] = mix(16, word(at - 1), word(at + 1), shape(at));
  into[17] = mix(17, facts.place(at), own);
  into[18] = mix(18, all.field[at] ?? 0, own);
  into[19] = mix(19, all.field[at] ?? 0, shape(at), facts.place(at));
  into[20] = mix(20, facts.isLower ? 1 : 0, own);
  into[21] = mix(21, facts.lastWordAbove(at), shape(at));
  into[22] = mix(22, look(at - 1), own, look(at + 1));
  into[23] = mix(23, word(at - 3), word(at - 2), word(at - 1));
  into[24] = mix(24, word(at + 3), shape(at), shape(at + 1));
  into[25] = mix(25, own, look(at + 1), shape(at + 2));
  into[26] = mix(26, shape(at - 2), shape(at - 1), own);
  into[27] = mix(27, facts.place(at), shape(at), shape(at + 1));
}

function tailOf(text: string, start: number, end: number, length: number): number {
  let hash = length;
  for (let at = Math.max(start, end - length); at < end; at += 1)
    hash = Math.imul(hash, 31) + small(text.charCodeAt(at));
  return hash;
}

/** What lines say about their tokens: first or last of a line, how long the line is, what the line above ends with. */
export class LineFeatures {
  readonly isLower: boolean;
  readonly #places: number[] = [];
  readonly #above: number[] = [];

  constructor(tokens: Tokens) {
    let from = 0;
    let above = 3;
    let hasUpper = false;
    for (let at = 0; at <= tokens.count; at += 1) {
      const shape = tokens.shape[at];
      if (shape === shapes.capital || shape === shapes.capitals || shape === shapes.mixed) hasUpper = true;
      if (at < tokens.count && shape !== shapes.line) continue;
      const length = Math.min(at - from, 7);
      let last = above;
      for (let place = from; place < at; place += 1) {
        const side =
          (place === from ? 1 : 0) +
          (place === at - 1 ? 2 : 0) +
          (isSentenceStart(tokens, place, from) ? 4 : 0);
        this.#places.push(side * 8 + length);
        this.#above.push(place - from < 3 ? above : 0);
        if (tokens.shape[place] !== shapes.mark) last = tokens.hash[place] ?? 0;
      }
      if (at < tokens.count) {
        this.#places.push(0);
        this.#above.push(0);
      }
      if (at > from) above = last;
      from = at + 1;
    }
    this.isLower = !hasUpper;
  }

  place(at: number): number {
    return this.#places[at] ?? 0;
  }

  lastWordAbove(at: number): number {
    return this.#above[at] ?? 0;
  }
}

/** Behind a full stop, a question or an exclamation mark, a colon or an opening quote. */
function isSentenceStart(tokens: Tokens, at: number, from: number): boolean {
  if (at === from) return true;
  return at > 0 && tokens.shape[at - 1] === shapes.mark && sentenceMarks.has(tokens.hash[at - 1] ?? 0);
}

const sentenceMarks = new Set(
  [".", "!", "?", ":", "“", '"', "•", "-", "*", "。"].map((mark) => hashOfWord(mark)),
);
