import { tokensOf } from "#text";
import type { Scorer } from "../../scorer.ts";
import { readOutput, readReference } from "../../text.ts";
import { graded, miss, tooLong, unjudged } from "../../judgement.ts";
import type { RougeLConfig } from "./descriptor.ts";
import { rougeL as compare } from "./rouge.ts";

/** 50,000 words against 50,000 take about a third of a second. */
const mostWords = 50_000;

export const rougeL: Scorer<RougeLConfig> = {
  score(config, sample) {
    const wanted = readReference(sample, config.referenceField);
    if ("missing" in wanted) return unjudged(wanted.missing);
    const words = tokensOf(wanted.text);
    if (words.length === 0)
      return unjudged("The reference has no letters or digits, which is all ROUGE-L sees.");
    const given = readOutput(sample, config.outputField);
    if ("missing" in given) return miss(given.missing);
    const givenWords = tokensOf(given.text);
    if (Math.max(words.length, givenWords.length) > mostWords) return tooLong(mostWords, "words of each");
    const { precision, recall, f } = compare(givenWords, words);
    return graded(f, `Precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}.`);
  },
};
