import { AppError } from "#platform/errors";
import { type Before, beforeNext, detectInSegment, mayHold, nothingBefore } from "../pii/detect.ts";
import { placeholders } from "../pii/placeholder.ts";
import { replaceSpans } from "../pii/redact.ts";
import { piiTypeTable } from "../constants.ts";
import { type GuardrailFinding, type GuardrailResult, type PiiType, type Stage } from "../schema.ts";
import type { CompiledPolicy } from "./compile.ts";
import { scoreInjection } from "../injection/score.ts";
import { piecesOf, type Reach } from "./pieces.ts";
import type { Restorations } from "./restorations.ts";

type Hit = GuardrailFinding & { placeholder: string };
/** Redaction makes new neighbours, so a segment is judged again until it is quiet. */
const maxRounds = 8;

/** Remembers, within one text, which number a value got, for the numbered placeholders, and under a label how many it gave. */
export type Numbering = Map<string, number>;

type ApplyOptions = {
  isStopped?: () => boolean;
  /** The call's, where its policies give back to the caller what they redacted on the way in. */
  restorations?: Restorations | undefined;
  /** A user or a tool wrote it, so that it may try to turn the model. Operators' own texts give orders by right. */
  isUntrusted?: boolean | undefined;
};

/** Judges a text under the enabled policies, in order. Blocked text does not come back. Throws cancelled when told to stop. */
export function applyPolicies(
  policies: readonly CompiledPolicy[],
  text: string,
  stage: Stage,
  { isStopped = () => false, restorations, isUntrusted = false }: ApplyOptions = {},
): GuardrailResult {
  const findings = isUntrusted && stage === "input" ? injectionsIn(policies, text) : [];
  const refusing = findings.find(({ action }) => action === "block");
  if (refusing) return { action: "block", text: "", findings, reason: reasonFor(refusing) };
  if (!policies.some((policy) => mayAct(policy, stage, text)))
    return { action: "pass", text, findings, reason: null };
  const numbering: Numbering = new Map();
  let result = "";
  let before = nothingBefore;
  for (const [start, end] of piecesOf(reachesAt(policies, stage), text)) {
    if (isStopped()) throw new AppError("cancelled", "The caller left before the text was checked.");
    const segment = text.slice(start, end);
    const judged = judgeSegment(policies, stage, { text: segment, before, numbering, restorations });
    before = beforeNext(before, segment);
    findings.push(...judged.findings.map((finding) => shifted(finding, start)));
    if (judged.blocked) return { action: "block", text: "", findings, reason: reasonFor(judged.blocked) };
    result += judged.text;
  }
  const isChanged = findings.some(({ action }) => action === "redact");
  return { action: isChanged ? "redact" : "pass", text: result, findings, reason: null };
}

/** The rules at a stage that look for text, by how far what they find may run over the end of a sentence. */
export function reachesAt(policies: readonly CompiledPolicy[], stage: Stage): Reach[] {
  return policies.flatMap(({ matchers }) => matchers.filter((matcher) => matcher.stages.includes(stage)));
}

/** True when any policy looks at this stage; if not, text passes untouched and unbuffered. */
export function actsAt(policies: readonly CompiledPolicy[], stage: Stage): boolean {
  return policies.some(
    ({ pii, matchers, injection }) =>
      pii[stage].size > 0 ||
      matchers.some((matcher) => matcher.stages.includes(stage)) ||
      (stage === "input" && injection !== null),
  );
}

/** The whole text as an injection; which way it goes stands as the rule. */
function injectionsIn(policies: readonly CompiledPolicy[], text: string): GuardrailFinding[] {
  const looking = policies.filter(({ injection }) => injection !== null);
  if (looking.length === 0 || text === "") return [];
  const { score, ways } = scoreInjection(text);
  return looking.flatMap((policy) =>
    policy.injection && score >= policy.injection.threshold
      ? {
          ...nameOf(policy),
          kind: "injection" as const,
          rule: ways[0] ?? "tries to turn the model",
          action: policy.injection.action,
          start: 0,
          end: text.length,
        }
      : [],
  );
}

/** False when one look says that a policy finds nothing in a text, as is so with most prose. */
function mayAct({ pii, matchers }: CompiledPolicy, stage: Stage, text: string): boolean {
  if (matchers.some((matcher) => matcher.stages.includes(stage))) return true;
  return pii[stage].size > 0 && mayHold(text, pii[stage].keys());
}

/** A segment to judge: `before` is what stood in front of it, `numbering` what the text has numbered so far. */
type Segment = {
  text: string;
  before: Before;
  numbering: Numbering;
  restorations?: Restorations | undefined;
};

/** One segment: blocked by the first rule that blocks, else redacted. Offsets of findings are those of the raw segment. */
export function judgeSegment(
  policies: readonly CompiledPolicy[],
  stage: Stage,
  { text: raw, before, numbering, restorations }: Segment,
) {
  const findings: GuardrailFinding[] = [];
  let text = raw;
  for (let round = 0; round < maxRounds; round += 1) {
    const hits = hitsIn(policies, text, before, stage);
    const blocking = hits.find((hit) => hit.action === "block");
    if (blocking) return { text: "", findings: [...findings, blocking].map(bare), blocked: blocking };
    // Offsets of later rounds would be those of changed text; the first round's are the raw ones.
    if (round === 0) findings.push(...hits.map(bare));
    const redacted = hits.filter(({ action }) => action === "redact");
    if (redacted.length === 0) break;
    const write = { stage, numbering, restorations };
    text = replaceSpans(
      text,
      redacted.map((hit) => ({ ...hit, placeholder: written(policies, hit, text, write) })),
    );
  }
  return { text, findings, blocked: null };
}

