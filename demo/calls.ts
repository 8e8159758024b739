import type { ModelCard, CallSetting, Call } from "./call.ts";
import type { SeededPrompt, SeededVersion } from "./seeded.ts";
import { applyPolicies, type CompiledPolicy } from "#lib/guardrails";
import { costUsd } from "#lib/models";
import { compilePrompt } from "#lib/prompts";
import { estimateCarbon } from "#lib/sustainability";
import { newId } from "#platform/ids";
import type { Random } from "#platform/random";
import type { GuardrailFinding } from "#schema/observability";
import type { PromptContent } from "#schema/prompts";
import { goodShares, type Sample } from "./content/samples.ts";
import { type Attempt, cancelledMessage, spansOf } from "./spans.ts";

/** Programs that show an answer while it comes; the others wait for the whole of it. */
const streaming = new Set(["support/reply", "kb/answer", "support/tone"]);
const channels: Record<string, string[]> = {
  "support/triage": ["web", "web", "mail", "mail", "app"],
  "support/reply": ["mail", "mail", "web"],
  "support/summary": ["chat", "chat", "phone"],
  "billing/dispute": ["mail", "web"],
  "kb/answer": ["help-centre", "help-centre", "app"],
  "support/tone": ["mail", "chat"],
};

/** One call of a program: the version's own prompt with true variables, the authored answer, and the trace of it. */
export function oneCall(
  prompt: SeededPrompt,
  version: SeededVersion,
  startedAt: Date,
  { random, card, redact, countTokens }: CallSetting,
): Call {
  const sample = pick(prompt.samples, random);
  const own = withOwnNumbers(sample, random);
  const isGood = (sample.hard ?? random()) < (goodShares[prompt.path]?.[version.number] ?? 0.9);
  const { messages } = compilePrompt(version.content, own.variables);
  const inputTokens = messages.reduce((sum, { content }) => sum + countTokens(content) + 4, 0);
  const whole = isGood ? own.good : own.poor;
  const isStream = streaming.has(prompt.path);
  const fate = fateOf(random, isStream);
  const output = outputOf(fate, whole, random);
  const isUsed = fate.kind === "answered" || output !== "";
  const outputTokens = isUsed ? countTokens(output) : null;
  const times = timesOf({ inputTokens, outputTokens: outputTokens ?? 0, fate, isStream, random });
  const id = newId(startedAt);
  const traceId = newId(startedAt).replaceAll("-", "");
  const { settings } = version.content;
  const finishReason = fate.kind === "answered" ? "stop" : null;
  const { spans, latencyMs } = spansOf(
    {
      generationId: id,
      traceId,
      startedAt,
      path: prompt.path,
      model: card.model,
      provider: card.provider,
      connectionName: card.connectionName,
      settings,
      isJson: version.content.responseSchema !== undefined,
      isStream,
      firstTokenMs: times.firstTokenMs,
      attempts: times.attempts,
      isCancelled: fate.kind === "cancelled",
      inputTokens: isUsed ? inputTokens : null,
      outputTokens,
      isEstimated: fate.kind !== "answered",
      finishReason,
    },
    random,
  );
  const kept = redact({ input: messages, variables: own.variables, output });
  const endUser = `customer-${10_000 + Math.floor(random() * 4_000)}`;
  const record = {
    ...kept.value,
    id,
    traceId,
    startedAt,
    source: "api" as const,
    status: statusOf(fate),
    promptId: prompt.id,
    promptPath: prompt.path,
    promptVersionId: version.id,
    promptVersionNumber: version.number,
    label: version.isPinned ? null : "production",
    connectionId: card.connectionId,
    connectionName: card.connectionName,
    provider: card.provider,
    model: card.model,
    settings: settingsOf(version.content),
    finishReason,
    errorCode: fate.kind === "failed" ? fate.error.code : fate.kind === "cancelled" ? "cancelled" : null,
    errorMessage:
      fate.kind === "failed" ? fate.error.message : fate.kind === "cancelled" ? cancelledMessage : null,
    ...(isUsed ? spentOn(card, { inputTokens, outputTokens: outputTokens ?? 0, latencyMs, startedAt }) : {}),
    latencyMs,
    timeToFirstTokenMs: times.firstTokenMs,
    guardrails: kept.findings.length > 0 ? summed(kept.findings) : null,
    metadata: {
      channel: pick(channels[prompt.path] ?? ["web"], random),
      locale: sample.language,
      user: endUser,
    },
    isDemo: true,
    spans,
  };
  return {
    record,
    endUser,
    path: prompt.path,
    sample,
    isGood: isGood && fate.kind === "answered",
    correction: own.good,
  };
}

