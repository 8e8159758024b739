import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { type CompiledPolicy, injectionFound, injectionUnjudged } from "#lib/guardrails";
import type { GuardrailResult, InjectionModel } from "#schema/guardrails";
import { once } from "#platform/runtime";
import { logger } from "#platform/logger";
import type { Rendered } from "./call.ts";
import { injectionAnswer, injectionQuestion, readInjectionVerdict } from "./injection-question.ts";

/** A text is asked about in parts of this length: an order in the middle of a long one is overlooked. */
const partCharacters = 8_000;
const overlap = 400;
/** A text with more parts is not asked about: then it counts as one about which nothing was said. */
const mostParts = 8;
/** So many questions of a call are under way at once. */
const mostAtOnce = 4;

/** Verdicts by model and text. The turns of a conversation come again with each call of it. */
const verdicts = () =>
  once("generation.injectionVerdicts", () => new LRUCache<string, boolean>({ max: 10_000, ttl: 3_600_000 }));

/**
 * What the models of policies say about texts that the rules let pass; empty where no policy has one. Each question is
 * recorded and paid as a call of its own. What they do not say in time is settled as the policy says.
 */
export async function askInjectionModels(
  call: Rendered,
  policies: readonly CompiledPolicy[],
  texts: readonly string[],
): Promise<GuardrailResult[]> {
  const results: GuardrailResult[] = [];
  for (const policy of policies) {
    const model = policy.injection?.model;
    if (!model || !call.ask) continue;
    const left = AbortSignal.any([call.stop.signal, AbortSignal.timeout(model.maxSeconds * 1_000)]);
    for (let at = 0; at < texts.length; at += mostAtOnce) {
      const some = texts.slice(at, at + mostAtOnce).filter((text) => text.trim() !== "");
      const found = await Promise.all(some.map((text) => isInjection(call, { model, text, signal: left })));
      call.stop.signal.throwIfAborted();
      for (const [place, verdict] of found.entries()) {
        const text = some[place] ?? "";
        if (verdict === null) results.push(injectionUnjudged(policy, text));
        else if (verdict) results.push(injectionFound(policy, text));
      }
      if (results.some(({ action }) => action === "block")) return results;
    }
  }
  return results;
}

type Question = { model: InjectionModel; text: string; signal: AbortSignal };

/** What a model says of a text; null where it said nothing that can be read. */
async function isInjection(call: Rendered, { model, text, signal }: Question): Promise<boolean | null> {
  const parts = partsOf(text);
  if (parts.length > mostParts) return null;
  let isKnown = true;
  for (const part of parts) {
    const verdict = await verdictOn(call, { model, text: part, signal });
    if (verdict === true) return true;
    isKnown &&= verdict === false;
  }
  return isKnown ? false : null;
}

async function verdictOn(call: Rendered, question: Question): Promise<boolean | null> {
  const { model, text, signal } = question;
  const { connectionId } = model;
  const key = createHash("sha256")
    .update([call.ctx.project, connectionId, model.model, text].join("\0"))
    .digest("base64");
  const known = verdicts().get(key);
  if (known !== undefined) return known;
  if (signal.aborted) return null;
  try {
    const answer = await call.ask?.(
      {
        source: "moderation",
        targets: [{ connectionId, model: model.model }],
        messages: injectionQuestion(text),
        settings: { temperature: 0, maxTokens: 200 },
        responseSchema: injectionAnswer,
        mayAskPlainly: true,
        metadata: { judges: call.generationId },
      },
      signal,
    );
    const verdict = answer?.status === "succeeded" ? readInjectionVerdict(answer.output) : null;
    if (verdict !== null) verdicts().set(key, verdict);
    return verdict;
  } catch (error) {
    logger().warn(
      { err: error, generationId: call.generationId },
      "a model was not asked about an injection",
    );
    return null;
  }
}

function partsOf(text: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at < text.length; at += partCharacters - overlap) {
    parts.push(text.slice(at, at + partCharacters));
    if (at + partCharacters >= text.length) break;
  }
  return parts;
}
