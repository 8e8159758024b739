import { endUserHash } from "#lib/governance";
import { type Context, requirePermission } from "#lib/identity";
import { newId } from "#platform/ids";
import type { Generation, GenerationRecord } from "./schema.ts";
import type { Span } from "../traces/schema.ts";
import { telemetryStore } from "../store/open.ts";
import { absent } from "./absent.ts";
import { endUserOf } from "./end-user.ts";
import { batchOf, type StorableGeneration } from "./storable.ts";
import { generationWriter } from "./writer.ts";

/**
 * Stores generations with their spans and adds them to the rollups. Idempotent by id, so what failed can be sent again.
 * Not audited: telemetry is its own record. Throws forbidden.
 */
export async function recordGenerations(ctx: Context, batch: GenerationRecord[]): Promise<Generation[]> {
  requirePermission(ctx, "generation.create");
  const rows = batch.map((record) => toStorable(ctx, record));
  await telemetryStore(ctx).write(batchOf(rows));
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

function toStorable(ctx: Context, { spans, endUser, ...record }: GenerationRecord): StorableGeneration {
  const made = {
    id: record.id ?? newId(record.startedAt),
    actorKind: record.actorKind ?? ctx.actor.kind,
    actorId: record.actorId ?? ctx.actor.id,
  };
  // Members given as undefined must not hide the defaults.
  const generation = Object.assign(assignPresent({ ...absent }, record), made) as Generation;
  return {
    projectId: ctx.project,
    generation,
    endUserHash: endUserHash(ctx.project, endUser === undefined ? endUserOf(record.metadata) : endUser),
    spans: (spans ?? []).map((span) => ofGeneration(span, generation)),
  };
}

function assignPresent(to: Record<string, unknown>, from: Record<string, unknown>): Record<string, unknown> {
  for (const name in from) if (from[name] !== undefined) to[name] = from[name];
  return to;
}

function ofGeneration(span: Span, { id, traceId }: Generation): Span {
  const isOf = span.generationId === id && span.traceId === traceId;
  return isOf ? span : { ...span, traceId, generationId: id };
}
