import { blockedError, judgeTexts, loadPolicies } from "#lib/guardrails";
import type { GuardrailFinding as PolicyFinding, Stage } from "#schema/guardrails";
import type { GuardrailFinding } from "#schema/observability";
import type { Call } from "./call.ts";
import type { ChatMessage } from "./schema.ts";

/** Judges every message before it leaves the house. A blocked one ends the call; redacted ones go on redacted. */
export async function guardInput(call: Call): Promise<Call> {
  const span = call.trace.start("guard input", "internal", call.root);
  call.policies = await loadPolicies(call.ctx);
  const texts = call.messages.map((message) => message.content);
  const results = await judgeTexts(call.policies, texts, "input", call.stop.signal);
  const besides = await Promise.all(call.messages.map((message) => guardedMembers(call, message.asSent)));
  const all = [...results, ...besides.flatMap((member) => member.results)];
  const findings = all.flatMap((result) => result.findings);
  const blocked = all.find((result) => result.action === "block");
  addFindings(call, findings, "input");
  call.trace.end(span, blocked ? "error" : "ok", findingAttributes(findings));
  if (blocked) call.outcome = blockedOutcome(call, blocked);
  else
    call.messages = call.messages.map((message, at) => {
      const content = results[at]?.text ?? message.content;
      const members = besides[at]?.members;
      if (!members) return { ...message, content };
      // Parts as the caller wrote them would carry what a policy took out of the text.
      if (content !== message.content) delete members["content"];
      return { ...message, content, asSent: members };
    });
  return call;
}

type Members = NonNullable<ChatMessage["asSent"]>;

/** Members that a server gets as they were sent are judged like the text: earlier thinking, for one, is text too. */
async function guardedMembers(call: Call, members: Members | undefined) {
  const texts = Object.entries(members ?? {}).flatMap(([name, value]) =>
    typeof value === "string" && name !== "role" && name !== "content" ? [{ name, value }] : [],
  );
  const judged = await judgeTexts(
    call.policies,
    texts.map(({ value }) => value),
    "input",
    call.stop.signal,
  );
  const cleared = texts.map(({ name }, at) => [name, judged[at]?.text ?? ""] as const);
  return { members: members && { ...members, ...Object.fromEntries(cleared) }, results: judged };
}

function blockedOutcome(call: Call, blocked: Parameters<typeof blockedError>[0]): Call["outcome"] {
  const [target] = call.targets;
  if (!target) return null;
  return {
    status: "failed",
    error: blockedError(blocked),
    output: "",
    reasoning: "",
    refusal: null,
    toolCalls: [],
    finishReason: "content_filter",
    usage: null,
    timeToFirstTokenMs: null,
    computeMs: null,
    computeThreads: null,
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
