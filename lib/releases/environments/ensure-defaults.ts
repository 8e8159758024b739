import { eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { environments } from "#db/schema/releases";
import { asStudio, type Context, requirePermission } from "#lib/identity";
import { appendAudit } from "#lib/audit";
import { guardLabels } from "#lib/prompts";
import { defaultEnvironments } from "../schema.ts";
import { lockReleases } from "./internal.ts";

/**
 * Makes development, staging and production with their gates where a project has no environment yet; does nothing
 * else. Part of setting a project up, so whoever comes first sets it off and the studio is named as its maker.
 */
export async function ensureDefaultEnvironments(ctx: Context): Promise<void> {
  requirePermission(ctx, "environment.read");
  await inTransaction(ctx, async (tx) => {
    if (await hasEnvironments(tx)) return;
    await lockReleases(tx);
    if (await hasEnvironments(tx)) return;
    await guardLabels(
      tx,
      defaultEnvironments.map(({ name }) => name),
    );
    const studio = asStudio(tx);
    for (const [position, { name, gate }] of defaultEnvironments.entries()) {
      const now = tx.clock.now();
      const [row] = await tx.db
        .insert(environments)
        .values({ projectId: tx.project, name, position, gate, createdAt: now, updatedAt: now })
        .returning({ id: environments.id });
      if (row)
        await appendAudit(studio, {
          action: "environment.create",
          subject: { type: "environment", id: row.id, name },
          after: { gate },
        });
    }
  });
}

async function hasEnvironments(tx: Context): Promise<boolean> {
  const [row] = await tx.db
    .select({ id: environments.id })
    .from(environments)
    .where(eq(environments.projectId, tx.project))
    .limit(1);
  return row !== undefined;
}
