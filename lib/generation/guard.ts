import { blockedError, judgeTexts, loadPolicies } from "#lib/guardrails";
import type { GuardrailFinding as PolicyFinding, Stage } from "#schema/guardrails";
import type { GuardrailFinding } from "#schema/observability";
import { AppError } from "#platform/errors";
import { type Begun, emptyOutcome, failureOf, type Guarded, type Outcome, type Rendered } from "./call.ts";
import type { ChatMessage } from "./schema.ts";
import { type SpanEnd, type SpanStart, Step } from "./step.ts";

/** Judges every message before it leaves the house. A blocked one ends the call; redacted ones go on redacted. */
class GuardInput extends Step<Rendered, Guarded> {
  readonly stepName = "guard input";

  override startOf(): SpanStart {
    return { name: "guard input", kind: "internal", attributes: {} };
  }
  override endOf({ outcome, inputFindings }: Guarded): SpanEnd {
    return { status: outcome ? "error" : "ok", attributes: findingAttributes(inputFindings) };
  }

  protected async act(call: Rendered): Promise<Guarded> {
    const policies = await loadPolicies(call.ctx, call.route.policyIds);
    const judge = (texts: string[]) => judgeTexts(policies, texts, "input", call.stop.signal);
    const results = await judge(call.messages.map((message) => message.content));
    const besides = await Promise.all(call.messages.map((message) => guardedMembers(judge, message.asSent)));
    const all = [...results, ...besides.flatMap((member) => member.results)];
    const inputFindings = all.flatMap((result) => result.findings);
    const blocked = all.find((result) => result.action === "block");
    addFindings(call, inputFindings, "input");
    if (blocked)
      return Object.assign(call, { policies, inputFindings, outcome: blockedOutcome(call, blocked) });
    const messages = call.messages.map((message, at) => {
      const content = results[at]?.text ?? message.content;
      const members = besides[at]?.members;
      if (!members) return { ...message, content };
      // Parts as the caller wrote them would carry what a policy took out of the text.
      if (content !== message.content) delete members["content"];
      return { ...message, content, asSent: members };
    });
    return Object.assign(call, { policies, inputFindings, messages, outcome: null });
  }
}

export const guardInput = new GuardInput();

type Judge = (texts: string[]) => ReturnType<typeof judgeTexts>;
type Members = NonNullable<ChatMessage["asSent"]>;

/** Members that a server gets as they were sent are judged like the text: earlier thinking, for one, is text too. */
async function guardedMembers(judge: Judge, members: Members | undefined) {
  const texts = Object.entries(members ?? {}).flatMap(([name, value]) =>
    typeof value === "string" && name !== "role" && name !== "content" ? [{ name, value }] : [],
  );
  const judged = await judge(texts.map(({ value }) => value));
  const cleared = texts.map(({ name }, at) => [name, judged[at]?.text ?? ""] as const);
  return { members: members && { ...members, ...Object.fromEntries(cleared) }, results: judged };
}

function blockedOutcome(call: Rendered, blocked: Parameters<typeof blockedError>[0]): Outcome {
  const [target] = call.route.targets;
  if (!target) throw new AppError("internal", "A route has no targets.");
  const failure = failureOf(blockedError(blocked));
  return { ...emptyOutcome(target.card), ...failure, finishReason: "content_filter" };
}

/** Adds findings to a call, one line per rule with its count. */
export function addFindings(call: Pick<Begun, "findings">, findings: PolicyFinding[], stage: Stage): void {
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