export function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("there is nothing to pick from");
  return item;
}

const closings: Record<string, string[]> = {
  en: [
    "\n\nThanks, Jana",
    "\n\nBest, Tom",
    "\n\nKind regards\nM. Dale",
    "\nThank you.",
    "\n\nSent from my phone",
  ],
  de: ["\n\nViele Grüße\nSabine", "\n\nMfG, K. Brandt", "\nDanke."],
  fr: ["\n\nMerci d'avance.", "\n\nCordialement, Luc"],
  es: ["\n\nGracias, Marta", "\nUn saludo"],
};

/** Each customer has order numbers of their own, and some sign what they write. */
function withOwnNumbers({ variables, good, poor, language }: Sample, random: Random) {
  const numbers = new Map<string, string>();
  const renumber = (text: string) =>
    text.replace(/\b\d{5}\b/g, (found) => {
      const known = numbers.get(found) ?? String(10_000 + Math.floor(random() * 89_999));
      numbers.set(found, known);
      return known;
    });
  const own = JSON.parse(renumber(JSON.stringify(variables))) as Record<string, unknown>;
  if (typeof own["ticket"] === "string" && random() < 0.35)
    own["ticket"] += pick(closings[language] ?? [""], random);
  return { variables: own, good: renumber(good), poor: renumber(poor) };
}

type Fate =
  | { kind: "answered"; refusals: number }
  | { kind: "cancelled"; share: number }
  | { kind: "failed"; share: number; tries: number; error: { code: string; message: string } };

const name = "openai (demo recording)";
const errors = {
  busy: { code: "rate_limited", message: `${name} asks for fewer requests. Wait 1 s and try again.` },
  fault: { code: "upstream_failed", message: `${name} has a fault of its own (503). Try again.` },
  brokeOff: {
    code: "upstream_failed",
    message: `${name} broke off in the middle of its answer. Try again.`,
  },
  late: {
    code: "upstream_timeout",
    message: "No answer began within 60 s. Try again or choose another model.",
  },
};

/** Nearly every call is answered; a few are refused once and tried again, given up by their caller, or fail. */
function fateOf(random: Random, isStream: boolean): Fate {
  const drawn = random();
  if (drawn < 0.004) return { kind: "failed", share: 0, tries: 3, error: errors.fault };
  if (drawn < 0.005) return { kind: "failed", share: 0, tries: 1, error: errors.late };
  if (drawn < 0.0115) return { kind: "answered", refusals: 1 };
  if (isStream && drawn < 0.014)
    return { kind: "failed", share: 0.2 + 0.6 * random(), tries: 1, error: errors.brokeOff };
  if (isStream && drawn < 0.023) return { kind: "cancelled", share: 0.1 + 0.7 * random() };
  return { kind: "answered", refusals: 0 };
}

function statusOf({ kind }: Fate) {
  return kind === "answered" ? ("succeeded" as const) : kind;
}

/** What had come by the end, up to a whole word. */
function outputOf(fate: Fate, whole: string, random: Random): string {
  if (fate.kind === "answered") return whole;
  if (fate.share === 0) return "";
  const words = whole.split(" ");
  const count = Math.max(1, Math.floor(words.length * fate.share * (0.9 + 0.1 * random())));
  return words.slice(0, count).join(" ");
}

type Timing = { inputTokens: number; outputTokens: number; fate: Fate; isStream: boolean; random: Random };

