import { and, asc, eq } from "drizzle-orm";
import { type Database, inTransaction } from "#db";
import { retentionSettings } from "#db/schema/governance";
import { appendAudit } from "#lib/audit";
import { type Context, systemContext } from "#lib/identity";
import { defineJob } from "#lib/jobs";
import type { Clock } from "#platform/clock";
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

/** Removes what is due in every project. Every batch stands for itself, so a stop in the middle loses nothing. */
export async function pruneAll(
  db: Database,
  { signal, clock }: { signal: AbortSignal; clock?: Clock },
): Promise<void> {
  const settings = await db
    .select()
    .from(retentionSettings)
    .orderBy(asc(retentionSettings.projectId), asc(retentionSettings.kind));
  const kinds = new Map(agingKinds().map((kind) => [kind.name, kind]));
  for (const { projectId, kind: name, days } of settings) {
    const kind = kinds.get(name);
    if (!kind) {
      logger().warn({ kind: name }, "no room holds this kind of data any more");
      continue;
    }
    const system = await systemContext(db, projectId);
    await pruneKind(clock ? { ...system, clock } : system, kind, { days, signal });
  }
}

async function pruneKind(
  ctx: Context,
  kind: AgingKind,
  { days, signal }: { days: number; signal: AbortSignal },
): Promise<void> {
  const before = cutoff(ctx.clock.now(), days);
  let removed = 0;
  try {
    for (let batch = 0; batch < batchesANight; batch += 1) {
      signal.throwIfAborted();
      const gone = await inTransaction(ctx, (tx) => kind.retention.prune(tx, before, batchSize));
      removed += gone;
      if (gone === 0) break;
    }
  } finally {
    if (removed > 0) await tell(ctx, kind, { days, before, removed });
  }
}

async function tell(
  ctx: Context,
  { name, label }: AgingKind,
  { days, before, removed }: { days: number; before: Date; removed: number },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await tx.db
      .update(retentionSettings)
      .set({ prunedAt: tx.clock.now(), prunedCount: removed })
      .where(and(eq(retentionSettings.projectId, tx.project), eq(retentionSettings.kind, name)));
    await appendAudit(tx, {
      action: "retention.prune",
      subject: { type: "data_kind", id: name, name: label },
      after: { days, before: before.toISOString(), removed },
    });
  });
}
