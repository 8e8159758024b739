import { redactForStorage } from "#lib/guardrails";
import { similarityOf } from "#lib/meaning";
import { embedTexts } from "#lib/models";
import { recordCacheCheck } from "#lib/routes";
import { builtInEmbeddingModels } from "#constants/models";
import type { CacheCheck } from "#schema/routes";
import type { Answered } from "../call.ts";

/** From which similarity on two answers say the same; see docs/measurements/similarity.md. */
const sameFrom = 0.5;

/**
 * Holds what the model said against the answer that the cache had, where a call is one that checks, and keeps the outcome;
 * null for a call that checks nothing.
 */
export async function checkShadow(call: Answered): Promise<CacheCheck["verdict"] | null> {
  const { near, ctx, route, outcome, generationId } = call;
  const { origin, cache } = route;
  if (!near || !origin || !cache?.semantic || outcome.status !== "succeeded" || call.cachedFromId)
    return null;
  const { similar, zone } = near;
  const compared = await compare(call, similar.answer.output);
  // It may quote what the model said just now, which nobody has redacted yet.
  const reason = await redactForStorage(call.policies, compared.reason);
  await recordCacheCheck(ctx, {
    route: { id: origin.id, version: origin.version },
    mostFalse: cache.semantic.mostFalse,
    zone,
    cosine: similar.cosine,
    verdict: compared.verdict,
    reason: reason.value,
    generationId,
    cachedFromId: similar.answer.generationId,
  });
  return compared.verdict;
}

async function compare(
  { ctx, outcome }: Answered,
  kept: string,
): Promise<Pick<CacheCheck, "verdict" | "reason">> {
  if (outcome.toolCalls.length > 0) return { verdict: "different", reason: "The model called tools." };
  const embed = async (texts: string[]) => {
    const { vectors, model } = await embedTexts(ctx, texts);
    const reads = builtInEmbeddingModels.includes(model) ? ("en" as const) : ("any" as const);
    return { vectors: vectors.map((vector) => Array.from(vector)), reads, model };
  };
  const found = await similarityOf(outcome.output, kept, embed);
  if ("unjudged" in found) return { verdict: "unjudged", reason: found.unjudged };
  return { verdict: found.value >= sameFrom ? "same" : "different", reason: found.reasoning };
}
