import type { Scorer } from "../../scorer.ts";
import { lettersOf, mostCountedLetters, readOutput, readReferences } from "../../text.ts";
import { graded, miss, tooLong, unjudged } from "../../judgement.ts";
import { chrf as compare } from "./chrf.ts";
import type { ChrfConfig } from "./descriptor.ts";

/** Against one reference, or the best of a list of them. */
export const chrf: Scorer<ChrfConfig> = {
  score(config, sample) {
    const wanted = readReferences(sample, config.referenceField);
    if ("missing" in wanted) return unjudged(wanted.missing);
    if (wanted.texts.every((text) => text.trim() === "")) return unjudged("The reference is empty.");
    const given = readOutput(sample, config.outputField);
    if ("missing" in given) return miss(given.missing);
    if (lettersOf(given.text, wanted.texts) > mostCountedLetters)
      return tooLong(mostCountedLetters, "letters of output and references together");
    const { withWords, ignoreCase } = config;
    const found = compare(given.text, wanted.texts, { wordOrder: withWords ? 2 : 0, ignoreCase });
    return graded(found, `${withWords ? "chrF++" : "chrF"} ${found.toFixed(3)}.`);
  },
};
