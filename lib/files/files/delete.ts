import { and, eq, inArray, lt, notExists } from "drizzle-orm";
import { type Database, inTransaction } from "#db";
import { fileContents, files } from "#db/schema/files";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { NotFound } from "#platform/errors";
import { GetFileInput } from "../schema.ts";
import { rowId } from "./internal.ts";

/** Deletes a file, and its bytes where no other file of the project has them. Throws forbidden, not_found. */
export async function deleteFile(ctx: Context, input: GetFileInput): Promise<{ id: string }> {
  requirePermission(ctx, "file.delete");
  const { fileId } = GetFileInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const [gone] = await tx.db
      .delete(files)
      .where(and(eq(files.projectId, tx.project), eq(files.id, rowId(fileId))))
      .returning({ id: files.id, contentHash: files.contentHash });
    if (!gone) throw new NotFound("file");
    await dropUnnamed(tx.db, [{ projectId: tx.project, hash: gone.contentHash }]);
    await appendAudit(tx, { action: "file.delete", subject: { type: "file", id: gone.id, name: fileId } });
    return { id: fileId };
  });
}

/** Removes the bytes that no file of the project names. */
export async function dropUnnamed(
  db: Database,
  contents: readonly { projectId: string; hash: string }[],
): Promise<void> {
  for (const { projectId, hash } of contents) {
    const named = db
      .select({ id: files.id })
      .from(files)
      .where(and(eq(files.projectId, projectId), eq(files.contentHash, hash)));
    await db
      .delete(fileContents)
      .where(and(eq(fileContents.projectId, projectId), eq(fileContents.hash, hash), notExists(named)));
  }
}

/** Files of one statement. */
const batch = 100;

/** Deletes, in every project, files whose time is over. Returns how many. */
export async function dropExpired(db: Database, now: Date): Promise<number> {
  let gone = 0;
  for (;;) {
    // Together: a process that ends in between would leave bytes that nothing finds again.
    const rows = await inTransaction({ db }, async ({ db: tx }) => {
      const some = tx.select({ id: files.id }).from(files).where(lt(files.expiresAt, now)).limit(batch);
      const expired = await tx
        .delete(files)
        .where(inArray(files.id, some))
        .returning({ projectId: files.projectId, hash: files.contentHash });
      await dropUnnamed(tx, expired);
      return expired;
    });
    gone += rows.length;
    if (rows.length < batch) return gone;
  }
}
