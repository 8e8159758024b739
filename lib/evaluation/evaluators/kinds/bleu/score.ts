import type { Scorer } from "../../scorer.ts";
import { lettersOf, mostCountedLetters, readOutput, readReferences } from "../../text.ts";
import { graded, miss, tooLong, unjudged } from "../../judgement.ts";
import { sentenceBleu } from "./bleu.ts";
import type { BleuConfig } from "./descriptor.ts";

/** Against one reference, or the best of a list of them. */
export const bleu: Scorer<BleuConfig> = {
  score(config, sample) {
    const wanted = readReferences(sample, config.referenceField);
    if ("missing" in wanted) return unjudged(wanted.missing);
    if (wanted.texts.every((text) => text.trim() === "")) return unjudged("The reference is empty.");
    const given = readOutput(sample, config.outputField);
    if ("missing" in given) return miss(given.missing);
    if (lettersOf(given.text, wanted.texts) > mostCountedLetters)
      return tooLong(mostCountedLetters, "letters of output and references together");
    const found = sentenceBleu(given.text, wanted.texts, config);
    const precisions = found.precisions.map((precision) => precision.toFixed(2)).join(", ");
    return graded(
      found.bleu,
      found.precisions.length === 0
        ? "No word in common with the reference."
        : `Precision of runs of 1 to ${found.precisions.length} words: ${precisions}; brevity penalty ${found.brevityPenalty.toFixed(2)}.`,
    );
  },
};
