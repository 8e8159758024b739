import { redactForStorage } from "#lib/guardrails";
import { costOf } from "#lib/models";
import { endUserOf, enqueueGeneration } from "#lib/observability";
import type { AnswerMembers, ChatUsage, Cost } from "#schema/models";
import type { Generation, Span } from "#schema/observability";
import { type Answered, type Outcome, spanStatusOf } from "./call.ts";
import { storableMembers, withLogprobs } from "./answer-members.ts";
import { askForReview } from "./ask-for-review.ts";
import { addFindings } from "./guard.ts";
import { keptItem, withoutMedia } from "./media.ts";
import { withoutSecrets } from "./secrets.ts";
import { carbonOf } from "./progress.ts";
import type { ChatMessage, LiveGeneration } from "./schema.ts";
import { Step } from "./step.ts";
import { isTextPart } from "./text-parts.ts";

/**
 * Keeps the call, redacted by policy, whatever its outcome, and gives it back with the output as it was answered. The
 * root span ends here and not with the sequence: a row cannot hold the end of its own writing.
 */
class RecordStep extends Step<Answered, LiveGeneration> {
  readonly stepName = "record";

  protected async act(call: Answered): Promise<LiveGeneration> {
    const generation = await keep(call);
    await askForReview(call);
    if (call.parsed !== undefined) generation.parsed = call.parsed;
    if (call.wasRetried) generation.wasRetried = true;
    if (call.cacheUse) generation.cacheUse = call.cacheUse;
    return generation;
  }
}

export const record = new RecordStep();

async function keep(call: Answered): Promise<LiveGeneration> {
  const { outcome, ctx, input, trace } = call;
  const latencyMs = trace.elapsedMs();
  trace.end(call.root, spanStatusOf(outcome), outcome.error ? { "error.type": outcome.error.code } : {});
  const { usage, card, error } = outcome;
  const cost = usage ? costOf(card, usage, call.startedAt) : null;
  const texts = textsOf(call, outcome);
  const stored = await redactForStorage(call.policies, texts);
  addFindings(call, stored.findings, "stored");
  const { spanTexts, ...redacted } = stored.value;
  const storable = spelledOut(redacted, outcome, stored.findings.length);
  const generation = await enqueueGeneration(ctx, {
    ...storable,
    ...call.origin,
    // As it was sent: a policy may take an address out of the metadata.
    endUser: endUserOf(call.input.metadata),
    id: call.generationId,
    traceId: trace.traceId,
    startedAt: call.startedAt,
    source: input.source,
    status: outcome.status,
    cachedFromId: call.cachedFromId ?? null,
    cacheState: call.cacheUse?.state ?? null,
    routeId: call.route.origin?.id ?? null,
    routeVersion: call.route.origin?.version ?? null,
    runId: input.runId,
    caseId: input.caseId,
    connectionId: card.connectionId,
    connectionName: card.connectionName,
    provider: card.provider,
    model: card.model,
    finishReason: outcome.finishReason,
    errorCode: error?.code,
    ...(usage ? tokensOf(usage) : {}),
    costUsd: cost?.usd ?? null,
    costBasis: cost ? basisOf(cost) : null,
    latencyMs,
    timeToFirstTokenMs: outcome.timeToFirstTokenMs,
    ...(usage
      ? carbonOf(card, usage.outputTokens, outcome.computeMs ?? latencyMs, outcome.computeThreads)
      : {}),
    ...(call.cachedFromId ? nothingSpent : {}),
    guardrails: call.findings.length > 0 ? call.findings : null,
    isSimulated: card.isSimulated,
    spans: withTexts(trace.spans, spanTexts),
  });
  return { ...live(generation, outcome), isStoredAsSaid: isSameAnswer(texts, stored.value) };
}

function isSameAnswer(said: AnswerTexts, kept: AnswerTexts): boolean {
  const answerOf = ({ output, reasoning, refusal, toolCalls, answerMembers }: AnswerTexts) =>
    JSON.stringify([output, reasoning, refusal, toolCalls, answerMembers]);
  return said === kept || answerOf(said) === answerOf(kept);
}
type AnswerTexts = Pick<
  ReturnType<typeof textsOf>,
  "output" | "reasoning" | "refusal" | "toolCalls" | "answerMembers"
