import { tokensOf } from "#text";
import type { Scorer } from "../../scorer.ts";
import { readOutput, readReference } from "../../text.ts";
import { graded, miss, unjudged } from "../../judgement.ts";
import type { RougeNConfig } from "./descriptor.ts";
import { rougeN as compare } from "./rouge.ts";

export const rougeN: Scorer<RougeNConfig> = {
  score(config, sample) {
    const order = config.order === "1" ? 1 : 2;
    const wanted = readReference(sample, config.referenceField);
    if ("missing" in wanted) return unjudged(wanted.missing);
    if (tokensOf(wanted.text).length < order)
      return unjudged(`The reference has fewer than ${order} words, which is what ROUGE-${order} counts.`);
    const given = readOutput(sample, config.outputField);
    if ("missing" in given) return miss(given.missing);
    const { precision, recall, f } = compare(given.text, wanted.text, order);
    return graded(f, `Precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}.`);
  },
};
