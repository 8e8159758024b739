import type { Scorer } from "../../scorer.ts";
import { binary, unjudged } from "../../judgement.ts";
import type { FinishReasonConfig } from "./descriptor.ts";

export const finishReason: Scorer<FinishReasonConfig> = {
  score({ reason }, sample) {
    const given = sample.finishReason ?? null;
    if (given === null) return unjudged("It is not known why the model stopped.");
    return binary(given === reason, `The model stopped with "${given}"; asked is "${reason}".`);
  },
};
