import type { Context } from "#lib/identity";
import { requirePermission } from "#lib/identity";
import { newId } from "#platform/ids";
import type { Generation, GenerationRecord } from "../schema.ts";
import { storeGenerations, type StorableGeneration } from "./store.ts";
import { generationWriter } from "./writer.ts";

/**
 * Stores generations with their spans and adds them to the rollups, all or none. Idempotent by id.
 * Not audited: telemetry is its own record. Throws forbidden.
 */
export async function recordGenerations(ctx: Context, batch: GenerationRecord[]): Promise<Generation[]> {
  requirePermission(ctx, "generation.create");
  const rows = batch.map((record) => toStorable(ctx, record));
  for (let start = 0; start < rows.length; start += 1_000) await storeGenerations(ctx.db, rows.slice(start, start + 1_000));
  return rows.map((row) => row.generation);
}

/**
 * Hands a generation to the process's writer and returns at once; `awaitStored` waits for it. Only with a
 * context whose `db` is not a transaction: it is stored later. Throws forbidden.
 */
export async function enqueueGeneration(ctx: Context, record: GenerationRecord): Promise<Generation> {
  requirePermission(ctx, "generation.create");
  const row = toStorable(ctx, record);
  await generationWriter().add(ctx.db, row);
  return row.generation;
}

/** Resolves once a generation of `enqueueGeneration` is in the database. */
export function awaitStored(generationId: string): Promise<void> {
  return generationWriter().awaitStored(generationId);
}

/** Stores everything enqueued in this process. */
export function flushGenerations(): Promise<void> {
  return generationWriter().flush();
}

function toStorable(ctx: Context, { spans, ...record }: GenerationRecord): StorableGeneration {
  const generation: Generation = {
    ...record,
    id: record.id ?? newId(record.startedAt),
    promptId: record.promptId ?? null,
    promptPath: record.promptPath ?? null,
    promptVersionId: record.promptVersionId ?? null,
    promptVersionNumber: record.promptVersionNumber ?? null,
    label: record.label ?? null,
    runId: record.runId ?? null,
    caseId: record.caseId ?? null,
    connectionId: record.connectionId ?? null,
    connectionName: record.connectionName ?? null,
    variables: record.variables ?? null,
    settings: record.settings ?? null,
    toolCalls: record.toolCalls ?? null,
    finishReason: record.finishReason ?? null,
    errorCode: record.errorCode ?? null,
    errorMessage: record.errorMessage ?? null,
    inputTokens: record.inputTokens ?? null,
    outputTokens: record.outputTokens ?? null,
    costUsd: record.costUsd ?? null,
    timeToFirstTokenMs: record.timeToFirstTokenMs ?? null,
    energyKwh: record.energyKwh ?? null,
    carbonGrams: record.carbonGrams ?? null,
    carbonGramsLow: record.carbonGramsLow ?? null,
    carbonGramsHigh: record.carbonGramsHigh ?? null,
    carbonMethod: record.carbonMethod ?? null,
    guardrails: record.guardrails ?? null,
    metadata: record.metadata ?? null,
    isSimulated: record.isSimulated ?? false,
    isDemo: record.isDemo ?? false,
    actorKind: record.actorKind ?? ctx.actor.kind,
    actorId: record.actorId ?? ctx.actor.id,
  };
  return { projectId: ctx.project, generation, spans: spans ?? [] };
}
