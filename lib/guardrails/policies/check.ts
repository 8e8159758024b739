import { type Context, requirePermission } from "#lib/identity";
import { detectPii } from "../pii/detect.ts";
import { piiTypes } from "../constants.ts";
import {
  CheckTextInput,
  type GuardrailFinding,
  type GuardrailResult,
  type PolicyTrial,
  TestPolicyInput,
} from "../schema.ts";
import { applyPolicies } from "./apply.ts";
import { judgeTexts } from "./judge.ts";
import { checkPatterns, type CompiledPolicy, compilePolicy } from "./compile.ts";
import { getPolicyInProject } from "./internal.ts";
import { loadPolicies } from "./load.ts";
import { redactValue } from "./storage.ts";

/**
 * Judges a text under the project's enabled policies. Blocking is an outcome, not an error.
 * @internal One text, as tests ask it; calls judge all their texts at once (judgeTexts).
 */
export async function checkText(ctx: Context, input: CheckTextInput): Promise<GuardrailResult> {
  const { text, stage } = CheckTextInput.parse(input);
  const [result] = await judgeTexts(await loadPolicies(ctx), [text], stage, { isUntrusted: true });
  return result ?? { action: "block", text: "", findings: [], reason: "This text could not be checked." };
}

/**
 * A JSON value as it may be stored: every string in it redacted by the policies' "stored" stage. Takes a
 * context, or policies loaded before where many values are written at once.
 */
export async function redactForStorage<Value>(
  source: Context | readonly CompiledPolicy[],
  value: Value,
): Promise<{ value: Value; findings: GuardrailFinding[] }> {
  const policies = "db" in source ? await loadPolicies(source) : source;
  return await redactValue(policies, value);
}

/** Tries saved or unsaved rules on a text. Stores nothing. Throws not_found, invalid_input for a bad pattern. */
export async function testPolicy(ctx: Context, input: TestPolicyInput): Promise<PolicyTrial> {
  requirePermission(ctx, "policy.read");
  const { policyId, rules, text, stage } = TestPolicyInput.parse(input);
  const detected = detectPii(text, { types: piiTypes });
  if (rules) checkPatterns(rules);
  const policies = policyId || rules ? [await trialPolicy(ctx, policyId, rules)] : await loadPolicies(ctx);
  return { result: applyPolicies(policies, text, stage, { isUntrusted: true }), detected };
}

async function trialPolicy(
  ctx: Context,
  policyId: string | undefined,
  rules: PolicyTrialRules,
): Promise<CompiledPolicy> {
  const saved = policyId ? await getPolicyInProject(ctx, policyId) : null;
  const version = {
    number: saved?.version.number ?? 0,
    rules: rules ?? saved?.version.rules ?? { pii: [], placeholder: "type", blocklist: [], patterns: [] },
  };
  return compilePolicy({ id: saved?.id ?? "", name: saved?.name ?? "This policy", version });
}

type PolicyTrialRules = ReturnType<typeof TestPolicyInput.parse>["rules"];
