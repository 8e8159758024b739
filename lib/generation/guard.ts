import { actsAt, blockedError, type CompiledPolicy, judgeValue, loadPolicies } from "#lib/guardrails";
import type { GuardrailFinding as PolicyFinding, GuardrailResult, Stage } from "#schema/guardrails";
import type { GuardrailFinding } from "#schema/observability";
import { AppError } from "#platform/errors";
import { type Begun, emptyOutcome, failureOf, type Guarded, type Outcome, type Rendered } from "./call.ts";
import { askInjectionModels } from "./injection-judge.ts";
import { withMarks } from "./marks.ts";
import { isMedia } from "./media.ts";
import { type SpanEnd, type SpanStart, Step } from "./step.ts";
import { hasTopics, judgeTopics } from "./topics.ts";
import { textless, withText, withTexts } from "./text-parts.ts";

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
    reserveRestored(call, policies);
    if (!actsAt(policies, "input") && !hasTopics(policies, "input"))
      return Object.assign(call, {
        ...withMarks(call.ctx.project, policies, call.messages),
        inputFindings: [],
        outcome: null,
      });
    const contents = await guardContents(call, policies);
    const besides = await guardBesides(call, policies);
    const all = [...contents.results, ...besides.results];
    if (isJudgedFor(call)) all.push(...(await judgeMeaning(call, policies, { all, contents })));
    const inputFindings = all.flatMap((result) => result.findings);
    const blocked = all.find(isBlocked);
    addFindings(call, inputFindings, "input");
    if (blocked)
      return Object.assign(call, { policies, inputFindings, outcome: blockedOutcome(call, blocked) });
    const messages = call.messages.map((message, at) => {
      const content = contents.texts[at] ?? message.content;
      const { name, asSent, toolCalls } = besides.messages[at] ?? message;
      if (content === message.content && name === message.name && !asSent && !toolCalls) return message;
      return {
        ...message,
        content,
        ...(name === undefined ? {} : { name }),
        ...(toolCalls ? { toolCalls } : {}),
        ...(asSent ? { asSent: withText(asSent, message.content, content) } : {}),
      };
    });
    const { settings } = besides;
    const marked = withMarks(call.ctx.project, policies, messages);
    return Object.assign(call, { ...marked, inputFindings, settings, outcome: null });
  }
}

export const guardInput = new GuardInput();

/** Placeholders that the messages hold already are nobody's to be given back. */
function reserveRestored({ messages, restorations }: Rendered, policies: readonly CompiledPolicy[]): void {
  if (policies.some(({ placeholder }) => placeholder === "restored"))
    for (const { content } of messages) restorations.reserve(content);
}

const isBlocked = ({ action }: GuardrailResult) => action === "block";

/** A text that a model is asked to judge is no order to that model; judged again, its judge would be asked for ever. */
const isJudgedFor = ({ input }: Rendered) => input.source !== "moderation";

type Contents = Awaited<ReturnType<typeof guardContents>>;

/** What texts that the rules let pass are about, and what models say of them. */
async function judgeMeaning(
  call: Rendered,
  policies: readonly CompiledPolicy[],
  { all, contents: { untrusted } }: { all: readonly GuardrailResult[]; contents: Contents },
): Promise<GuardrailResult[]> {
  if (all.some(isBlocked)) return [];
  const { signal } = call.stop;
  const topics = await judgeTopics(call.ctx, untrusted, { policies, stage: "input", signal });
  if (topics.some(isBlocked)) return topics;
  return [...topics, ...(await askInjectionModels(call, policies, untrusted))];
}

/** The messages' texts. Those of users and tools may try to turn the model; the operator's and the model's own do not. */
async function guardContents(call: Rendered, policies: readonly CompiledPolicy[]) {
  const { messages, restorations, stop } = call;
  const texts = messages.map(({ content }) => content);
  const results: GuardrailResult[] = [];
  let untrusted: string[] = [];
  for (const isUntrusted of [false, true]) {
    const places = messages.flatMap(({ role }, at) =>
      (role === "user" || role === "tool") === isUntrusted ? [at] : [],
    );
    const judged = await judgeValue(
      policies,
      places.map((at) => texts[at] ?? ""),
      { stage: "input", signal: stop.signal, restorations, isUntrusted: isUntrusted && isJudgedFor(call) },
    );
    results.push(...judged.results);
    for (const [which, at] of places.entries()) texts[at] = judged.value[which] ?? "";
    if (isUntrusted) untrusted = judged.value;
  }
  return { texts, results, untrusted };
}

/**
 * What a server gets beside the messages' text is judged like it: names, stops, earlier thinking, calls of tools and their arguments,
 * descriptions of tools, a predicted answer, members we do not know. Pictures and names of the protocol are no text.
 */
async function guardBesides(call: Rendered, policies: readonly CompiledPolicy[]) {
  const { messages, settings, stop, restorations } = call;
  const options = { stage: "input" as const, signal: stop.signal, restorations };
  const members = await judgeValue(
    policies,
    messages.map(({ name, asSent, toolCalls }) => ({ name, asSent: asSent && textless(asSent), toolCalls })),
    { ...options, passes: isNoText },
  );
  const { stop: stopAt, tools, toolChoice, extra, responseFormat, responseSchema } = settings;
  const asked = await judgeValue(
    policies,
    { stop: stopAt, tools, toolChoice, extra, responseFormat, responseSchema },
    { ...options, passes: isProtocolWord },
  );
  const results = [...members.results, ...asked.results];
  if (results.length === 0) return { results, messages, settings };
  return {
    results,
    messages: members.value.map(({ name, asSent, toolCalls }, at) => ({
      name,
      asSent: asSent && withTexts(messages[at]?.asSent ?? {}, asSent, toolCalls?.[0]),
      toolCalls,
    })),
    settings: { ...settings, ...asked.value },
  };
}

/** What ties a call to its result must stay as it is; names of the protocol are no text. */
const idKeys = new Set(["id", "tool_call_id", "call_id", "type", "role"]);
/** What a provider signs or encrypts and wants back as it was. */
const sealKeys = new Set(["signature", "thought_signature", "encrypted_content", "encrypted_data"]);
/** As ids are made: no spaces, no address, and no number that could be somebody's card or phone. */
const idLike = /^(?![\d.:-]{10,}$)[\w.:|/+=~-]+$/;
const seal = /^[\w+/=-]{16,}$/;

/** True for a string that no rule is for: ids, seals, pictures. */
export function isNoText(text: string, key: string): boolean {
  return (idKeys.has(key) && idLike.test(text)) || isMedia(text) || (sealKeys.has(key) && seal.test(text));
}

/** Members of OpenAI's protocol that hold one word of it, and those words: a rule for texts is not meant for them. */
const protocolKeys = new Set(["type", "toolChoice", "tool_choice", "mode", "encoding_format", "detail"]);
const protocolWords = new Set(
  "function custom auto none required any allowed_tools grammar text json_object json_schema string number integer boolean object array null content image_url float base64 low high".split(
    " ",
  ),
);

function isProtocolWord(text: string, key: string): boolean {
  return protocolKeys.has(key) && protocolWords.has(text);
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
