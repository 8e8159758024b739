import { type Axis, axes } from "./axes.ts";
import * as lexicon from "./lexicon.ts";
import { haveCommonSense } from "./english-words.ts";
import { onlyIn } from "./ambiguous-words.ts";
import type { Language } from "./language.ts";

/** What a stretch of a text says by the lexicon. */
export type Mark =
  | { kind: "negation" }
  | { kind: "idiom" }
  | { kind: "answer"; sign: 1 | -1 }
  | { kind: "quantity"; level: "all" | "some" }
  | { kind: "axis"; axis: Axis; sign: 1 | -1 };

export type Token = { text: string; clause: number; mark: Mark | null };

type Entry = { words: string[]; mark: Mark; languages: readonly Language[] | undefined; isGapped: boolean };

const latin = new Map<string, Entry[]>();
const stems = new Map<string, Entry[]>();
/** Entries in scripts without spaces, and pictures: found as parts of the text, longest first. */
const parts: { part: string; mark: Mark }[] = [];

function enter(list: string, mark: Mark): void {
  for (const item of list.trim().split(/\s+/)) {
    if (/^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]|^\P{L}+$/u.test(item)) {
      if (!item.includes("…")) parts.push({ part: item.replaceAll("\uFE0F", ""), mark });
      continue;
    }
    for (const form of alternatives(item)) {
      const words = form.split(/[_…]/);
      const entry = { words, mark, languages: onlyIn[form], isGapped: form.includes("…") };
      const first = words[0] ?? "";
      const index = first.endsWith("*") ? stems : latin;
      const key = first.endsWith("*") ? first.slice(0, 2) : first;
      index.set(key, [...(index.get(key) ?? []), entry]);
    }
  }
}

/** "den(y|ied|ies)" as three words. */
function alternatives(item: string): string[] {
  const match = /^(.*)\((.*)\)(.*)$/.exec(item);
  return match ? (match[2] ?? "").split("|").map((end) => `${match[1]}${end}${match[3]}`) : [item];
}

enter(lexicon.idioms, { kind: "idiom" });
enter(lexicon.quantities.some, { kind: "quantity", level: "some" });
enter(lexicon.quantities.all, { kind: "quantity", level: "all" });
enter(lexicon.negators, { kind: "negation" });
for (const axis of axes) {
  enter(axis.plus, { kind: "axis", axis, sign: 1 });
  enter(axis.minus, { kind: "axis", axis, sign: -1 });
}
const kinds = new Map<string, number[]>();
for (const [place, group] of lexicon.synonyms.split("|").entries())
  for (const word of group.trim().split(/\s+/)) kinds.set(word, [...(kinds.get(word) ?? []), place]);

/** True for two words of our list that name one thing. */
export function areSynonyms(left: string, right: string): boolean {
  if (haveCommonSense(left, right)) return true;
  const forms = (word: string) => [word, word.replace(/(?:e?s|ed|ing)$/u, ""), word.replace(/(?:s|d)$/u, "")];
  const groups = (word: string) => new Set(forms(word).flatMap((form) => kinds.get(form) ?? []));
  const theirs = groups(right);
  return [...groups(left)].some((group) => theirs.has(group));
}

parts.sort((a, b) => b.part.length - a.part.length);
const yes = new Set(lexicon.answers.yes.split(/\s+/));
const no = new Set(lexicon.answers.no.split(/\s+/));

/** A text as words (Chinese and Japanese as characters), each with what the lexicon knows of it. */
export function tokensOf(
  source: string,
  language: Language,
): { tokens: Token[]; language: Language; answer: 1 | -1 | null } {
  const text = expand(source.normalize("NFC").toLowerCase());
  const [answer, rest] = leadingAnswer(text, language);
  const tokens = cut(rest, language);
  if (language !== "zh" && language !== "ja") markWords(tokens, language);
  return { tokens, language, answer };
}

