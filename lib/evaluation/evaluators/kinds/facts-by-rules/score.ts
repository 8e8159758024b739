import { judgeClaims, mostSourceSentences, sentencesOf } from "#lib/meaning";
import { claimsFault, claimsJudgement, claimsOf, readSource } from "../../claims.ts";
import { miss, tooLong, unjudged } from "../../judgement.ts";
import type { Scorer } from "../../scorer.ts";
import { readOutput } from "../../text.ts";
import type { FactsByRulesConfig } from "./descriptor.ts";

export const factsByRules: Scorer<FactsByRulesConfig> = {
  async score(config, sample, { embed }) {
    const given = readOutput(sample, config.outputField);
    if ("missing" in given) return miss(given.missing);
    const source = readSource(sample, config.sourceField);
    if ("missing" in source) return unjudged(source.missing);
    if (sentencesOf(source.text).length > mostSourceSentences)
      return tooLong(mostSourceSentences, "sentences of a source");
    const claims = claimsOf(given.text);
    const fault = claimsFault(claims);
    if (fault) return fault;
    const { verdicts, embeddingModel } = await judgeClaims(claims, source.text, embed);
    const judged = verdicts.map(({ label, evidence, reason }, place) => ({
      claim: claims[place] ?? "",
      label,
      evidence: source.text.slice(evidence.start, evidence.end),
      reason,
    }));
    return claimsJudgement(judged, { embeddingModel });
  },
};
