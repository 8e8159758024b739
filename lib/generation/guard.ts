import { blockedError, type CompiledPolicy, judgeValue, loadPolicies } from "#lib/guardrails";
import type { GuardrailFinding as PolicyFinding, Stage } from "#schema/guardrails";
import type { GuardrailFinding } from "#schema/observability";
import { AppError } from "#platform/errors";
import { type Begun, emptyOutcome, failureOf, type Guarded, type Outcome, type Rendered } from "./call.ts";
import { isMedia } from "./media.ts";
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
    const contents = await judgeValue(
      policies,
      call.messages.map((message) => message.content),
      { stage: "input", signal: call.stop.signal },
    );
    const besides = await guardBesides(call, policies);
    const all = [...contents.results, ...besides.results];
    const inputFindings = all.flatMap((result) => result.findings);
    const blocked = all.find((result) => result.action === "block");
    addFindings(call, inputFindings, "input");
    if (blocked)
      return Object.assign(call, { policies, inputFindings, outcome: blockedOutcome(call, blocked) });
    const messages = call.messages.map((message, at) => {
      const content = contents.value[at] ?? message.content;
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
    return Object.assign(call, { policies, inputFindings, messages, settings, outcome: null });
  }
}

export const guardInput = new GuardInput();

type Members = NonNullable<ChatMessage["asSent"]>;

/**
 * What a server gets beside the messages' text is judged like it: names, stops, earlier thinking, calls of tools and their arguments,
 * descriptions of tools, a predicted answer, members we do not know. Pictures and names of the protocol are no text.
 */
async function guardBesides({ messages, settings, stop }: Rendered, policies: readonly CompiledPolicy[]) {
  const options = { stage: "input" as const, signal: stop.signal };
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
      asSent: asSent && withTexts(messages[at]?.asSent ?? {}, asSent),
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

function recordOf(part: unknown): Record<string, unknown> {
  return typeof part === "object" && part !== null ? { ...part } : {};
}

/** Members without what is judged as the message's text. */
function textless(members: Members): Members {
  const { content, ...others } = members;
  if (!Array.isArray(content)) return others;
  return {
    ...others,
    content: content.map((part: unknown) => (isTextPart(part) ? { ...recordOf(part), text: null } : part)),
  };
}

/** Members after their judgement, with the text back in its places. */
function withTexts(before: Members, judged: Members): Members {
  const [own, content] = [before["content"], judged["content"]];
  if (!Array.isArray(own) || !Array.isArray(content)) return { ...before, ...judged };
  const parts: unknown[] = own.map((part: unknown, at) =>
    isTextPart(part) ? { ...recordOf(content[at]), text: recordOf(part)["text"] } : (content[at] as unknown),
  );
  return { ...before, ...judged, content: parts };
}

/**
 * The parts of a message with its text after the policies. Parts before and behind what changed stay; those between
 * become one, since what was taken out may have begun in one and ended in another. It keeps the members of all of them.
 */
function withText(members: Members, before: string, after: string): Members {
  const { content, ...others } = members;
  if (before === after) return members;
  if (!Array.isArray(content)) return others;
  const texts = content.filter(isTextPart).map(recordOf);
  const own = texts.map(({ text }) => (typeof text === "string" ? text : ""));
  const [head, tail] = unchanged(own, after);
  const changed = texts.slice(head.count, texts.length - tail.count);
  const text = after.slice(head.characters, after.length - tail.characters);
  const merged = text === "" ? [] : [Object.assign({}, ...changed, { text }) as unknown];
  let at = -1;
  const parts: unknown[] = content.flatMap((part: unknown) => {
    if (!isTextPart(part)) return [part];
    at += 1;
    if (at < head.count || at >= texts.length - tail.count) return [part];
    return at === head.count ? merged : [];
  });
  return { ...others, content: parts };
}

/** The texts of parts after the policies, as `withText` puts them; null for a part that went into the one before. */
export function textsOfParts(own: readonly string[], after: string): (string | null)[] {
  const [head, tail] = unchanged(own, after);
  return own.map((text, at) => {
    if (at < head.count || at >= own.length - tail.count) return text;
    return at === head.count ? after.slice(head.characters, after.length - tail.characters) : null;
  });
}

/** How many parts, and characters of them, a text still begins and ends with. */
function unchanged(own: readonly string[], after: string) {
  const [head, tail] = [nothing(), nothing()];
  for (const text of own) {
    if (!after.startsWith(text, head.characters)) break;
    head.count += 1;
    head.characters += text.length;
  }
  for (const text of own.slice(head.count).toReversed()) {
    const rest = after.slice(head.characters, after.length - tail.characters);
    if (!rest.endsWith(text)) break;
    tail.count += 1;
    tail.characters += text.length;
  }
  return [head, tail] as const;
}

const nothing = () => ({ count: 0, characters: 0 });

/** True for a part of a message that is its text. */
export function isTextPart(part: unknown): boolean {
  return typeof part === "object" && part !== null && "type" in part && part.type === "text";
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
