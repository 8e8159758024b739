import type { GuardrailFinding, GuardrailResult, TopicRule } from "../schema.ts";
import { reasonFor } from "./apply.ts";
import type { CompiledPolicy } from "./compile.ts";

/** The verdict on a text that is about a topic (`about`), or about none of those that are allowed (null). */
export function topicFound(
  { id, name, version }: CompiledPolicy,
  text: string,
  { about, action }: { about: string | null; action: TopicRule["action"] },
): GuardrailResult {
  const finding: GuardrailFinding = {
    policyId: id,
    policyName: name,
    policyVersion: version,
    kind: "topic",
    rule: about === null ? "about none of the allowed topics" : `about "${about}"`,
    action,
    start: 0,
    end: text.length,
  };
  return action === "block"
    ? { action, text: "", findings: [finding], reason: reasonFor(finding) }
    : { action: "pass", text, findings: [finding], reason: null };
}

const compiled = new WeakMap<TopicRule, RegExp>();

/** True where a text holds a word of a topic, in the singular or the plural, whatever its case. */
export function hasWordOf(topic: TopicRule, text: string): boolean {
  if (topic.words.length === 0) return false;
  const known = compiled.get(topic);
  const words = topic.words
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`).replace(/\s+/gu, String.raw`\s+`))
    .join("|");
  const expression =
    known ?? new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${words})(?:e?s)?(?![\p{L}\p{N}])`, "iu");
  if (!known) compiled.set(topic, expression);
  return expression.test(text);
}
