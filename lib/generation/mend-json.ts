import { jsonrepair } from "jsonrepair";
import { blockedError, type CompiledPolicy, judgeTexts } from "#lib/guardrails";
import { compileSchema } from "#platform/json-schema";
import { AppError } from "#platform/errors";
import type { Attempted } from "./attempted.ts";
import type { Rendered } from "./call.ts";
import { addFindings } from "./guard.ts";

/** Longer answers are left as they are: mending takes time on the thread that answers others. */
const mostCharacters = 200_000;

/**
 * The policy by which an answer that should be JSON is mended; null where the call wants none, or no policy does so. Its
 * text must be whole before any of it leaves.
 */
export function mendingPolicy({
  settings,
  policies,
}: Pick<Rendered, "settings"> & { policies: readonly CompiledPolicy[] }): CompiledPolicy | null {
  if (!settings.responseSchema) return null;
  return policies.find(({ json }) => json !== null) ?? null;
}

/**
 * An answer that should be JSON and cannot be read as such, mended: its quotes, commas, brackets, comments and fences. Only
 * what then is of the wanted schema takes its place, and is judged again; else the answer stays, or is refused where the
 * policy says so. An answer that broke off is not made to look whole. Throws guardrail_blocked.
 */
export async function mended(attempt: Attempted, answer: string): Promise<string> {
  const { call, outcome, stop } = attempt;
  const policy = mendingPolicy(call);
  if (!policy || answer.trim() === "" || outcome.refusal !== null) return answer;
  const isWanted = await checkOf(call.settings.responseSchema ?? {});
  if (isJson(answer, isWanted)) return answer;
  const text = outcome.finishReason === "length" ? null : repaired(answer);
  if (text !== null && isJson(text, isWanted)) {
    const { restorations } = call;
    const options = { signal: stop.signal, restorations };
    // Pieces of a string that were apart may be one now.
    const [again] = await judgeTexts(call.policies, [text], "output", options);
    if (again?.action === "block") throw blockedError(again);
    if (again && isJson(again.text, isWanted)) {
      addFindings(call, again.findings, "output");
      note(attempt, policy, { rule: "mended", action: "repair" });
      return again.text;
    }
  }
  const isRefused = policy.json?.otherwise === "block";
  note(attempt, policy, { rule: "not of the wanted form", action: isRefused ? "block" : "flag" });
  if (isRefused) throw unmended(policy);
  return answer;
}

function unmended({ id, name, version }: CompiledPolicy): AppError {
  return new AppError(
    "guardrail_blocked",
    `The policy "${name}" wants answers of the form that was asked for, and this one could not be mended. Try again, or ask for a simpler form.`,
    { details: { policyId: id, policyName: name, policyVersion: version, rule: "not of the wanted form" } },
  );
}

function note(
  { call }: Attempted,
  { id, name, version }: CompiledPolicy,
  what: { rule: string; action: string },
): void {
  const found = { stage: "output" as const, kind: "json", policyId: id, policyName: name };
  call.findings.push({ ...found, policyVersion: version, ...what, count: 1 });
}

type Check = (value: unknown) => boolean;

/** A schema that cannot be read says nothing, so nothing is taken for its kind. */
async function checkOf(schema: Record<string, unknown>): Promise<Check> {
  const compiled = await compileSchema(schema);
  if ("fault" in compiled) return () => false;
  return (value) => {
    const found = compiled.validate(value);
    return "isValid" in found && found.isValid;
  };
}

function isJson(text: string, isWanted: Check): boolean {
  try {
    return isWanted(JSON.parse(text));
  } catch {
    return false;
  }
}

function repaired(text: string): string | null {
  if (text.length > mostCharacters) return null;
  try {
    return jsonrepair(text);
  } catch {
    return null;
  }
}
