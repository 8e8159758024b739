import { isWide, isWordSign } from "../symbols.ts";

/** How a token looks; the tagger knows it by these numbers, so they stay as they are. */
export const shapes = {
  mark: 0,
  lower: 1,
  capital: 2,
  capitals: 3,
  mixed: 4,
  digits: 5,
  initial: 6,
  wide: 7,
  line: 8,
  uncased: 9,
} as const;

/** The tokens of a text: words with their hyphens and apostrophes, runs of digits, signs, line ends, single CJK signs. */
export type Tokens = {
  count: number;
  start: number[];
  end: number[];
  shape: number[];
  /** Of the token in small letters. */
  hash: number[];
};

const seed = 0x811c9dc5;
const step = (hash: number, code: number) => Math.imul(hash ^ code, 0x01000193);

/** Small letters of the alphabets that have two sizes, sign by sign. */
export function small(code: number): number {
  if (code < 128) return code >= 65 && code <= 90 ? code + 32 : code;
  if (code < 0x180) return smallLatin(code);
  if (code === 0x2019) return 39;
  if (code >= 0x1e00 && code <= 0x1eff) return code | 1;
  if ((code >= 0x391 && code <= 0x3a9) || (code >= 0x410 && code <= 0x42f)) return code + 32;
  return code >= 0x400 && code <= 0x40f ? code + 80 : code;
}

function smallLatin(code: number): number {
  if (code < 0x100) return code >= 0xc0 && code <= 0xde && code !== 0xd7 ? code + 32 : code;
  // In these two rows the capitals are the odd ones.
  const isOdd = (code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17e);
  return isOdd ? code + (code & 1) : code | 1;
}

/** The hash of a word in small letters, as tokens have it. */
export function hashOfWord(word: string, start = 0, end = word.length): number {
  let hash = seed;
  for (let at = start; at < end; at += 1) hash = step(hash, small(word.charCodeAt(at)));
  return hash;
}

const isDigit = (code: number) => code >= 48 && code <= 57;
const isSpace = (code: number) =>
  code === 32 || code === 9 || code === 13 || code === 0xa0 || code === 0x3000;
/** Combining marks belong to the letter before them. */
const isMark = (code: number) =>
  (code >= 0x300 && code <= 0x36f) || (code >= 0x900 && code <= 0xdff) || (code >= 0xe00 && code <= 0xe7f);
const isLetter = (code: number) => (isWordSign(code) || isMark(code)) && !isDigit(code);
const isJoint = (code: number) => code === 39 || code === 0x2019 || code === 45;

/** Cuts a text into tokens. */
export function tokensOf(text: string): Tokens {
  const tokens: Tokens = { count: 0, start: [], end: [], shape: [], hash: [] };
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) {
      at += 1;
      continue;
    }
    let end = at + 1;
    let shape: number = shapes.mark;
    if (code === 10) shape = shapes.line;
    else if (isDigit(code)) {
      while (end < text.length && isDigit(text.charCodeAt(end))) end += 1;
      shape = shapes.digits;
    } else if (isWide(code)) shape = shapes.wide;
    else if (isLetter(code)) {
      end = wordEnd(text, at);
      shape = shapeOf(text, at, end);
    }
    tokens.start.push(at);
    tokens.end.push(end);
    tokens.shape.push(shape);
    tokens.hash.push(shape === shapes.digits ? end - at : hashOfWord(text, at, end));
    tokens.count += 1;
    at = end;
  }
  return tokens;
}

/** A word goes on over a hyphen or an apostrophe between letters, but not over the 's of a possessive. */
function wordEnd(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (isLetter(code)) end += 1;
    else if (
      isJoint(code) &&
      end + 1 < text.length &&
      isLetter(text.charCodeAt(end + 1)) &&
      !isPossessive(text, end)
    )
      end += 2;
    else break;
  }
  return end;
}

const isPossessive = (text: string, at: number) =>
  text.charCodeAt(at) !== 45 &&
  (text.charCodeAt(at + 1) | 32) === 115 &&
  !(at + 2 < text.length && isLetter(text.charCodeAt(at + 2)));

function shapeOf(text: string, start: number, end: number): number {
  let [upper, lower] = [0, 0];
  let isFirstUpper = false;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (isJoint(code)) continue;
    const sign = code < 128 ? (code >= 65 && code <= 90 ? 1 : 2) : caseOf(text.charAt(at));
    if (sign === 1) {
      upper += 1;
      if (at === start) isFirstUpper = true;
    } else if (sign === 2) lower += 1;
  }
  if (upper + lower === 0) return shapes.uncased;
  if (upper === 0) return shapes.lower;
  if (lower === 0) return end - start === 1 ? shapes.initial : shapes.capitals;
  if (!isFirstUpper) return shapes.mixed;
  return upper === 1 || isCompound(text, start, end, upper) ? shapes.capital : shapes.mixed;
}

/** "Anne-Sophie", "L'Hermitte", "McDonald": capitals after a joint or a prefix. */
function isCompound(text: string, start: number, end: number, upper: number): boolean {
  let found = 1;
  for (let at = start + 1; at < end; at += 1)
    if (isJoint(text.charCodeAt(at - 1)) && isUpper(text.charAt(at))) found += 1;
  return (
    found === upper ||
    (upper === 2 && /^(?:Mc|Mac|De|Di|La|Le|Van|O['’]?)\p{Lu}/u.test(text.slice(start, end)))
  );
}

const isUpper = (sign: string) => sign !== sign.toLowerCase();
const caseOf = (sign: string) =>
  sign !== sign.toLowerCase() ? 1 : sign !== sign.toUpperCase() || sign === "ß" ? 2 : 0;
