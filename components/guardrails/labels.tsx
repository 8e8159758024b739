import { impliedBy, piiTypeTable, ruleEffects, stages } from "#constants/guardrails";
import { ruleFor } from "#client/guardrails";
import type { PiiRule, PiiType, PolicyRules, RuleEffect, Stage } from "#schema/guardrails";

const places: Record<Stage, string> = {
  input: "on the way to the model",
  output: "in answers",
  stored: "before storing",
};

/** What a rule does, in a list to choose from. */
export const effectNames: Record<RuleEffect | "off", string> = {
  off: "leave alone",
  flag: "note it",
  review: "note and review",
  redact: "redact",
  block: "block",
};
const effectVerbs: Record<RuleEffect, string> = {
  flag: "notes",
  review: "sends calls to review for",
  redact: "redacts",
  block: "blocks",
};
/** The strongest first, as the sentence tells them. */
const told = [...ruleEffects].reverse();

/** What a policy does, in a sentence a person can check it by. */
export function policyWords({
  pii,
  blocklist,
  patterns,
  injection,
  topics = [],
  json,
  placeholder,
}: PolicyRules): string {
  const parts = stages.flatMap((stage) =>
    told.flatMap((action) => {
      const types = pii.filter((rule) => rule[stage] === action).map(({ type }) => type);
      return types.length === 0 ? [] : `${effectVerbs[action]} ${listed(types)} ${places[stage]}`;
    }),
  );
  if (blocklist.length > 0)
    parts.push(`${blocklist.length} blocked ${blocklist.length === 1 ? "term" : "terms"}`);
  if (patterns.length > 0) parts.push(`${patterns.length} ${patterns.length === 1 ? "pattern" : "patterns"}`);
  if (placeholder === "restored") parts.push("gives the caller's own text back in the answer");
  if (injection)
    parts.push(`${injection.action === "block" ? "blocks" : "notes"} what looks like a prompt injection`);
  if (topics.length > 0) parts.push(`${topics.length} ${topics.length === 1 ? "topic" : "topics"}`);
  if (json) parts.push("mends answers that should be JSON");
  const sentence = parts.join("; ");
  return sentence ? `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.` : "Does nothing yet.";
}

function listed(types: PiiType[]): string {
  if (types.length > 6) return `${types.length} kinds of personal data`;
  return types
    .map((type) => piiTypeTable[type].name.replace(/^[A-Z](?=[a-z-])/, (letter) => letter.toLowerCase()))
    .join(", ");
}

/** The rule that holds for a kind, all off where the policy has none. */
export function ruleOf(rules: PolicyRules, type: PiiType): PiiRule {
  return ruleFor(rules.pii, type) ?? { type, input: "off", output: "off", stored: "off" };
}

/** The rules with one kind's changed; a kind that is off everywhere is left out, unless another's rule would then hold for it. */
export function withRule(rules: PolicyRules, rule: PiiRule): PolicyRules {
  const others = rules.pii.filter(({ type }) => type !== rule.type);
  const isOff = stages.every((stage) => rule[stage] === "off");
  return { ...rules, pii: isOff && !impliedBy[rule.type] ? others : [...others, rule] };
}
