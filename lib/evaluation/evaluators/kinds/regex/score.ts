import { charactersReadBy, compilePattern } from "#platform/pattern";
import type { Scorer } from "../../scorer.ts";
import { brief, readOutput } from "../../text.ts";
import { binary, miss, unjudged } from "../../judgement.ts";
import type { RegexConfig } from "./descriptor.ts";

export const regex: Scorer<RegexConfig> = {
  score(config, sample) {
    const given = readOutput(sample, config.outputField);
    if ("missing" in given) return miss(given.missing);
    const compiled = compilePattern(config.pattern, config.ignoreCase);
    if ("fault" in compiled)
      return unjudged(`The pattern ${brief(config.pattern, 40)} is not valid here: ${compiled.fault}`);
    // Fewer for a pattern of many parts, which takes that much longer a character.
    const regexLimit = charactersReadBy(compiled.pattern);
    const isCut = given.text.length > regexLimit;
    const matcher = compiled.pattern.matcher(given.text.slice(0, regexLimit));
    const isMatch = matcher.find();
    // At the cut an end of text is seen where there is none, and what follows is not seen at all.
    if (isCut && (!isMatch || matcher.end() === regexLimit))
      return unjudged(
        `Only the first ${regexLimit.toLocaleString("en")} of ${given.text.length.toLocaleString("en")} characters are read, and the pattern does not match in them.`,
      );
    return binary(
      isMatch === config.mustMatch,
      isMatch ? "The pattern matches." : "The pattern does not match.",
    );
  },
  faultOf: ({ pattern, ignoreCase }) => {
    const compiled = compilePattern(pattern, ignoreCase);
    return "fault" in compiled
      ? { field: "pattern", label: "the pattern is not valid", reason: compiled.fault }
      : null;
  },
};
