import { claimsFault, claimsJudgement, claimsOf, readSource } from "../../claims.ts";
import { miss, unjudged } from "../../judgement.ts";
import type { Scorer } from "../../scorer.ts";
import { readOutput } from "../../text.ts";
import type { FactsByJudgeConfig } from "./descriptor.ts";
import { factsMessages } from "./prompt.ts";
import { factsSchema, readVerdicts } from "./reply.ts";

export const factsByJudge: Scorer<FactsByJudgeConfig> = {
  async score(config, sample, { ask }) {
    const given = readOutput(sample, config.outputField);
    if ("missing" in given) return miss(given.missing);
    const source = readSource(sample, config.sourceField);
    if ("missing" in source) return unjudged(source.missing);
    const claims = claimsOf(given.text);
    const fault = claimsFault(claims);
    if (fault) return fault;
    const messages = factsMessages(source.text, claims);
    const answer = await ask({ target: config.target, messages, responseSchema: factsSchema });
    if ("failed" in answer)
      return unjudged(`The judge could not be asked: ${answer.failed}`, {
        generationId: answer.generationId,
      });
    const details = { generationId: answer.generationId, costUsd: answer.costUsd };
    const verdicts = readVerdicts(answer.text, claims, source.text);
    return "missing" in verdicts
      ? unjudged(verdicts.missing, details)
      : claimsJudgement(verdicts.judged, details);
  },
};
