import { similarityOf } from "#lib/meaning";
import type { Scorer } from "../../scorer.ts";
import { readOutput, readReference } from "../../text.ts";
import { graded, miss, unjudged } from "../../judgement.ts";
import type { SimilarityConfig } from "./descriptor.ts";

export const similarity: Scorer<SimilarityConfig> = {
  async score(config, sample, { embed }) {
    const wanted = readReference(sample, config.referenceField);
    if ("missing" in wanted) return unjudged(wanted.missing);
    const given = readOutput(sample, config.outputField);
    if ("missing" in given) return miss(given.missing);
    if (wanted.text.trim() === "") return unjudged("The reference is empty.");
    if (given.text.trim() === "") return graded(0, "The output is empty.");
    const found = await similarityOf(given.text, wanted.text, embed);
    if ("unjudged" in found) return unjudged(found.unjudged);
    return graded(found.value, found.reasoning, found.details);
  },
};
