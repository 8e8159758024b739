import { and, eq } from "drizzle-orm";
import { publishInvalidation, inTransaction } from "#db";
import { connections } from "#db/schema/models";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { type Connection, ConnectionIdInput } from "./schema.ts";
import { auditedConnection, getConnectionInProject, modelsOf, presentConnection } from "./internal.ts";

/** Takes a connection out of every picker; calls through it fail from then on. Undone by `restoreConnection`. */
export async function archiveConnection(ctx: Context, input: ConnectionIdInput): Promise<Connection> {
  requirePermission(ctx, "connection.delete");
  return setArchived(ctx, ConnectionIdInput.parse(input).connectionId, true);
}

/** Brings an archived connection back, with its models and its key. */
export async function restoreConnection(ctx: Context, input: ConnectionIdInput): Promise<Connection> {
  requirePermission(ctx, "connection.delete");
  return setArchived(ctx, ConnectionIdInput.parse(input).connectionId, false);
}

async function setArchived(ctx: Context, connectionId: string, isArchived: boolean): Promise<Connection> {
  return inTransaction(ctx, async (tx) => {
    const before = await getConnectionInProject(tx, connectionId);
    const modelRows = await modelsOf(tx, [connectionId]);
    const now = tx.clock.now();
    if ((before.archivedAt !== null) === isArchived) return presentConnection(before, modelRows, now);
    const after = { ...before, archivedAt: isArchived ? now : null };
    await tx.db
      .update(connections)
      .set({ archivedAt: after.archivedAt })
      .where(and(eq(connections.projectId, tx.project), eq(connections.id, connectionId)));
    await publishInvalidation(tx, "connections", tx.project);
    await appendAudit(tx, {
      action: isArchived ? "connection.archive" : "connection.restore",
      subject: { type: "connection", id: before.id, name: before.name },
      before: auditedConnection(before),
      after: auditedConnection(after),
    });
    return presentConnection(after, modelRows, now);
  });
}
