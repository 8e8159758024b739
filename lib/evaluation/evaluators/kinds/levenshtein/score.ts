import { differingPart, foldCase, tokenDistance } from "#text";
import type { Scorer } from "../../scorer.ts";
import { readOutput, readReference } from "../../text.ts";
import { graded, miss, tooLong, unjudged } from "../../judgement.ts";
import type { LevenshteinConfig } from "./descriptor.ts";

/** Of each text, between an equal beginning and an equal end: the table has as many cells as one times the other. */
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
    const [left = [], right = []] = texts;
    const { start, endA, endB } = differingPart(left, right);
    if ((endA - start) * (endB - start) > mostLetters ** 2)
      return tooLong(mostLetters, "letters of each between what is equal at both ends");
    const longer = Math.max(left.length, right.length);
    const distance = tokenDistance(left, right);
    return graded(
      longer === 0 ? 1 : 1 - distance / longer,
      `${distance.toLocaleString("en")} of ${longer.toLocaleString("en")} letters differ.`,
      { distance },
    );
  },
};
