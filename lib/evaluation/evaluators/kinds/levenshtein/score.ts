import { foldCase, tokenDistance } from "#text";
import type { Scorer } from "../../scorer.ts";
import { readOutput, readReference } from "../../text.ts";
import { graded, miss, unjudged } from "../../verdict.ts";
import type { LevenshteinConfig } from "./descriptor.ts";

/** The table has as many cells as one length times the other. */
const mostLetters = 10_000;

export const levenshtein: Scorer<LevenshteinConfig> = {
  score({ ignoreCase, outputField, referenceField }, sample) {
    const wanted = readReference(sample, referenceField);
    if ("missing" in wanted) return unjudged(wanted.missing);
    const given = readOutput(sample, outputField);
    if ("missing" in given) return miss(given.missing);
    const texts = [given.text, wanted.text].map((text) =>
      Array.from(ignoreCase ? foldCase(text) : text.normalize("NFC")),
    );
    const [left = [], right = []] = texts.map((letters) => letters.slice(0, mostLetters));
    const longer = Math.max(left.length, right.length);
    const distance = tokenDistance(left, right);
    const isCut = texts.some((letters) => letters.length > mostLetters);
    const cut = isCut
      ? ` Only the first ${mostLetters.toLocaleString("en")} letters of each are compared.`
      : "";
    return graded(
      longer === 0 ? 1 : 1 - distance / longer,
      `${distance.toLocaleString("en")} of ${longer.toLocaleString("en")} letters differ.${cut}`,
      { distance },
    );
  },
};
