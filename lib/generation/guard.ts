import { applyPolicies, blockedError, loadPolicies } from "#lib/guardrails";
import type { GuardrailFinding as PolicyFinding, Stage } from "#schema/guardrails";
import type { GuardrailFinding } from "#schema/observability";
import type { Call } from "./call.ts";

/** Judges every message before it leaves the house. A blocked one ends the call; redacted ones go on redacted. */
export async function guardInput(call: Call): Promise<Call> {
  const span = call.trace.start("guard input", "internal", call.root);
  call.policies = await loadPolicies(call.ctx);
  const results = call.messages.map((message) => applyPolicies(call.policies, message.content, "input"));
  const findings = results.flatMap((result) => result.findings);
  const blocked = results.find((result) => result.action === "block");
  addFindings(call, findings, "input");
  call.trace.end(span, blocked ? "error" : "ok", findingAttributes(findings));
  if (blocked) call.outcome = blockedOutcome(call, blocked);
  else
    call.messages = call.messages.map((message, at) => ({
      ...message,
      content: results[at]?.text ?? message.content,
    }));
  return call;
}

function blockedOutcome(call: Call, blocked: Parameters<typeof blockedError>[0]): Call["outcome"] {
  const [target] = call.targets;
  if (!target) return null;
  return {
    status: "failed",
    error: blockedError(blocked),
    output: "",
    toolCalls: [],
    finishReason: "content_filter",
    usage: null,
    timeToFirstTokenMs: null,
    computeMs: null,
    facts: target.facts,
  };
}

/** Adds findings to a call, one line per rule with its count. */
export function addFindings(call: Call, findings: PolicyFinding[], stage: Stage): void {
  for (const { policyId, policyName, policyVersion, kind, rule, action } of findings) {
    const same = call.findings.find(
      (known) =>
        known.stage === stage &&
        known.policyId === policyId &&
        known.rule === rule &&
        known.action === action,
    );
    if (same) same.count += 1;
    else
      call.findings.push({
        stage,
        policyId,
        policyName,
        policyVersion,
        kind,
        rule,
        action,
        count: 1,
      } satisfies GuardrailFinding);
  }
}

export function findingAttributes(findings: PolicyFinding[]): Record<string, unknown> {
  if (findings.length === 0) return {};
  return {
    "valueloop.guardrail.findings": findings.length,
    "valueloop.guardrail.rules": [
      ...new Set(findings.map((finding) => `${finding.policyName}: ${finding.rule}`)),
    ],
  };
}
