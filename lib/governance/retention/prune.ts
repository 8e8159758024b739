import { and, asc, eq, isNotNull, sql } from "drizzle-orm";
import { type Database, inTransaction } from "#db";
import { retentionSettings } from "#db/schema/governance";
import { appendAudit } from "#lib/audit";
import { type Context, systemContext } from "#lib/identity";
import { defineJob } from "#lib/jobs";
import type { Clock } from "#platform/clock";
import { AppError } from "#platform/errors";
import { logger } from "#platform/logger";
import { agingKinds, type AgingKind, cutoff } from "./internal.ts";

/** Rows of one transaction: short enough that nobody waits for its locks. */
const batchSize = 500;
/** What one kind of one project may lose in a night; the rest goes in the next. */
const batchesANight = 400;

/** Removes what is older than its project keeps it, once a night. */
defineJob<object>({
  name: "governance.prune",
  cron: "17 2 * * *",
  expireInSeconds: 3_600,
  handler: ({ open, signal }) => pruneAll(open.db, { signal }),
});

/**
 * Removes what is due in every project. Every batch stands for itself and is counted with its rows, and the first says in
 * the chain up to when the night removes: wherever the process stops, nothing is gone that no event and no setting tells of.
 * What fails in one project keeps no other from its turn; it throws at the end. Those that waited longest come first.
 */
export async function pruneAll(
  db: Database,
  { signal, clock }: { signal: AbortSignal; clock?: Clock },
): Promise<void> {
  const { projectId, kind, prunedAt } = retentionSettings;
  const due = await db
    .select({ projectId, kind })
    .from(retentionSettings)
    .where(isNotNull(retentionSettings.days))
    .orderBy(sql`${prunedAt} asc nulls first`, asc(projectId), asc(kind));
  const kinds = new Map(agingKinds().map((each) => [each.name, each]));
  const failures: unknown[] = [];
  for (const one of due) {
    const found = kinds.get(one.kind);
    if (!found) {
      logger().warn({ kind: one.kind }, "no room holds this kind of data any more");
      continue;
    }
    try {
      const system = await systemContext(db, one.projectId);
      await pruneKind(clock ? { ...system, clock } : system, found, signal);
    } catch (error) {
      signal.throwIfAborted();
      logger().error({ error, ...one }, "old data could not be removed; the next night tries again");
      failures.push(error);
    }
  }
  if (failures.length > 0)
    throw new AppError(
      "internal",
      `${failures.length} of ${due.length} kinds of old data could not be pruned; the log says which and why.`,
      { cause: new AggregateError(failures) },
    );
}

async function pruneKind(ctx: Context, kind: AgingKind, signal: AbortSignal): Promise<void> {
  let removed = 0;
  let first: number | null = null;
  try {
    for (let batch = 0; batch < batchesANight; batch += 1) {
      signal.throwIfAborted();
      const gone = await inTransaction(ctx, async (tx) => {
        const days = await presentDays(tx, kind);
        // Changed since the first batch: the event of this night says one number, so the rest waits for the next.
        if (days === null || (first !== null && days !== first)) return 0;
        first = days;
        const found = await kind.retention.prune(tx, cutoff(tx.clock.now(), days), batchSize);
        if (found > 0) await count(tx, kind, { days, removed: removed + found, isFirst: removed === 0 });
        return found;
      });
      removed += gone;
      if (gone === 0) break;
    }
  } finally {
    if (removed > 0 && first !== null) await tell(ctx, kind, "retention.prune", { days: first, removed });
  }
}

/** The setting as it is now, held until the transaction ends; null where the data is to be kept for ever. */
async function presentDays(tx: Context, { name }: AgingKind): Promise<number | null> {
  const [row] = await tx.db
    .select({ days: retentionSettings.days })
    .from(retentionSettings)
    .where(and(eq(retentionSettings.projectId, tx.project), eq(retentionSettings.kind, name)))
    .for("share");
  return row?.days ?? null;
}

/** Books a batch in its own transaction; the event at the end says how many all were, and a killed process writes none. */
async function count(
  tx: Context,
  kind: AgingKind,
  { days, removed, isFirst }: { days: number; removed: number; isFirst: boolean },
): Promise<void> {
  const before = cutoff(tx.clock.now(), days);
  // A longer time brings nothing back: what is gone stays gone.
  const latest = sql`greatest(${retentionSettings.prunedBefore}, ${before.toISOString()}::timestamptz)`;
  await tx.db
    .update(retentionSettings)
    .set({ prunedAt: tx.clock.now(), prunedCount: removed, prunedBefore: latest })
    .where(and(eq(retentionSettings.projectId, tx.project), eq(retentionSettings.kind, kind.name)));
  if (isFirst) await tell(tx, kind, "retention.begin", { days });
}

function tell(
  ctx: Context,
  { name, label }: AgingKind,
  action: "retention.begin" | "retention.prune",
  { days, ...more }: { days: number; removed?: number },
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    await appendAudit(tx, {
      action,
      subject: { type: "data_kind", id: name, name: label },
      after: { days, before: cutoff(tx.clock.now(), days).toISOString(), ...more },
    });
  });
}
