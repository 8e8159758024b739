import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { retentionSettings } from "#db/schema/governance";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { cutoff, getAgingKind } from "./internal.ts";
import { SetRetentionInput } from "./schema.ts";

/**
 * Says how long a kind of data is kept; what is older goes in the coming night. Throws not_found (the kind), forbidden,
 * invalid_input (less than the kind's minimum).
 */
export async function setRetention(
  ctx: Context,
  input: SetRetentionInput,
): Promise<{ kind: string; days: number | null }> {
  requirePermission(ctx, "retention.update");
  const { kind: name, days } = SetRetentionInput.parse(input);
  const { label, retention } = getAgingKind(name);
  if (days !== null && days < retention.minimumDays)
    throw new AppError(
      "invalid_input",
      `Keep ${label.toLowerCase()} for at least ${retention.minimumDays} days. ${retention.because}`,
      { details: { field: "days", minimumDays: retention.minimumDays } },
    );
  return inTransaction(ctx, async (tx) => {
    const mine = and(eq(retentionSettings.projectId, tx.project), eq(retentionSettings.kind, name));
    const [before] = await tx.db.select().from(retentionSettings).where(mine).for("update");
    // Nights of an older version did not say what went; it follows from the setting, which is about to change.
    const said =
      before?.prunedAt && before.days !== null && !before.prunedBefore
        ? { prunedBefore: cutoff(before.prunedAt, before.days) }
        : {};
    const values = { days, updatedAt: tx.clock.now(), ...said };
    // The row stays when data is kept for ever again: it says what is gone.
    await tx.db
      .insert(retentionSettings)
      .values({ projectId: tx.project, kind: name, ...values })
      .onConflictDoUpdate({ target: [retentionSettings.projectId, retentionSettings.kind], set: values });
    await appendAudit(tx, {
      action: "retention.update",
      subject: { type: "data_kind", id: name, name: label },
      before: { days: before?.days ?? null },
      after: { days },
    });
    return { kind: name, days };
  });
}
