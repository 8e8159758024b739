import { redactForStorage } from "#lib/guardrails";
import { costUsd } from "#lib/models";
import { enqueueGeneration } from "#lib/observability";
import { AppError } from "#platform/errors";
import type { Generation } from "#schema/observability";
import { type Call, spanStatusOf } from "./call.ts";
import { addFindings } from "./guard.ts";
import { carbonOf } from "./progress.ts";
import type { LiveGeneration } from "./schema.ts";

/** Keeps the call, redacted by policy, whatever its outcome, and gives it back with the output as it was answered. */
export async function record(call: Call): Promise<LiveGeneration> {
  const { outcome, ctx, input, trace } = call;
  if (!outcome) throw new AppError("internal", "A call ended without an outcome.");
  const latencyMs = trace.elapsedMs();
  trace.end(call.root, spanStatusOf(outcome), outcome.error ? { "error.type": outcome.error.code } : {});
  const { usage, facts, error } = outcome;
  const texts = {
    input: call.messages,
    variables: input.prompt ? input.prompt.variables : null,
    output: outcome.output,
    toolCalls: outcome.toolCalls.length > 0 ? outcome.toolCalls : null,
    metadata: input.metadata ?? null,
  };
  const kept = await redactForStorage(call.policies, texts);
  addFindings(call, kept.findings, "stored");
  const { tools, ...settings } = call.settings;
  const stored = await enqueueGeneration(ctx, {
    ...kept.value,
    ...call.origin,
    id: call.generationId,
    traceId: trace.traceId,
    startedAt: call.startedAt,
    source: input.source,
    status: outcome.status,
    runId: input.runId,
    caseId: input.caseId,
    connectionId: facts.connectionId,
    connectionName: facts.connectionName,
    provider: facts.provider,
    model: facts.model,
    settings: tools ? { ...settings, tools } : settings,
    finishReason: outcome.finishReason,
    errorCode: error?.code,
    errorMessage: error?.message,
    inputTokens: usage?.inputTokens,
    outputTokens: usage?.outputTokens,
    costUsd: usage ? costUsd(facts, usage, call.startedAt) : null,
    latencyMs,
    timeToFirstTokenMs: outcome.timeToFirstTokenMs,
    ...(usage ? carbonOf(facts, usage.outputTokens, outcome.computeMs ?? latencyMs) : {}),
    guardrails: call.findings.length > 0 ? call.findings : null,
    isSimulated: facts.isSimulated,
    spans: trace.spans,
  });
  return live(stored, outcome.output, outcome.toolCalls);
}

function live(
  stored: Generation,
  output: string,
  toolCalls: NonNullable<Generation["toolCalls"]>,
): LiveGeneration {
  return {
    ...stored,
    output,
    toolCalls: toolCalls.length > 0 ? toolCalls : null,
    storedOutput: stored.output,
  };
}
