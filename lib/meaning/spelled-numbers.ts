import { fixed, ones, scales, tens } from "./number-words.ts";

type Run = { total: number; part: number; start: number; end: number };
type Spelled = { value: number; start: number; end: number };

/** Numbers in words, "six hundred and twenty" as well as "einundzwanzig". */
export function* spelled(text: string): Generator<Spelled> {
  let run: Run | null = null;
  for (const match of text.matchAll(/[\p{L}]+/gu)) {
    const word = match[0].toLowerCase();
    const [start, end] = [match.index, match.index + word.length];
    const isNear: boolean = run !== null && /^[\s-]*$/.test(text.slice(run.end, start));
    if (run && isNear && isJoint(word, run, text.slice(end))) {
      run.end = end;
      continue;
    }
    const next: Run | null = run && isNear ? joined(run, word, end) : null;
    if (run && !next) yield valueOf(run);
    run = next ?? begun(word, start, end);
    if (!run && word in fixed && word !== "couple") yield { value: fixed[word] ?? 0, start, end };
  }
  if (run) yield valueOf(run);
}

function valueOf({ total, part, start, end }: Run): Spelled {
  return { value: total + part, start, end };
}

/** The "and" of "six hundred and twenty", when a number follows. */
function isJoint(word: string, run: Run, rest: string): boolean {
  if (!["and", "und", "y", "e", "et"].includes(word) || run.part < 100 || run.part % 100 !== 0) return false;
  const next = /^\s+(\p{L}+)/u.exec(rest)?.[1]?.toLowerCase() ?? "";
  return next in ones || next in tens;
}

function smallOf(word: string): number | undefined {
  return word in scales ? undefined : (ones[word] ?? tens[word] ?? germanTens(word));
}

function begun(word: string, start: number, end: number): Run | null {
  const small = smallOf(word);
  return small === undefined ? null : { total: 0, part: small, start, end };
}

/** The number with one more word; null where the word begins another or is none. */
function joined(run: Run, word: string, end: number): Run | null {
  const scale = scales[word];
  if (scale === 100) return { ...run, part: Math.max(1, run.part) * 100, end };
  if (scale !== undefined) return { ...run, total: run.total + Math.max(1, run.part) * scale, part: 0, end };
  const small = smallOf(word);
  if (small === undefined) return null;
  const isUnit = small < 10 && run.part % 10 === 0 && run.part % 100 >= 20;
  return run.part % 100 === 0 || isUnit ? { ...run, part: run.part + small, end } : null;
}

/** "einundzwanzig", "dreihundertfünfzig": German writes them as one word. */
function germanTens(word: string): number | undefined {
  const joined = /^(ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun)und(\p{L}+ig)$/u.exec(word);
  if (joined) return (joined[1] === "ein" ? 1 : (ones[joined[1] ?? ""] ?? 0)) + (tens[joined[2] ?? ""] ?? 0);
  const hundreds = /^(ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun)?hundert(\p{L}*)$/u.exec(word);
  if (!hundreds || word === "hundert") return undefined;
  const rest = hundreds[2] ?? "";
  const tail = rest === "" ? 0 : (ones[rest] ?? tens[rest] ?? germanTens(rest));
  const head = hundreds[1] === undefined || hundreds[1] === "ein" ? 1 : (ones[hundreds[1]] ?? 1);
  return tail === undefined ? undefined : head * 100 + tail;
}

/** A run of Chinese numerals; a lone 一 is an article as often as a number, and 半 after a measure adds a half. */
export function chineseNumber(run: string, after: string): number | null {
  const digits = "零一二三四五六七八九";
  if (run === "一" || run === "千" || run === "万" || run === "百") return null;
  let total = 0;
  let part = 0;
  let digit = 0;
  for (const character of run) {
    const place = digits.indexOf(character);
    if (place >= 0) digit = place;
    else if (character === "两") digit = 2;
    else if (character === "半") return total + part + digit + 0.5;
    else if (character === "十" || character === "百" || character === "千") {
      part += Math.max(1, digit) * { 十: 10, 百: 100, 千: 1000 }[character];
      digit = 0;
    } else {
      total += Math.max(1, part + digit) * (character === "万" ? 1e4 : 1e8);
      part = 0;
      digit = 0;
    }
  }
  const value = total + part + digit;
  return /^[\p{sc=Han}]半/u.test(after) ? value + 0.5 : value;
}
