import { tokensOf } from "#text";
import type { Scorer } from "../../scorer.ts";
import { readOutput, readReference } from "../../text.ts";
import { graded, miss, unjudged } from "../../verdict.ts";
import type { RougeLConfig } from "./descriptor.ts";
import { rougeL as compare } from "./rouge.ts";

export const rougeL: Scorer<RougeLConfig> = {
  score(config, sample) {
    const wanted = readReference(sample, config.referenceField);
    if ("missing" in wanted) return unjudged(wanted.missing);
    if (tokensOf(wanted.text).length === 0)
      return unjudged("The reference has no letters or digits, which is all ROUGE-L sees.");
    const given = readOutput(sample, config.outputField);
    if ("missing" in given) return miss(given.missing);
    const { precision, recall, f, wordsRead } = compare(given.text, wanted.text);
    const cut = wordsRead
      ? ` Only the first ${wordsRead.toLocaleString("en")} words of each are compared.`
      : "";
    return graded(f, `Precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}.${cut}`);
  },
};
