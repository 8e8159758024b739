import { type AppError, isAppError } from "#platform/errors";
import type { GuardrailResult, Stage } from "../schema.ts";
import { actsAt, applyPolicies } from "./apply.ts";
import type { CompiledPolicy } from "./compile.ts";
import { passUnchecked, scanBoundOf, tooLong, tooSlow } from "./unchecked.ts";
import type { Restorations } from "./restorations.ts";
import { judgingThreads } from "./threads.ts";

/** Texts of at most so many characters together are judged at once, in some ten milliseconds; longer ones on a thread. */
export const inlineCharacters = 8_000;

export type JudgeTextsOptions = {
  signal?: AbortSignal | undefined;
  /** The call's, for policies that give the caller's own text back. */
  restorations?: Restorations | undefined;
  /** Users or tools wrote the texts, so that they may try to turn the model. */
  isUntrusted?: boolean | undefined;
};

/**
 * Judges texts under the enabled policies, in order, without holding up the thread that answers requests. Throws
 * cancelled when the caller leaves, invalid_input when they are longer than the policies check, unavailable when they
 * could not be judged in time or at all: then nothing may go on, but where every policy lets what is unchecked pass.
 */
export async function judgeTexts(
  policies: readonly CompiledPolicy[],
  texts: readonly string[],
  stage: Stage,
  { signal, restorations, isUntrusted }: JudgeTextsOptions = {},
): Promise<GuardrailResult[]> {
  if (!actsAt(policies, stage))
    return texts.map((text) => ({ action: "pass", text, findings: [], reason: null }));
  let characters = 0;
  for (const text of texts) characters += text.length;
  const shared = policies.some(({ placeholder }) => placeholder === "restored") ? restorations : undefined;
  if (characters <= inlineCharacters)
    return texts.map((text) => applyPolicies(policies, text, stage, { restorations: shared, isUntrusted }));
  const bound = scanBoundOf(policies, stage);
  const passOr = (error: AppError) => {
    if (bound.otherwise === "pass") return passUnchecked(policies, texts, { stage, error });
    throw error;
  };
  if (characters > bound.maxCharacters) return passOr(tooLong(bound));
  const late = AbortSignal.timeout(bound.maxSeconds * 1_000);
  const job = { sources: sourcesOf(policies), texts, stage, restorations: shared?.entries(), isUntrusted };
  try {
    const stop = signal ? AbortSignal.any([signal, late]) : late;
    const { results, restorations: found } = await judgingThreads().judge(job, stop);
    if (found) shared?.add(found);
    return results;
  } catch (error) {
    // The caller left: nobody waits for an answer of either kind.
    if (signal?.aborted || !isAppError(error)) throw error;
    return passOr(late.aborted ? tooSlow(bound) : error);
  }
}

/** What the policies were made from, once per set of them. */
function sourcesOf(policies: readonly CompiledPolicy[]): string {
  const known = written.get(policies);
  if (known !== undefined) return known;
  const sources = JSON.stringify(policies.map(({ source }) => source));
  written.set(policies, sources);
  return sources;
}

const written = new WeakMap<readonly CompiledPolicy[], string>();
