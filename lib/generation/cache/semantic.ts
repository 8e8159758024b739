import { otherQuestion } from "#lib/meaning";
import { findSimilarAnswers } from "#lib/routes";
import type { SemanticCache } from "#schema/routes";
import type { Guarded } from "../call.ts";
import type { Meaning, Near } from "./state.ts";
import { leastLead, thresholdsOf } from "./thresholds.ts";

/**
 * The nearest question, where it asks the same in numbers, denials, names, dates and by its small words; null where none
 * is near. It is not sure where another lies hardly farther off: then either may be meant.
 */
export async function findNear(
  call: Guarded,
  { question, ...meaning }: Meaning,
  semantic: SemanticCache,
): Promise<Near | null> {
  const { sureFrom, greyFrom } = thresholdsOf(meaning.model, semantic);
  const [similar, ...others] = await findSimilarAnswers(call.ctx, meaning, greyFrom);
  if (!similar || otherQuestion(similar.question, question)) return null;
  const isClear = others.every(({ cosine }) => similar.cosine - cosine >= leastLead);
  return { similar, zone: isClear && similar.cosine >= sureFrom ? "sure" : "grey" };
}