>;

/** No model was asked: known to be zero, also of a model whose price or energy nobody knows. */
const nothingSpent = {
  costUsd: 0,
  costBasis: null,
  energyKwh: 0,
  carbonGrams: 0,
  carbonGramsLow: 0,
  carbonGramsHigh: 0,
} satisfies Partial<Generation>;

/** A message without its text's second form; of parts that are no text what they were, see `withoutMedia`. */
function kept({ asSent, ...message }: ChatMessage): ChatMessage {
  if (!asSent) return message;
  const { content, item, ...others } = asSent;
  const ownItem = keptItem(item);
  const members = ownItem ? { ...others, item: ownItem } : others;
  const parts: unknown[] = Array.isArray(content) ? content.filter((part) => !isTextPart(part)) : [];
  const all = { ...members, ...(parts.length > 0 ? { content: withoutMedia(parts) } : {}) };
  return Object.keys(all).length > 0 ? { ...message, asSent: all } : message;
}

/** Probabilities of tokens are kept where redaction found nothing: then the text they spell is stored as well. */
function spelledOut<Texts extends { answerMembers: AnswerMembers | null }>(
  texts: Texts,
  { members }: Outcome,
  findings: number,
): Texts {
  if (!texts.answerMembers || !members || findings > 0) return texts;
  return { ...texts, answerMembers: withLogprobs(texts.answerMembers, members) };
}

/** A usage as a generation's columns keep it. */
function tokensOf(usage: ChatUsage): Partial<Generation> {
  return {
    inputTokens: usage.inputTokens,
    cachedInputTokens: usage.cachedInputTokens,
    cacheWriteTokens: usage.cacheWriteTokens,
    audioInputTokens: usage.audioInputTokens,
    outputTokens: usage.outputTokens,
    reasoningTokens: usage.reasoningTokens,
    audioOutputTokens: usage.audioOutputTokens,
    isUsageEstimated: usage.isEstimated,
  };
}

/** How a cost was made; the sum itself has a column of its own. */
function basisOf({ parts, source, sourceDate, overrideId }: Cost): Record<string, unknown> {
  return { parts, source, sourceDate, overrideId };
}

/** Everything of a call that may hold what somebody wrote, to be redacted before it is stored. */
function textsOf(call: Answered, outcome: Outcome) {
  return {
    input: call.messages.map(kept),
    variables: call.input.prompt ? call.input.prompt.variables : null,
    output: outcome.output,
    reasoning: outcome.reasoning || null,
    refusal: outcome.refusal,
    toolCalls: outcome.toolCalls.length > 0 ? outcome.toolCalls : null,
    answerMembers: storableMembers(outcome.members),
    metadata: call.input.metadata ?? null,
    settings: withoutMedia(withoutSecrets({ ...call.settings })) as Record<string, unknown>,
    spanTexts: call.trace.spans.map(({ attributes }) => othersTexts(attributes)),
    // A server may quote the text it refuses.
    errorMessage: outcome.error?.message ?? null,
  };
}

/** Attributes of spans in which callers, providers or a project's own steps say something in words of their own. */
const saidByOthers = ["valueloop.error.message", "gen_ai.request.stop_sequences", "gen_ai.tool.call.id"];

function othersTexts(attributes: Span["attributes"]): Record<string, unknown> | null {
  const found = saidByOthers.flatMap((name) =>
    name in attributes ? [[name, attributes[name]] as const] : [],
  );
  return found.length > 0 ? Object.fromEntries(found) : null;
}

function withTexts(spans: readonly Span[], texts: readonly (Record<string, unknown> | null)[]): Span[] {
  return spans.map((span, at) => {
    const text = texts[at];
    return text ? { ...span, attributes: { ...span.attributes, ...text } } : span;
  });
}

/** What is kept may be redacted; who asked gets it as it was answered. */
function live(
  stored: Generation,
  { output, reasoning, refusal, toolCalls, members, error }: Outcome,
): Omit<LiveGeneration, "isStoredAsSaid"> {
  return {
    ...stored,
    output,
    reasoning: reasoning || null,
    refusal,
    toolCalls: toolCalls.length > 0 ? toolCalls : null,
    answerMembers: members,
    storedOutput: stored.output,
    ...(error ? { error } : {}),
  };
}
