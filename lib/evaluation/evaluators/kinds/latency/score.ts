import type { Scorer } from "../../scorer.ts";
import { figure } from "../../judgement.ts";

export const latency: Scorer<unknown> = {
  score: (_config, { latencyMs }) => figure(latencyMs, "The latency is not known."),
};
