import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { suites } from "#db/schema/evaluation";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { contentHash } from "#platform/canonical";
import { newId } from "#platform/ids";
import {
  ArchiveSuiteInput,
  CreateSuiteInput,
  SaveSuiteVersionInput,
  type Suite,
  type SuiteVersion,
} from "./schema.ts";
import { refuseUnjudgeable } from "./refuse-unjudgeable.ts";
import { findLatestVersion, lockSuiteInProject, writeVersion } from "./internal.ts";

/** Makes a suite with its first version. Throws forbidden, invalid_input, conflict (the name is taken). */
export async function createSuite(ctx: Context, input: CreateSuiteInput): Promise<Suite> {
  requirePermission(ctx, "suite.create");
  const { name, description, content, message, isDemo } = CreateSuiteInput.parse(input);
  await refuseUnjudgeable(content);
  return inTransaction(ctx, async (tx) => {
    const row = { id: newId(), projectId: tx.project, name, description, isDemo, createdAt: tx.clock.now() };
    const [suite] = await tx.db
      .insert(suites)
      .values(row)
      .onConflictDoNothing({ target: [suites.projectId, suites.name] })
      .returning();
    if (!suite)
      throw new AppError("conflict", `A suite is called "${name}" already; choose another name.`, {
        details: { field: "name" },
      });
    const latest = await writeVersion(tx, suite.id, { number: 1, content, message });
    await appendAudit(tx, {
      action: "suite.create",
      subject: { type: "suite", id: suite.id, name },
      after: { number: 1, contentHash: latest.contentHash },
    });
    return { id: suite.id, name, description, isDemo, archivedAt: null, createdAt: suite.createdAt, latest };
  });
}

/**
 * Saves an immutable version; content that equals the newest version's changes nothing and gives that one.
 * Throws not_found, forbidden, invalid_input, conflict (somebody saved meanwhile).
 */
export async function saveSuiteVersion(ctx: Context, input: SaveSuiteVersionInput): Promise<SuiteVersion> {
  requirePermission(ctx, "suite.update");
  const { suiteId, content, message, expectedLatest } = SaveSuiteVersionInput.parse(input);
  await refuseUnjudgeable(content);
  return inTransaction(ctx, async (tx) => {
    const suite = await lockSuiteInProject(tx, suiteId);
    const latest = await findLatestVersion(tx, suiteId);
    if (expectedLatest !== undefined && latest && latest.number !== expectedLatest) {
      throw new AppError(
        "conflict",
        `${latest.createdByName} saved version ${latest.number} meanwhile; look at it and save again.`,
        { details: { latest: latest.number } },
      );
    }
    if (latest && latest.contentHash === contentHash(content)) return latest;
    const version = await writeVersion(tx, suiteId, { number: (latest?.number ?? 0) + 1, content, message });
    await appendAudit(tx, {
      action: "suite.save",
      subject: { type: "suite", id: suiteId, name: suite.name },
      before: latest && { number: latest.number, contentHash: latest.contentHash },
      after: { number: version.number, contentHash: version.contentHash },
    });
    return version;
  });
}

/** Takes a suite out of the lists, or back; its runs stay. Throws not_found, forbidden. */
export async function archiveSuite(ctx: Context, input: ArchiveSuiteInput): Promise<void> {
  requirePermission(ctx, "suite.update");
  const { suiteId, isArchived } = ArchiveSuiteInput.parse(input);
  await inTransaction(ctx, async (tx) => {
    const suite = await lockSuiteInProject(tx, suiteId);
    const archivedAt = isArchived ? tx.clock.now() : null;
    await tx.db
      .update(suites)
      .set({ archivedAt })
      .where(and(eq(suites.projectId, tx.project), eq(suites.id, suiteId)));
    const action = isArchived ? "suite.archive" : "suite.restore";
    await appendAudit(tx, { action, subject: { type: "suite", id: suiteId, name: suite.name } });
  });
}
