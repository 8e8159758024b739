import type { GuardrailResult, Stage } from "../schema.ts";
import { actsAt, applyPolicies } from "./apply.ts";
import type { CompiledPolicy } from "./compile.ts";
import { judgingThreads } from "./threads.ts";

/** Texts of at most so many characters together are judged at once, in some ten milliseconds; longer ones on a thread. */
export const inlineCharacters = 8_000;

/**
 * Judges texts under the enabled policies, in order, without holding up the thread that answers requests. Throws
 * cancelled when the caller leaves, unavailable when the texts could not be judged: then nothing may go on.
 */
export async function judgeTexts(
  policies: readonly CompiledPolicy[],
  texts: readonly string[],
  stage: Stage,
  signal?: AbortSignal,
): Promise<GuardrailResult[]> {
  if (!actsAt(policies, stage))
    return texts.map((text) => ({ action: "pass", text, findings: [], reason: null }));
  let characters = 0;
  for (const text of texts) characters += text.length;
  if (characters <= inlineCharacters) return texts.map((text) => applyPolicies(policies, text, stage));
  return judgingThreads().judge(sourcesOf(policies), texts, stage, signal);
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
