/** Which signs a text holds, as bits: an expression that needs another need not run. */
export const has = {
  digit: 1,
  at: 2,
  colon: 4,
  upper: 8,
  wide: 16,
  long: 32,
  slash: 64,
  dot: 128,
  equals: 256,
  dash: 512,
} as const;
/** Runs of at least so many key-like signs may be a key. */
const longRun = 16;

const isDigit = (code: number) => code >= 48 && code <= 57;
const isUpper = (code: number) => code >= 65 && code <= 90;
const isLower = (code: number) => code >= 97 && code <= 122;
/** Han, kana and Hangul: they stand beside numbers and names without a space. */
const isWide = (code: number) => code >= 0x2e80 && (code <= 0xd7ff || (code >= 0xf900 && code <= 0xfaff));

/** Thai puts no spaces between words either. */
const isThai = (code: number) => code >= 0x0e00 && code <= 0x0e7f;

const bits = new Map<number, number>([
  [64, has.at],
  [58, has.colon],
  [47, has.slash],
  [46, has.dot],
  [61, has.equals],
  [45, has.dash],
]);
/** 1 key-like and no other bit; what stands at its place is or-ed in. */
const table = Uint16Array.from({ length: 128 }, (_, code) => {
  const own = bits.get(code) ?? 0;
  return isDigit(code) ? has.digit : isUpper(code) ? has.upper : own;
});
const keyLike = Uint8Array.from({ length: 128 }, (_, code) =>
  isDigit(code) || isUpper(code) || isLower(code) || [43, 45, 47, 95].includes(code) ? 1 : 0,
);

/** One pass over a text: the bits of `has`. */
export function signsOf(text: string): number {
  let signs = 0;
  let run = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 128) {
      run = 0;
      signs |= isWide(code) || isThai(code) ? has.wide : code >= 0xc0 ? has.upper : 0;
      continue;
    }
    signs |= table[code] ?? 0;
    run = keyLike[code] === 1 ? run + 1 : 0;
    if (run >= longRun) signs |= has.long;
  }
  return signs;
}

/** A letter or digit of a script that puts spaces between words: what it touches is part of its word. */
export const isWordSign = (code: number): boolean => wordSigns[code] === 1;

function belongsToWord(code: number): boolean {
  if (code < 128) return isDigit(code) || isUpper(code) || isLower(code);
  return code >= 0xaa && !isWide(code) && !isPunctuation(code);
}

function isPunctuation(code: number): boolean {
  if (code <= 0xbf) return code !== 0xaa && code !== 0xb5 && code !== 0xba;
  return (
    code === 0xd7 ||
    code === 0xf7 ||
    (code >= 0x2000 && code <= 0x2bff) ||
    (code >= 0xd800 && code <= 0xdfff) ||
    code >= 0xfe10
  );
}

/** Asked for every sign of every text, so looked up. */
const wordSigns = Uint8Array.from({ length: 0x10000 }, (_, code) => (belongsToWord(code) ? 1 : 0));

/** True when the match [start, end) is not part of a longer word or number. */
export function standsAlone(text: string, start: number, end: number): boolean {
  const before = start > 0 ? text.charCodeAt(start - 1) : 32;
  const after = end < text.length ? text.charCodeAt(end) : 32;
  return !isWordSign(before) && before !== 95 && !isWordSign(after) && after !== 95;
}

/** What the digits of a text allow, so that an expression for longer numbers need not run. */
export type Digits = {
  /** Which lengths the runs have: bit n for a run of n, bit 31 for longer ones. */ runs: number;
  /** The most digits in runs that one space, full stop or hyphen parts. */ longest: number;
};
export const noDigits: Digits = { runs: 0, longest: 0 };

/** One pass over a text. */
export function digitsOf(text: string): Digits {
  let [runs, longest, chain, run, end] = [0, 0, 0, 0, -2];
  for (let at = 0; at <= text.length; at += 1) {
    if (at < text.length && isDigit(text.charCodeAt(at))) {
      run += 1;
      continue;
    }
    if (run === 0) continue;
    runs |= 1 << Math.min(run, 31);
    const start = at - run;
    chain = start === end + 1 && joinsDigits(text.charCodeAt(end)) ? chain + run : run;
    if (chain > longest) longest = chain;
    end = at;
    run = 0;
  }
  return { runs, longest };
}

const joinsDigits = (code: number) => code === 32 || code === 45 || code === 46;

export { isWide };
