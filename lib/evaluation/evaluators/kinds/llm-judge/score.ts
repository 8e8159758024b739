import type { Scorer } from "../../scorer.ts";
import { readOutput, readReference } from "../../text.ts";
import { graded, miss, unjudged } from "../../judgement.ts";
import type { LlmJudgeConfig } from "./descriptor.ts";
import { judgeMessages, judgeSchema } from "./prompt.ts";
import { readJudgement } from "./reply.ts";

export const llmJudge: Scorer<LlmJudgeConfig> = {
  async score(config, sample, { ask }) {
    const given = readOutput(sample, config.outputField);
    if ("missing" in given) return miss(given.missing);
    const reference = readReference(sample, config.referenceField);
    const messages = judgeMessages(config, {
      output: given.text,
      reference: "text" in reference ? reference.text : null,
      inputs: sample.inputs,
    });
    const answer = await ask({
      target: config.target,
      messages,
      responseSchema: judgeSchema(config),
    });
    if ("failed" in answer)
      return unjudged(`The judge could not be asked: ${answer.failed}`, {
        generationId: answer.generationId,
      });
    const details = { generationId: answer.generationId, costUsd: answer.costUsd };
    const judgement = readJudgement(answer.text, config);
    if ("missing" in judgement) return unjudged(judgement.missing, details);
    return graded(judgement.score, judgement.reasoning, {
      ...details,
      given: judgement.given,
      scale: [config.scaleMin, config.scaleMax],
    });
  },
};
