import { graded, miss, tooLong, unjudged } from "../../judgement.ts";
import type { Scorer } from "../../scorer.ts";
import { mostCountedLetters, readOutput } from "../../text.ts";
import type { BrandVoiceConfig } from "./descriptor.ts";
import { voiceParts } from "./rules.ts";

export const brandVoice: Scorer<BrandVoiceConfig> = {
  score(config, sample) {
    const given = readOutput(sample, config.outputField);
    if ("missing" in given) return miss(given.missing);
    if (given.text.trim() === "") return miss("The output is empty.");
    if (given.text.length > mostCountedLetters) return tooLong(mostCountedLetters, "characters");
    const parts = voiceParts(given.text, config);
    if (parts.length === 0) return unjudged("No rule is asked for.");
    const broken = parts.filter(({ isKept }) => !isKept);
    const told = broken.map(({ rule, found }) => `${rule} (${found})`).join("; ");
    const kept = parts.length - broken.length;
    return graded(
      kept / parts.length,
      `${kept} of ${parts.length} rules kept${told === "" ? "" : `; broken: ${told}`}.`,
      { parts },
    );
  },
};
