import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { connections } from "#db/schema/models";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { KeepConnectionTestInput, TestConnectionInput } from "./schema.ts";
import { getConnectionInProject, modelsOf } from "./internal.ts";

/**
 * Which model a test of a connection asks: the one that is named, else the first that is enabled. Throws not_found,
 * forbidden, invalid_input (no model to ask).
 */
export async function modelToTest(
  ctx: Context,
  input: TestConnectionInput,
): Promise<{ kind: string; model: string }> {
  requirePermission(ctx, "connection.test");
  const { connectionId, model: asked } = TestConnectionInput.parse(input);
  const { kind } = await getConnectionInProject(ctx, connectionId);
  const model = asked ?? (await modelsOf(ctx, [connectionId])).find((row) => row.isEnabled)?.name;
  if (!model)
    throw new AppError("invalid_input", "Add a model to this connection first; a test asks one of them.");
  return { kind, model };
}

/** Keeps how the last test of a connection went; `error` is null where it worked. Throws not_found, forbidden. */
export async function keepConnectionTest(ctx: Context, input: KeepConnectionTestInput): Promise<void> {
  requirePermission(ctx, "connection.test");
  const { connectionId, model, error } = KeepConnectionTestInput.parse(input);
  await inTransaction(ctx, async (tx) => {
    const connection = await getConnectionInProject(tx, connectionId);
    await tx.db
      .update(connections)
      .set({ lastTestedAt: tx.clock.now(), lastTestError: error })
      .where(and(eq(connections.projectId, tx.project), eq(connections.id, connectionId)));
    await appendAudit(tx, {
      action: "connection.test",
      subject: { type: "connection", id: connection.id, name: connection.name },
      after: { model, error },
    });
  });
}