/** The first token takes the reading of the prompt, the others come at some ninety a second; now and then a slow one. */
function timesOf({ inputTokens, outputTokens, fate, isStream, random }: Timing): {
  attempts: Attempt[];
  firstTokenMs: number | null;
} {
  const spread = () => Math.exp((random() + random() + random() - 1.5) * 0.55);
  const slow = random() < 0.03 ? 2.6 : 1;
  const firstMs = (210 + 0.35 * inputTokens) * spread() * slow;
  const restMs = outputTokens * 11.5 * spread() * slow;
  const tries = fate.kind === "failed" && fate.share === 0 ? fate.tries : 0;
  if (fate.kind === "failed" && tries > 0) {
    const isLate = fate.error.code === "upstream_timeout";
    const attempts = Array.from({ length: tries }, (_, index) => ({
      waitMs: index === 0 ? 0 : 250 * 2 ** (index - 1) * (0.5 + random() / 2),
      durationMs: isLate ? 60_000 + random() * 4 : 70 + 160 * random(),
      error: fate.error,
    }));
    return { attempts, firstTokenMs: null };
  }
  const refused: Attempt[] =
    fate.kind === "answered" && fate.refusals > 0
      ? [{ waitMs: 0, durationMs: 45 + 60 * random(), error: errors.busy }]
      : [];
  const waitMs = refused.length > 0 ? 1_000 : 0;
  const before = refused.reduce((sum, { durationMs }) => sum + durationMs, waitMs);
  const last: Attempt = {
    waitMs,
    durationMs: firstMs + restMs,
    ...(fate.kind === "failed" ? { error: fate.error } : {}),
  };
  return { attempts: [...refused, last], firstTokenMs: isStream ? before + firstMs : null };
}

/** What a call took; nothing is known of one that was refused. */
function spentOn(
  card: ModelCard,
  usage: { inputTokens: number; outputTokens: number; latencyMs: number; startedAt: Date },
) {
  const { inputTokens, outputTokens, latencyMs, startedAt } = usage;
  const carbon = estimateCarbon({
    provider: card.provider,
    activeParametersBillions: card.parameters?.activeBillions ?? null,
    totalParametersBillions: card.parameters?.totalBillions ?? null,
    outputTokens,
    deployment: card.deployment,
    latencySeconds: latencyMs / 1000,
    gridZone: card.gridZone,
  });
  return {
    inputTokens,
    outputTokens,
    costUsd: costUsd(card, { inputTokens, outputTokens, cachedInputTokens: 0 }, startedAt),
    energyKwh: carbon.energyKwh,
    carbonGrams: carbon.carbonGrams,
    carbonGramsLow: carbon.low,
    carbonGramsHigh: carbon.high,
    carbonMethod: { ...carbon.method },
  };
}

function settingsOf({ settings: pinned, responseSchema }: PromptContent): Record<string, unknown> {
  const { model: _model, ...settings } = pinned;
  return { ...settings, ...(responseSchema ? { responseSchema } : {}) };
}

type Found = ReturnType<typeof applyPolicies>["findings"];

/** Redaction that remembers texts: most of a prompt is the same in every call. */
export function redacting(policies: readonly CompiledPolicy[]) {
  const known = new Map<string, { value: string; findings: Found }>();
  const redacted = (part: string) => {
    const { text, findings } = applyPolicies(policies, part, "stored");
    return { value: text, findings };
  };
  return <Value>(value: Value): { value: Value; findings: Found } => {
    const findings: Found = [];
    const json = JSON.stringify(value, (_key, part: unknown) => {
      if (typeof part !== "string") return part;
      const kept = known.get(part) ?? redacted(part);
      known.set(part, kept);
      findings.push(...kept.findings);
      return kept.value;
    });
    // Strings become strings, so the shape is the one that came in.
    return { value: JSON.parse(json) as Value, findings };
  };
}

/** One line per rule with its count, as the pipeline keeps them. */
function summed(findings: Found): GuardrailFinding[] {
  const lines = new Map<string, GuardrailFinding>();
  for (const { policyId, policyName, policyVersion, kind, rule, action } of findings) {
    const key = `${policyId} ${rule} ${action}`;
    const line = lines.get(key);
    if (line) line.count += 1;
    else
      lines.set(key, {
        stage: "stored",
        policyId,
        policyName,
        policyVersion,
        kind,
        rule,
        action,
        count: 1,
      });
  }
  return [...lines.values()];
}
