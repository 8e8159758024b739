import { otherQuestion } from "#lib/meaning";
import { findSimilarAnswers, type SimilarAnswer } from "#lib/routes";
import type { SemanticCache } from "#schema/routes";
import type { Guarded } from "../call.ts";
import type { Meaning, Near } from "./state.ts";
import { thresholdsOf } from "./thresholds.ts";

/** The nearest question that asks the same in numbers, denials, names and dates; null where none is near. */
export async function findNear(
  call: Guarded,
  { question, ...meaning }: Meaning,
  semantic: SemanticCache,
): Promise<Near | null> {
  const { sureFrom, greyFrom } = thresholdsOf(meaning.model, semantic);
  const similar = (await findSimilarAnswers(call.ctx, meaning, greyFrom)).find((one) =>
    asksTheSame(one, question),
  );
  return similar ? { similar, zone: similar.cosine >= sureFrom ? "sure" : "grey" } : null;
}

function asksTheSame(similar: SimilarAnswer, question: string): boolean {
  return otherQuestion(similar.question, question) === null;
}