function hitsIn(policies: readonly CompiledPolicy[], segment: string, before: Before, stage: Stage): Hit[] {
  const reserved = segment.includes("<")
    ? [...segment.matchAll(placeholders())].map(
        (match) => [match.index, match.index + match[0].length] as const,
      )
    : [];
  const hits = policies.flatMap((policy) => [
    ...matcherHits(policy, segment, stage),
    ...piiHits(policy, segment, before, stage),
  ]);
  const free = hits.filter(({ start, end }) => !reserved.some(([from, to]) => start < to && end > from));
  // Blocking rules first, then the longer match; the order of policies decides the rest. What only notes changes
  // nothing, so it stands beside what others do at the same place.
  const notes = free.filter(isNote);
  const acting = free.filter((hit) => !isNote(hit));
  acting.sort(
    (a, b) =>
      Number(b.action === "block") - Number(a.action === "block") || b.end - b.start - (a.end - a.start),
  );
  const kept: Hit[] = [];
  for (const hit of acting)
    if (!kept.some((other) => hit.start < other.end && hit.end > other.start)) kept.push(hit);
  return [...kept, ...notes].sort((a, b) => a.start - b.start);
}

const isNote = ({ action }: Pick<GuardrailFinding, "action">) => action === "flag" || action === "review";

function piiHits(policy: CompiledPolicy, segment: string, before: Before, stage: Stage): Hit[] {
  const actions = policy.pii[stage];
  if (actions.size === 0) return [];
  return detectInSegment(segment, before, [...actions.keys()]).map(({ type, start, end }) => ({
    ...nameOf(policy),
    kind: "pii",
    rule: type,
    action: actions.get(type) ?? "redact",
    start,
    end,
    placeholder: `<${type}>`,
  }));
}

function matcherHits(policy: CompiledPolicy, segment: string, stage: Stage): Hit[] {
  return policy.matchers.flatMap((matcher) => {
    if (!matcher.stages.includes(stage)) return [];
    const hits: Hit[] = [];
    const run = matcher.expression.matcher(segment);
    const { group } = matcher;
    let from = 0;
    while (from <= segment.length && run.find(from)) {
      const [start, end] = [run.start(group), run.end(group)];
      // Storing is never refused: a rule that blocks elsewhere redacts there.
      const action = stage === "stored" && matcher.action === "block" ? "redact" : matcher.action;
      if (end > start)
        hits.push({
          ...nameOf(policy),
          kind: matcher.kind,
          rule: matcher.rule,
          action,
          start,
          end,
          placeholder: matcher.placeholder,
        });
      from = Math.max(end, start + 1);
    }
    return hits;
  });
}

type Writing = {
  stage: Stage;
  numbering: Numbering;
  restorations: Restorations | undefined;
};

/** What stands for a redacted text, as its policy wants it written. */
function written(policies: readonly CompiledPolicy[], hit: Hit, text: string, writing: Writing): string {
  const { stage, numbering, restorations } = writing;
  const form = policies.find((policy) => policy.id === hit.policyId)?.placeholder;
  if (form === "type" || form === undefined) return hit.placeholder;
  const label = hit.placeholder.slice(1, -1);
  const found = text.slice(hit.start, hit.end);
  if (form === "restored" && restorations) return restorations.placeholderFor(label, found, stage);
  const key = `${label} ${found.toLowerCase()}`;
  const known = numbering.get(key);
  if (known !== undefined) return `<${label}_${known}>`;
  const number = (numbering.get(label) ?? 0) + 1;
  numbering.set(label, number).set(key, number);
  return `<${label}_${number}>`;
}

const nameOf = ({ id, name, version }: CompiledPolicy) => ({
  policyId: id,
  policyName: name,
  policyVersion: version,
});

function bare({
  policyId,
  policyName,
  policyVersion,
  kind,
  rule,
  action,
  start,
  end,
}: GuardrailFinding): GuardrailFinding {
  return { policyId, policyName, policyVersion, kind, rule, action, start, end };
}

const shifted = (finding: GuardrailFinding, by: number): GuardrailFinding => ({
  ...finding,
  start: finding.start + by,
  end: finding.end + by,
});

/** Names the policy and the rule, never the text that matched. */
export function reasonFor({ policyName, kind, rule }: GuardrailFinding): string {
  if (kind === "injection")
    return `The policy "${policyName}" blocks text that looks like a prompt injection: it ${rule}.`;
  if (kind === "topic") return `The policy "${policyName}" blocks texts ${rule}.`;
  const what =
    kind === "pii"
      ? piiTypeTable[rule as PiiType].name.toLowerCase()
      : kind === "pattern"
        ? `the pattern "${rule}"`
        : `its blocklist, ${rule}`;
  return `The policy "${policyName}" blocks ${kind === "pii" ? `text with a${/^[aeiou]/i.test(what) ? "n" : ""} ${what}` : `text that matches ${what}`}.`;
}

/** The error for a blocked text: says which policy and rule, not what matched. */
export function blockedError(result: Pick<GuardrailResult, "findings" | "reason">): AppError {
  const rule = result.findings.find((finding) => finding.action === "block");
  if (rule?.kind === "unchecked")
    return new AppError("unavailable", `${result.reason ?? "This text could not be checked."} Try again.`);
  return new AppError(
    "guardrail_blocked",
    `${result.reason ?? "A policy blocks this text."} Take it out and try again, or ask an admin to change the policy.`,
    {
      details: rule
        ? {
            policyId: rule.policyId,
            policyName: rule.policyName,
            policyVersion: rule.policyVersion,
            rule: rule.rule,
          }
        : null,
    },
  );
}
