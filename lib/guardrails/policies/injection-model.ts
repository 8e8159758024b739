import type { GuardrailFinding, GuardrailResult } from "../schema.ts";
import { reasonFor } from "./apply.ts";
import type { CompiledPolicy } from "./compile.ts";

/** The verdict on a text that a policy's model holds for a prompt injection. */
export function injectionFound(policy: CompiledPolicy, text: string): GuardrailResult {
  const action = policy.injection?.action ?? "flag";
  const finding: GuardrailFinding = {
    ...nameOf(policy),
    kind: "injection",
    rule: "is held for one by a model",
    action,
    start: 0,
    end: text.length,
  };
  return action === "block"
    ? { action, text: "", findings: [finding], reason: reasonFor(finding) }
    : { action: "pass", text, findings: [finding], reason: null };
}

/** The verdict on a text about which a policy's model said nothing: refused or let pass, as the policy says. */
export function injectionUnjudged(policy: CompiledPolicy, text: string): GuardrailResult {
  const isRefused = policy.injection?.model?.otherwise !== "pass";
  const finding: GuardrailFinding = {
    ...nameOf(policy),
    kind: "unchecked",
    rule: "not judged by the model",
    action: isRefused ? "block" : "flag",
    start: 0,
    end: 0,
  };
  if (!isRefused) return { action: "pass", text, findings: [finding], reason: null };
  return {
    action: "block",
    text: "",
    findings: [finding],
    reason: `The policy "${policy.name}" has a model look at each text, and it said nothing that could be read in time, so the text went nowhere.`,
  };
}

const nameOf = ({ id, name, version }: CompiledPolicy) => ({
  policyId: id,
  policyName: name,
  policyVersion: version,
});
