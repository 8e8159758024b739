import { ones, scales, symbolOf, symbols, unitOf, unitWords } from "./number-words.ts";
import { chineseNumber, spelled } from "./spelled-numbers.ts";

/** A quantity found in a text: its value in the base unit of its dimension ("" where no unit stands by it). */
export type Quantity = {
  value: number;
  /** Before conversion by its unit: 70 of "70 kg". */
  raw: number;
  dimension: string;
  text: string;
  start: number;
  end: number;
};

const escaped = (word: string) => word.replace(/[$.*+?^()[\]{}|\\]/g, "\\$&");
const afterNumber = new RegExp(
  `^\\s?(${unitWords.map((word) => escaped(word) + (/^[\p{L}]+$/u.test(word) && !/\p{sc=Han}/u.test(word) ? "(?![\\p{L}])" : "")).join("|")})`,
  "iu",
);

/** Symbols whose case counts: 12 A, and "12 a day". */
const afterSymbol = new RegExp(`^\\s?(${symbols.join("|")})(?![\\p{L}\\p{N}])`, "u");
/** A sign before a number is one where no other number, letter or bracket goes before it. */
const minusBefore = /(?:^|[\s(:=,;])(?<![\d)]\s?)-$|(?<!\p{L})(?:minus|negative|moins|menos|meno)\s$/iu;
const belowZero =
  /^\s?(?:°|degrees?|grad)?\s?(?:[CF](?!\p{L})|celsius|fahrenheit)?\s?(?:below (?:zero|freezing)|unter null)/iu;

