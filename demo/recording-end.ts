import { and, eq } from "drizzle-orm";
import { publishInvalidation, inTransaction } from "#db";
import { connections } from "#db/schema/models";
import { appendAudit } from "#lib/audit";
import type { Context } from "#lib/identity";

/**
 * The recording ends with the seed, and with it what the versions of the demo are pinned to. From here on their
 * connection answers with simulated text, which every screen marks, so that the demo's prompts can still be called.
 * No verb turns a connection into another kind, and none should: only a stage is struck like this.
 */
export async function endRecording(owner: Context, connectionId: string): Promise<void> {
  await inTransaction(owner, async (tx) => {
    const where = and(eq(connections.projectId, tx.project), eq(connections.id, connectionId));
    const [before] = await tx.db.select().from(connections).where(where);
    if (!before) throw new Error("the recording has no connection");
    await tx.db
      .update(connections)
      .set({ kind: "simulated", preset: null, baseUrl: null, sealedCredentials: null, keyHint: null })
      .where(where);
    await publishInvalidation(tx, "connections", tx.project);
    await appendAudit(tx, {
      action: "connection.update",
      subject: { type: "connection", id: before.id, name: before.name },
      before: { kind: before.kind },
      after: { kind: "simulated", reason: "The demo's recording ended." },
    });
  });
}
