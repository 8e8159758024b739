import type { Scorer } from "../../scorer.ts";
import { figure } from "../../judgement.ts";

export const cost: Scorer<unknown> = {
  score: (_config, { costUsd }) => figure(costUsd, "The model's price is not known."),
};
