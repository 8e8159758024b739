import type { Citation } from "./citation.ts";
import { citationsIn } from "./citations.ts";

/** Words in quotation marks and the citation they are said to come from. */
export type Quotation = { words: string; citation: Citation };

/** Shorter ones are terms ("good cause"), not quotations. */
const fewestWords = 4;
/** How far from its quotation a citation may stand: "..." 42 U.S.C. § 1983; § 1983 says that "...". */
const nearLetters = 200;
const quoted = /“([^“”]{10,2000})”|"([^"\n]{10,2000})"|«\s?([^«»]{10,2000}?)\s?»/gu;

/** The quotations of a text that stand near a citation: the next one after it, or else the last before it. */
export function quotationsIn(text: string, citations: readonly Citation[]): Quotation[] {
  return Array.from(text.matchAll(quoted)).flatMap((found) => {
    const words = found[1] ?? found[2] ?? found[3] ?? "";
    if (words.trim().split(/\s+/u).length < fewestWords) return [];
    const end = found.index + found[0].length;
    const isNear = (from: number, to: number) =>
      to - from <= nearLetters && !text.slice(Math.max(0, from), to).includes("\n\n");
    const after = citations.find(({ start }) => start >= end);
    const before = citations.findLast((citation) => citation.end <= found.index);
    const citation =
      after && isNear(end, after.start) && !/["“”]/u.test(text.slice(end, after.start))
        ? after
        : before && isNear(before.end, found.index)
          ? before
          : null;
    return citation ? [{ words, citation }] : [];
  });
}

/** Texts of the law at hand: one for all, or each under its citation. */
export type Texts = { whole: string } | { byCitation: ReadonlyMap<string, string> };

/** Reads what an example holds as texts of the law: a text, or an object of texts under citations. Null where it is neither. */
export function textsFrom(value: unknown): Texts | null {
  if (typeof value === "string") return { whole: value };
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const entries = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return {
    byCitation: new Map(
      entries.map(([name, text]) => {
        const citation = citationsIn(name)[0];
        return [citation ? keyOf(citation) : name, text];
      }),
    ),
  };
}

/** True where the text at hand has the quoted words, false where it has not; null where no text of it is at hand. */
export function isInText({ words, citation }: Quotation, texts: Texts): boolean | null {
  const text = "whole" in texts ? texts.whole : texts.byCitation.get(keyOf(citation));
  return text === undefined ? null : holdsQuotation(text, words);
}

/** A section's text holds its subsections. */
function keyOf({ normalised, targets: [target] }: Citation): string {
  return target?.section ? `${target.title}/${target.section}` : normalised;
}

/** Literally, but for spaces, kinds of quotation marks and dashes, "[t]he", and what dots leave out between parts, in order. */
export function holdsQuotation(text: string, words: string): boolean {
  const plainText = plain(text);
  const parts = plain(words)
    .split(/\s*(?:\[?(?:\. ?){3,4}\]?|…)\s*/u)
    .map((part) => part.replace(/^[\s,;:.]+|[\s,;:.]+$/gu, ""))
    .filter(Boolean);
  let from = 0;
  for (const part of parts) {
    const at = plainText.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return parts.length > 0;
}

function plain(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[“”„«»]/gu, '"')
    .replace(/[‘’]/gu, "'")
    .replace(/[‐‑‒–—−]/gu, "-")
    .replace(/\[(\p{L})\]/gu, "$1")
    .replace(/\s+/gu, " ")
    .toLowerCase();
}