/** Contractions written out, so that their "not" is seen. */
function expand(text: string): string {
  return (
    text
      .replaceAll("’", "'")
      .replaceAll("\uFE0F", "")
      .replace(/\bcan't\b|\bcannot\b/g, "can not")
      .replace(/\bwon't\b/g, "will not")
      .replace(/\bshan't\b/g, "shall not")
      .replace(/n't\b/g, " not")
      // "Not uncommon" is common, softly.
      .replace(/\bnot (?=(?:un|in|im)\p{L}{4,})/gu, (found, place: number, whole: string) =>
        /^not (?:in(?:to|side|stead|cluded|terest|form|crease|vit)|un(?:der|til|less|it|ique|iver))/u.test(
          whole.slice(place),
        )
          ? found
          : "quite ",
      )
      .replace(/(\b|\s)([nldsjmtc]|qu)'(?=\p{L})/gu, "$1$2' ")
      .replace(/\bn' /g, "")
  );
}

/** An answer such as "No," at the start: what follows it restates it and is read for itself. */
function leadingAnswer(text: string, language: Language): [1 | -1 | null, string] {
  // "It is not open, no." says its answer at the end, once more.
  const trimmed = text.trim().replace(/, (?:no|yes|nein|ja|non|oui|sí)[.!]?$/u, ".");
  const head = /^(.{1,24}?)(?:[,.!?;:，。！？；：—–]|\s[-–—]\s|$)\s*/u.exec(trimmed);
  const words = head?.[1]?.trim().replaceAll(" ", "_") ?? "";
  const only = onlyIn[words];
  if (head && words !== "" && (!only || only.includes(language) || language === "none" || words.length < 4)) {
    const sign = yes.has(words) ? 1 : no.has(words) ? -1 : null;
    if (sign) return [sign, trimmed.slice(head[0].length)];
  }
  return [null, trimmed];
}

const clauseEnd = /[,.;:!?，。；：！？、—–]|\b(?:but|aber|sondern|mais|pero|mas|ma|maar|ale|но)\b/u;

function cut(text: string, language: Language): Token[] {
  const isSpaceless = language === "zh" || language === "ja";
  const tokens: Token[] = [];
  let clause = 0;
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const found = parts.find(({ part }) => rest.startsWith(part) && (isSpaceless || !/^\p{L}/u.test(part)));
    if (found) {
      tokens.push({ text: found.part, clause, mark: found.mark });
      at += found.part.length;
      continue;
    }
    const word = isSpaceless
      ? /^(?:[\p{sc=Latin}\p{N}]+|\p{L}|\p{Extended_Pictographic})/u.exec(rest)
      : /^(?:[\p{L}\p{M}\p{N}]+(?:[-'][\p{L}\p{N}]+)*|\p{Extended_Pictographic})/u.exec(rest);
    if (word) {
      if (clauseEnd.test(word[0])) clause += 1;
      tokens.push({ text: word[0], clause, mark: null });
      at += word[0].length;
      continue;
    }
    if (clauseEnd.test(rest.charAt(0))) clause += 1;
    at += 1;
  }
  return tokens;
}

function markWords(tokens: Token[], language: Language): void {
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (!token || token.mark) continue;
    const entries = [...(latin.get(token.text) ?? []), ...(stems.get(token.text.slice(0, 2)) ?? [])];
    let best: { entry: Entry; places: number[] } | null = null;
    for (const entry of entries) {
      if (entry.languages && !entry.languages.includes(language)) continue;
      const places = placesOf(entry, tokens, at);
      if (places && weight(entry) > (best ? weight(best.entry) : -1)) best = { entry, places };
    }
    if (!best) continue;
    for (const place of best.places) {
      const part = tokens[place];
      if (part) part.mark = { kind: "idiom" };
    }
    token.mark = best.entry.mark;
  }
}

function weight({ words }: Entry): number {
  return words.length * 100 + words.join("").length - (words[0]?.endsWith("*") ? 50 : 0);
}

function placesOf({ words, isGapped }: Entry, tokens: Token[], start: number): number[] | null {
  const places = [start];
  if (!fits(words[0] ?? "", tokens[start]?.text ?? "")) return null;
  let at = start;
  for (const word of words.slice(1)) {
    const most = isGapped ? 7 : 1;
    let found = -1;
    for (let step = 1; step <= most && found < 0; step += 1) {
      const next = tokens[at + step];
      if (next && next.clause === tokens[start]?.clause && fits(word, next.text)) found = at + step;
    }
    if (found < 0) return null;
    places.push(found);
    at = found;
  }
  return places;
}

function fits(pattern: string, word: string): boolean {
  return pattern.endsWith("*") ? word.startsWith(pattern.slice(0, -1)) : word === pattern;
}
