import { RE2JS } from "re2js";
import { AppError } from "#platform/errors";
import { patternLabel } from "../pii/placeholder.ts";
import { piiTypes } from "../constants.ts";
import { folded, mayHoldSpace, mostReach, mostSpaces, patternReach, type Reach } from "./pieces.ts";
import { ruleFor } from "./rule-for.ts";
import {
  type InjectionRule,
  type JsonRule,
  type PiiType,
  type Policy,
  type PolicyRules,
  type RuleEffect,
  ScanBound,
  type Stage,
  type TopicRule,
} from "../schema.ts";

/** A rule that looks for text, ready to run: RE2, so its time is linear in the text whatever the pattern. */
type Matcher = Reach & {
  kind: "blocklist" | "pattern";
  rule: string;
  action: RuleEffect;
  stages: readonly Stage[];
  placeholder: string;
};

/** What a policy is made ready from, as plain data. */
export type PolicySource = Pick<Policy, "id" | "name"> & { version: { number: number; rules: PolicyRules } };

/** A policy's version made ready to judge texts. */
export type CompiledPolicy = {
  id: string;
  name: string;
  version: number;
  placeholder: PolicyRules["placeholder"];
  pii: Record<Stage, ReadonlyMap<PiiType, RuleEffect>>;
  matchers: readonly Matcher[];
  injection: InjectionRule | null;
  json: JsonRule | null;
  topics: readonly TopicRule[];
  reviewQueueId: string | null;
  scan: ScanBound;
  /** Plain data, so that a thread can make the same. */
  source: PolicySource;
};

/** Makes an enabled policy ready. Throws invalid_input, naming the rule, when a pattern does not compile. */
export function compilePolicy(policy: PolicySource): CompiledPolicy {
  const { rules, number } = policy.version;
  return {
    id: policy.id,
    name: policy.name,
    version: number,
    placeholder: rules.placeholder,
    source: { id: policy.id, name: policy.name, version: { number, rules } },
    pii: {
      input: actionsAt(rules, "input"),
      output: actionsAt(rules, "output"),
      stored: actionsAt(rules, "stored"),
    },
    injection: rules.injection ?? null,
    json: rules.json ?? null,
    topics: rules.topics ?? [],
    reviewQueueId: rules.reviewQueueId ?? null,
    scan: rules.scan ?? ScanBound.parse({}),
    matchers: [
      ...rules.blocklist.map((rule, at) => ({
        kind: "blocklist" as const,
        // The term itself may be what must not be shown, so the rule is named by its place.
        rule: `term ${at + 1}`,
        action: rule.action,
        stages: rule.stages,
        expression: compileTerm(rule.term, rule.wholeWord),
        group: 1 as const,
        ...reachOfTerm(rule.term),
        placeholder: "<BLOCKED_TERM>",
      })),
      ...rules.patterns.map((rule, at) => ({
        kind: "pattern" as const,
        rule: rule.name,
        action: rule.action,
        stages: rule.stages,
        expression: compilePattern(rule.pattern, at),
        group: 0 as const,
        reach: patternReach,
        spans: mayHoldSpace(rule.pattern),
        term: null,
        placeholder: `<${patternLabel(rule.name)}>`,
      })),
    ],
  };
}

/** Throws invalid_input with the first pattern that RE2 refuses or that matches empty text. */
export function checkPatterns(rules: PolicyRules): void {
  for (const [at, rule] of rules.patterns.entries()) compilePattern(rule.pattern, at);
}

function compilePattern(pattern: string, at: number): RE2JS {
  let expression: RE2JS;
  try {
    expression = RE2JS.compile(pattern);
  } catch (cause) {
    const reason =
      cause instanceof Error ? cause.message.replace(/^error parsing regexp: /, "") : "it cannot be read";
    throw patternError(
      at,
      `This pattern is not valid RE2: ${reason}. Back-references and look-around are not available.`,
      cause,
    );
  }
  if (expression.matcher("").find())
    throw patternError(at, "This pattern matches empty text; make it need at least one character.");
  return expression;
}

function patternError(at: number, message: string, cause?: unknown): AppError {
  const path = `rules.patterns.${at}.pattern`;
  return new AppError("invalid_input", message, {
    details: { issues: [{ path, message }] },
    ...(cause ? { cause } : {}),
  });
}

/** A term matches whatever its case, with any white space between its words. */
function compileTerm(term: string, isWholeWord: boolean): RE2JS {
  const words = term
    .split(/\s+/)
    .map((word) => RE2JS.quote(word))
    .join(`[\\s\\p{Z}]{1,${mostSpaces}}`);
  const before = isWholeWord && /^[\p{L}\p{N}_]/u.test(term) ? "(?:^|[^\\p{L}\\p{N}_])" : "";
  const after = isWholeWord && /[\p{L}\p{N}_]$/u.test(term) ? "(?:$|[^\\p{L}\\p{N}_])" : "";
  return RE2JS.compile(`${before}(${words})${after}`, RE2JS.CASE_INSENSITIVE);
}

function actionsAt(rules: PolicyRules, stage: Stage): Map<PiiType, RuleEffect> {
  const actions = new Map<PiiType, RuleEffect>();
  for (const type of piiTypes) {
    const action = ruleFor(rules.pii, type)?.[stage] ?? "off";
    if (action !== "off") actions.set(type, action);
  }
  return actions;
}

/** A term is found whole whatever it runs over, with at most so much white space between its words. */
function reachOfTerm(term: string): Pick<Reach, "reach" | "spans" | "term"> {
  const words = term.split(/\s+/);
  const reach = words.join("").length + mostSpaces * (words.length - 1);
  return { reach: Math.min(reach, mostReach), spans: words.length > 1, term: folded(term) };
}
