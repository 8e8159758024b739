import { and, eq } from "drizzle-orm";
import { publishInvalidation, type Database, inTransaction } from "#db";
import { connections, models } from "#db/schema/models";
import { appendAudit } from "#lib/audit";
import { type Context, listProjectIds, requirePermission, systemContext } from "#lib/identity";
import { AppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { logger } from "#platform/logger";
import { findFigures } from "../catalogue/figures.ts";
import { presentConnection } from "../connections/internal.ts";
import type { Connection } from "../connections/schema.ts";
import { localConnectionName, localModelName } from "../constants.ts";

/** The project's connection to the local model, made at first use. Throws forbidden. */
export async function ensureLocalConnection(ctx: Context): Promise<Connection> {
  requirePermission(ctx, "connection.create");
  const connection = await inTransaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const row = {
      id: newId(now),
      projectId: tx.project,
      name: localConnectionName,
      kind: "local" as const,
      createdAt: now,
    };
    const [created] = await tx.db.insert(connections).values(row).onConflictDoNothing().returning();
    if (!created) return null;
    const figures = findFigures({ kind: "local", preset: null }, localModelName, now);
    const modelRows = await tx.db
      .insert(models)
      .values({
        projectId: tx.project,
        connectionId: created.id,
        name: localModelName,
        createdAt: now,
        ...figures,
      })
      .returning();
    await publishInvalidation(tx, "connections", tx.project);
    await appendAudit(tx, {
      action: "connection.create",
      subject: { type: "connection", id: created.id, name: created.name },
      after: { name: created.name, kind: created.kind, models: [localModelName] },
    });
    return presentConnection(created, modelRows, now);
  });
  if (!connection) return findLocalConnection(ctx);
  return connection;
}

/** Gives every project its connection to the local model. For the process. */
export async function ensureLocalConnections(db: Database): Promise<void> {
  for (const id of await listProjectIds(db)) {
    try {
      await ensureLocalConnection(await systemContext(db, id));
    } catch (error) {
      logger().warn({ err: error, projectId: id }, "no local connection for a project");
    }
  }
}

async function findLocalConnection(ctx: Context): Promise<Connection> {
  const [row] = await ctx.db
    .select()
    .from(connections)
    .where(and(eq(connections.projectId, ctx.project), eq(connections.name, localConnectionName)));
  if (row?.kind !== "local")
    throw new AppError(
      "conflict",
      `A connection of another kind is called "${localConnectionName}". Rename it to get the local model.`,
    );
  const modelRows = await ctx.db
    .select()
    .from(models)
    .where(and(eq(models.projectId, ctx.project), eq(models.connectionId, row.id)));
  return presentConnection(row, modelRows, ctx.clock.now());
}
