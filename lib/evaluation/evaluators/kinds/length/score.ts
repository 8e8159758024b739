import { countCharacters, countWords } from "#text";
import type { Scorer } from "../../scorer.ts";
import { readOutput } from "../../text.ts";
import { binary, miss } from "../../judgement.ts";
import type { LengthConfig } from "./descriptor.ts";

/** Words and characters as a reader counts them; tokens by the dependencies' counter. */
export const length: Scorer<LengthConfig> = {
  async score(config, sample, { countTokens }) {
    const given = readOutput(sample, config.outputField);
    if ("missing" in given) return miss(given.missing);
    const size =
      config.unit === "tokens"
        ? await countTokens(given.text)
        : config.unit === "words"
          ? countWords(given.text)
          : countCharacters(given.text);
    const isInside = size >= (config.min ?? 0) && size <= (config.max ?? Infinity);
    const bounds = [
      config.min === undefined ? "" : `at least ${config.min}`,
      config.max === undefined ? "" : `at most ${config.max}`,
    ]
      .filter(Boolean)
      .join(" and ");
    return binary(isInside, `${size} ${config.unit}${bounds ? `; ${bounds} asked` : ""}.`);
  },
};
