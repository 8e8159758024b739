import type { Scorer } from "../../scorer.ts";
import { unjudged } from "../../judgement.ts";

export const reported: Scorer<unknown> = {
  score: () => unjudged("This score is posted by a program outside; a run of the studio cannot give it."),
};
