import type { Candidate, FieldKind, Recognizer, Segment } from "./candidate.ts";
import { isDay } from "./days.ts";
import { hint } from "./hints.ts";
import { labelKind } from "./labels.ts";
import { isPassword } from "./secrets.ts";

/**
 * A label at the beginning of a line, of a cell, of an item, of a sentence or of a bracket, and the value behind it:
 * "**Phone:** 1", "| Street | x 5 |", "Phone - 1", "Phone<tab>1", "Phone" above "1", "(Phone 1)".
 */
const beginning = /(?:^[ ]?|[\n|(>.,;{"“][ ]?|[*•-][ ])(?:[*•#-]{1,3}[ ])?[*_"']{0,2}(?=\p{L})/gu;
const word = /[\p{L}\p{M}'’./-]{1,24}/uy;
const nextWord = /[ _](?:[\p{L}\p{M}'’.-]{1,20}|\d{1,2}(?!\d))/uy;
const separator =
  /["']?[*_]{0,2}(?:[ ]?[:=：]{1,2}[*_]{0,2}\s{0,3}|[ ][-–—][ ]|[ ]?\|[ ]?|\t|[ ]?\n[ ]?|[ ]?=>[ ]?|[ ])["'`]?/uy;
const maxWords = 5;
const value: Record<Exclude<FieldKind, "PERSON" | "NATIONAL_ID">, RegExp> = {
  PHONE_NUMBER: /[+(]{0,2}\d[\d ()./-]{4,20}\d(?:\s?(?:x|ext\.?|#)\s?\d{1,6})?(?![\p{L}\d])/uy,
  DATE_OF_BIRTH: /[^\n|<>"(){}]{6,32}/uy,
  PASSWORD: /[^\s"'`<>|]{6,64}/uy,
  STREET_ADDRESS: /[^\n|<>"{}\t]{4,100}/uy,
};
/** After a mere space an address has its number at one end and a name's capital at the other. */
const plainStreet =
  /^(?:\d{1,5}[a-zA-Z]?(?:[ /-]\d{1,5})?,? (?-i:\p{Lu})[\p{L}\p{M}'’.-]*(?: [\p{L}\p{M}\d'’.-]+){0,5}|(?-i:\p{Lu})[\p{L}\p{M}'’.-]*(?: [\p{L}\p{M}'’.-]+){0,5},? (?:(?:no|nr|n|č|д|số)?[.°º:]{0,2} ?)?\d{1,5}(?:[ ]?[a-zA-Zа-я])?(?:[/-]\d{1,4}\p{L}?)?)(?=$|[,;)\n]|\.(?!\d))/iu;

function findLabelled({ text, hints }: Segment): Candidate[] {
  const found: Candidate[] = [];
  if ((hints & hint.label) === 0) return found;
  let free = 0;
  for (const match of text.matchAll(beginning)) {
    const start = match.index + match[0].length;
    if (start < free) continue;
    const candidate = valueBehind(text, start);
    if (!candidate) continue;
    found.push(candidate);
    free = candidate.end;
  }
  return found;
}

/** The value behind the label that begins here: of one word, else of two, of up to five. */
function valueBehind(text: string, start: number): Candidate | null {
  let end = start;
  for (let words = 1; words <= maxWords; words += 1) {
    const more = words === 1 ? word : nextWord;
    more.lastIndex = end;
    const next = more.exec(text)?.[0];
    if (next === undefined) return null;
    end += next.length;
    const kind = labelKind(text.slice(start, end));
    if (!kind || kind === "PERSON" || kind === "NATIONAL_ID") continue;
    separator.lastIndex = end;
    const sign = separator.exec(text)?.[0];
    if (sign === undefined) continue;
    const from = end + sign.length;
    const form = value[kind];
    form.lastIndex = from;
    const raw = form.exec(text)?.[0];
    const candidate = raw === undefined ? null : judged(kind, raw, from, sign);
    if (candidate) return candidate;
  }
  return null;
}

type Found = { start: number; text: string; score: number };
const judges: Record<keyof typeof value, (raw: string, isPlain: boolean) => Found | null> = {
  PHONE_NUMBER: (raw) => {
    const digits = raw.replace(/x.*|ext.*|#.*|\D/gu, "").length;
    const isNumber = digits >= 7 && digits <= 15 && !isDay(raw) && !/^\d{1,3}(?:\.\d{1,3}){3}$/.test(raw);
    return isNumber ? { start: 0, text: raw, score: digits <= 13 ? 0.85 : 0.7 } : null;
  },
  DATE_OF_BIRTH: (raw, isPlain) => {
    // Behind a mere space a word without a comma is no day of the week but a verb: "birth house reopens on".
    const name = weekday.exec(raw)?.[0] ?? "";
    const start = isPlain && !/[,،]/.test(name) ? 0 : name.length;
    const late = start > 0 ? dayAtStart(raw.slice(start)) : null;
    const day = late ?? dayAtStart(raw);
    return day ? { start: late ? start : 0, text: day, score: 0.9 } : null;
  },
  PASSWORD: (raw) => {
    const text = raw.replace(/[.,;!?)\]}、。]+$/u, "");
    return isPassword(text, false, false) ? { start: 0, text, score: 0.85 } : null;
  },
  STREET_ADDRESS: (raw, isPlain) => {
    const text = isPlain ? plainStreet.exec(raw)?.[0] : untilSentence(raw);
    return text && isStreet(text) ? { start: 0, text, score: 0.6 } : null;
  },
};

function judged(type: keyof typeof value, raw: string, at: number, sign: string): Candidate | null {
  const found = judges[type](raw, sign === " ");
  if (!found) return null;
  const start = at + found.start;
  return { type, start, end: start + found.text.length, score: found.score };
}

/** "Monday, 5 May 1980", "Thứ Tư, 22 tháng 8", "วันเสาร์ที่ 6" */
const weekday = /^\p{L}[\p{L}\p{M}.-]{2,16}(?:[ ][\p{L}\p{M}]{2,10})?(?:[,،]|(?<=ที่))? (?:den )?/u;

/** The longest beginning of a text that is a day. */
function dayAtStart(text: string): string | null {
  for (let end = text.length; end >= 6; end -= 1) {
    const day = text.slice(0, end);
    if (!/[\s,;.]$/.test(day) && isDay(day) && !/^[\p{L}\d]/u.test(text.slice(end))) return day;
  }
  return null;
}

/** A sentence that follows is no part of an address: "Street: Long Lane 5. It was sold." */
const untilSentence = (raw: string) =>
  raw
    .replace(/['’](?=[,;)]).*$/u, "")
    .replace(/(?<=\d\p{L}?)[.)] .*$|(?<=\p{Ll}{4})\. \p{Lu}.*$|\).*$/u, "")
    .replace(/[\s,.;)]+$/u, "");

const isStreet = (street: string) =>
  /\d/.test(street) &&
  /\p{L}[\p{L}\p{M}]/u.test(street) &&
  street.length <= 80 &&
  !/@|[=\\]|:\/\/|\d\.\d+\.\d|(?:[\da-f]{2}[:-]){3}|0x[\da-f]{4}/iu.test(street) &&
  !/^\d+ \p{Ll}/u.test(street);

export const labelledRecognizer: Recognizer = {
  types: ["PHONE_NUMBER", "DATE_OF_BIRTH", "PASSWORD", "STREET_ADDRESS"],
  needs: 0,
  find: findLabelled,
};