const afternoon =
  /^[^.;!?。；]{0,12}?(?:\bp\.?m\b|in the (?:evening|afternoon)|at night|abends|nachmittags|am (?:abend|nachmittag)|du soir|de l'après-midi|de la (?:tarde|noche)|da (?:tarde|noite)|di sera|del pomeriggio|wieczorem|вечера)/iu;
const forenoon =
  /^[^.;!?。；]{0,12}?(?:\ba\.?m\b|in the morning|morgens|vormittags|am morgen|du matin|de la mañana|da manhã|di mattina|rano|утра)/iu;
const clocks = "🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛";
const halfClocks = "🕜🕝🕞🕟🕠🕡🕢🕣🕤🕥🕦🕧";

/** A number where it stands; a finder that knows its unit says so, for the others the words around it do. */
type Hit = { value: number; start: number; end: number; unit?: [dimension: string, factor: number] };
type Finder = (text: string) => Iterable<Hit>;

/** The quantities of a text in order: figures and words, fractions, units, clock times. The earlier finder wins. */
export function quantitiesIn(source: string): Quantity[] {
  const text = source.normalize("NFKC");
  const found: Quantity[] = [];
  for (const finder of finders)
    for (const hit of finder(text))
      if (!found.some(({ start, end }) => hit.start < end && hit.end > start))
        found.push(quantityOf(hit, text));
  return withUnitsOfRanges(
    found.toSorted((a, b) => a.start - b.start),
    text,
  );
}

/** "10 to 20 mg": the unit is that of both. */
function withUnitsOfRanges(found: Quantity[], text: string): Quantity[] {
  return found.map((one, place) => {
    const next = found[place + 1];
    const isRange =
      next && one.dimension === "" && /^\s?(?:to|bis|à|-|–)\s?$/iu.test(text.slice(one.end, next.start));
    if (!isRange || next.dimension === "" || next.raw === 0) return one;
    return { ...one, dimension: next.dimension, value: one.raw * (next.value / next.raw) };
  });
}

function quantityOf({ value, start, end, unit }: Hit, text: string): Quantity {
  const rest = text.slice(end);
  const isNegative = minusBefore.test(text.slice(Math.max(0, start - 12), start)) || belowZero.test(rest);
  const raw = isNegative ? -value : value;
  const named = unit ? { unit, length: 0 } : unitAround(raw, text.slice(0, start), rest);
  const [dimension, factor] = named.unit;
  const stop = end + named.length;
  const quantity = { raw, value: raw * factor, dimension, text: text.slice(start, stop), start, end: stop };
  if (dimension !== "" || raw < 0) return quantity;
  const hour = raw < 12 && afternoon.test(rest) ? raw + 12 : raw;
  const isHour = hour !== raw || forenoon.test(rest);
  return { ...quantity, value: hour, dimension: isHour ? "hour" : "" };
}

/** The unit behind a number or, of money, before it, and how long it is where it stands behind. */
function unitAround(
  raw: number,
  before: string,
  rest: string,
): { unit: [dimension: string, factor: number]; length: number } {
  const symbol = afterSymbol.exec(rest);
  if (symbol) return { unit: symbolOf.get(symbol[1] ?? "") ?? ["", 1], length: symbol[0].length };
  const behind = afterNumber.exec(rest);
  // "The 1690s" are no seconds.
  const after = behind?.[1] === "s" && raw >= 100 ? undefined : behind?.[1];
  const money = /([$€£¥])\s?$/.exec(before)?.[1];
  return {
    unit: unitOf.get((after ?? money ?? "").toLowerCase()) ?? ["", 1],
    length: after ? (behind?.[0].length ?? 0) : 0,
  };
}

const finders: readonly Finder[] = [
  versions,
  clockTimes,
  ratios,
  fractions,
  spelledShares,
  figures,
  chineseFigures,
  singleUnits,
  halfUnits,
  spelled,
  clockFaces,
];

/** Matches of a pattern as hits; null from `read` is none. */
function* hits(
  text: string,
  pattern: RegExp,
  read: (match: RegExpExecArray) => Omit<Hit, "start" | "end"> | null,
): Generator<Hit> {
  for (const match of text.matchAll(pattern)) {
    const hit = read(match);
    if (hit) yield { ...hit, start: match.index, end: match.index + match[0].length };
  }
}

function clockTimes(text: string): Iterable<Hit> {
  const pattern =
    /(?<![\d.,:])(\d{1,2})(?::|h|\.(?=\d{2}\s?(?:Uhr|h\b|[ap]\.?m|in the (?:morning|afternoon|evening))))([0-5]\d)(?![\d:])/gu;
  return hits(text, pattern, ({ 0: whole, 1: hours, 2: minutes, index }) => {
    const isLater = Number(hours) < 12 && afternoon.test(text.slice(index + whole.length));
    return { value: Number(hours) + (isLater ? 12 : 0) + Number(minutes) / 60, unit: ["hour", 1] };
  });
}

/** "Version 2.10": each part is a number of its own, so that it is not 2.1. */
function versions(text: string): Iterable<Hit> {
  const pattern =
    /(?<=(?<![\p{L}\p{N}])(?:versions?|ver\.?|v|release|rev\.?|section|sect\.?|chapter|clause|article|art\.|figure|fig\.|table|step|rule|§|abschnitt|kapitel|python|node(?:\.js)?|java|php|ruby|ios|android|macos|ubuntu|debian|postgres(?:ql)?|mysql|chrome|firefox|safari|django|rails|react|angular|vue|kubernetes|kernel|golang|rust|swift|typescript|openssl)\s?)\d+(?:\.\d+)+(?![\d.]*\d)/giu;
  return hits(text, pattern, ([found]) => {
    const [major = 0, minor = 0, patch = 0] = found.split(".").map(Number);
    return { value: major * 1e8 + minor * 1e4 + patch, unit: ["version", 1] };
  });
}

/** 3:1, 2-1 and 三比一: the order counts. */
function ratios(text: string): Iterable<Hit> {
  const digit = "[零一二三四五六七八九十\\d]";
  const pattern = new RegExp(
    `(?<![\\d:])(\\d+)\\s?[:：]\\s?(\\d+)(?![\\d:])|(?<![\\d-])(?<!\\b(?:pages?|pp?\\.|chapters?|lines?|steps?|questions?|items?|from|between|ages?|aged)\\s)(\\d{1,2})[-–](\\d{1,2})(?![\\d-])(?!\\s*(?!(?:win|won|loss|lost|victory|defeat|lead|home|away|score|result)\\b)\\p{L})|(${digit})比(${digit})`,
    "giu",
  );
  const read = (text: string | undefined) =>
    "零一二三四五六七八九十".includes(text ?? "-")
      ? "零一二三四五六七八九十".indexOf(text ?? "-")
      : Number(text);
  return hits(text, pattern, (match) => {
    const [first, second] = match.slice(1).filter((part) => part !== undefined);
    return { value: read(first) * 1e6 + read(second), unit: ["ratio", 1] };
  });
}

function fractions(text: string): Iterable<Hit> {
  return hits(text, /(?<![\p{L}\d])(\d+)\s?\/\s?(\d+)(?![\d/])/gu, ([, top, bottom]) => ({
    value: Number(top) / Number(bottom),
  }));
}

const parts: Record<string, number> = {
  half: 2,
  halve: 2,
  third: 3,
  quarter: 4,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
};

/** "Two thirds", "one in three", "two dozen", "three and a half". */
function* spelledShares(text: string): Generator<Hit> {
  yield* hits(
    text,
    /\b(\p{L}+|\d+)[ -](third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth)s\b/giu,
    ([, top = "", part = ""]) => {
      const count = smallNumber(top);
      return count === null || count < 2 ? null : { value: count / (parts[part.toLowerCase()] ?? 1) };
    },
  );
  yield* hits(text, /\b(\p{L}+|\d+) and a half\b/giu, ([, word = ""]) => {
    const whole = smallNumber(word);
    return whole === null ? null : { value: whole + 0.5 };
  });
  yield* hits(
    text,
    /\b(\p{L}+|\d+) (?:in|out of(?: every)?) (?:every )?(\p{L}+|\d+)\b/giu,
    ([, top = "", bottom = ""]) => {
      const [share, whole] = [smallNumber(top), smallNumber(bottom)];
      return share !== null && whole !== null && share === 1 && whole > share
        ? { value: share / whole }
        : null;
    },
  );
  yield* hits(text, /\b(\p{L}+) dozen\b/giu, ([, word = ""]) => {
    const count = smallNumber(word);
    return count === null ? null : { value: count * 12 };
  });
}

function smallNumber(word: string): number | null {
  if (/^\d+$/.test(word)) return Number(word);
  return ones[word.toLowerCase()] ?? null;
}

function figures(text: string): Iterable<Hit> {
  const pattern =
    /(?<![\d])(\d+(?:[.,'\u00a0 ]\d{3})*(?:[.,]\d+)?)(?:\s?((?<=\d)k(?![\p{L}\d])|(?<=\d)[mM](?![\p{L}\d])(?<=[$€£]\s?[\d.,]+[mM]|\dM)|million(?:en|s|es)?|billion(?:s)?|milliarden?|thousand|tausend|mio|bn|hundred|dozen|万|亿|百万|千)(?![\p{Script=Latin}]))?/giu;
  return hits(text, pattern, ([, figure = "", scale]) => ({
    value: numberOf(figure) * (scale ? scaleOf(scale) : 1),
  }));
}

function chineseFigures(text: string): Iterable<Hit> {
  return hits(text, /[零一二三四五六七八九十百千万亿两半]+/gu, (match) => {
    // The half of "two and a half" belongs to the number before its measure.
    const isTail = /[零一二三四五六七八九十百千两\d]\p{sc=Han}$/u.test(text.slice(0, match.index));
    if (match[0] === "半" && isTail) return null;
    const value = chineseNumber(match[0], text.slice(match.index + match[0].length));
    return value === null ? null : { value };
  });
}

/** "A week", "an hour and a half". */
function singleUnits(text: string): Iterable<Hit> {
  const pattern =
    /(?<![-\p{L}])(?<!\b(?:half|quarter|third)\s)(?:an?|one|eine?[rmn]?|une?|una|um|uma)\s+(\p{L}+)(\s+and\s+a\s+half)?/giu;
  return hits(text, pattern, ([, word = "", half]) => {
    const unit = word === "second" ? undefined : unitOf.get(word.toLowerCase());
    return unit ? { value: half ? 1.5 : 1, unit } : null;
  });
}

function halfUnits(text: string): Iterable<Hit> {
  const pattern = /\b(?:half an?|(?:einer? )?halben?|una media|une demi[e-]?)\s*-?(\p{L}+)/giu;
  return hits(text, pattern, ([, word = ""]) => {
    const unit = unitOf.get(word.toLowerCase());
    return unit ? { value: 0.5, unit } : null;
  });
}

function* clockFaces(text: string): Generator<Hit> {
  for (const [faces, extra] of [
    [clocks, 1],
    [halfClocks, 1.5],
  ] as const)
    for (const [place, face] of [...faces].entries())
      for (let at = text.indexOf(face); at >= 0; at = text.indexOf(face, at + face.length))
        yield { value: place + extra, start: at, end: at + face.length };
}

function scaleOf(word: string): number {
  const lower = word.toLowerCase();
  return (
    scales[lower] ??
    ({ k: 1e3, m: 1e6, 万: 1e4, 亿: 1e8, 百万: 1e6, 千: 1e3, dozen: 12 } as Record<string, number>)[lower] ??
    1
  );
}

/** Figures with points and commas: three digits behind the last one are thousands where nothing speaks against it. */
function numberOf(source: string): number {
  const bare = source.replace(/['\u00a0 ]/g, "");
  const last = Math.max(bare.lastIndexOf("."), bare.lastIndexOf(","));
  if (last < 0) return Number(bare);
  const mark = bare.charAt(last);
  const isGrouped = /^\d{1,3}(?:[.,]\d{3})+$/.test(bare) && !bare.startsWith("0");
  if (isGrouped && (bare.split(mark).length > 2 || mark === "," || bare.length - last === 4))
    return Number(bare.replace(/[.,]/g, ""));
  return Number(`${bare.slice(0, last).replace(/[.,]/g, "")}.${bare.slice(last + 1)}`);
}
