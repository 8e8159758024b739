import { and, desc, eq } from "drizzle-orm";
import { suites, suiteVersions } from "#db/schema/evaluation";
import type { Context } from "#lib/identity";
import { AppError, NotFound } from "#platform/errors";
import { contentHash } from "#platform/canonical";
import { SuiteContent, type SuiteVersion } from "./schema.ts";

export type SuiteRow = typeof suites.$inferSelect;

/** The suite's row, locked until the transaction ends, so that two savers queue up. Throws not_found. */
export async function lockSuiteInProject(tx: Context, suiteId: string): Promise<SuiteRow> {
  const [suite] = await tx.db
    .select()
    .from(suites)
    .where(and(eq(suites.projectId, tx.project), eq(suites.id, suiteId)))
    .for("update");
  if (!suite) throw new NotFound("suite");
  return suite;
}

/** The newest version, or null before the first. */
export async function findLatestVersion(ctx: Context, suiteId: string): Promise<SuiteVersion | null> {
  const [row] = await ctx.db
    .select()
    .from(suiteVersions)
    .where(and(eq(suiteVersions.projectId, ctx.project), eq(suiteVersions.suiteId, suiteId)))
    .orderBy(desc(suiteVersions.number))
    .limit(1);
  return row ? presentSuiteVersion(row) : null;
}

/** Writes an immutable version. The caller has checked permission, locked the suite and writes the audit event. */
export async function writeVersion(
  tx: Context,
  suiteId: string,
  { number, content, message }: { number: number; content: SuiteContent; message: string },
): Promise<SuiteVersion> {
  const [row] = await tx.db
    .insert(suiteVersions)
    .values({
      projectId: tx.project,
      suiteId,
      number,
      content,
      contentHash: contentHash(content),
      message,
      createdBy: tx.actor.kind === "user" ? tx.actor.id : null,
      createdByName: tx.actor.name,
      createdAt: tx.clock.now(),
    })
    .returning();
  if (!row) throw new AppError("internal", "The suite version could not be written.");
  return presentSuiteVersion(row);
}

export function presentSuiteVersion(row: typeof suiteVersions.$inferSelect): SuiteVersion {
  const { id, suiteId, number, contentHash: hash, message, createdByName, createdAt } = row;
  return {
    id,
    suiteId,
    number,
    contentHash: hash,
    content: SuiteContent.parse(row.content),
    message,
    createdByName,
    createdAt,
  };
}
