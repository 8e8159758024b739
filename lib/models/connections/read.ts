import { and, asc, eq, isNull } from "drizzle-orm";
import { connections, models } from "#db/schema/models";
import { type Context, requirePermission } from "#lib/identity";
import { figuresOf } from "../catalogue/figures.ts";
import { type Connection, ConnectionIdInput, type ModelChoice, type ModelTarget } from "./schema.ts";
import { getConnectionInProject, modelsOf, presentConnection } from "./internal.ts";

/** The project's connections by name, with their models. Throws forbidden. */
export async function listConnections(
  ctx: Context,
  input: { includeArchived?: boolean } = {},
): Promise<Connection[]> {
  requirePermission(ctx, "connection.read");
  const rows = await ctx.db
    .select()
    .from(connections)
    .where(
      and(
        eq(connections.projectId, ctx.project),
        input.includeArchived ? undefined : isNull(connections.archivedAt),
      ),
    )
    .orderBy(asc(connections.name));
  const modelRows = await modelsOf(
    ctx,
    rows.map((row) => row.id),
  );
  return rows.map((row) => presentConnection(row, modelRows, ctx.clock.now()));
}

/** One connection with its models. Throws not_found, forbidden. */
export async function getConnection(ctx: Context, input: ConnectionIdInput): Promise<Connection> {
  requirePermission(ctx, "connection.read");
  const { connectionId } = ConnectionIdInput.parse(input);
  const row = await getConnectionInProject(ctx, connectionId);
  return presentConnection(row, await modelsOf(ctx, [row.id]), ctx.clock.now());
}

/** Every enabled model of every connection in use, for pickers; real ones before simulated ones. Throws forbidden. */
export async function listModels(ctx: Context): Promise<ModelChoice[]> {
  requirePermission(ctx, "generation.read");
  const rows = await ctx.db
    .select({ connection: connections, row: models })
    .from(models)
    .innerJoin(
      connections,
      and(eq(connections.projectId, models.projectId), eq(connections.id, models.connectionId)),
    )
    .where(and(eq(models.projectId, ctx.project), eq(models.isEnabled, true), isNull(connections.archivedAt)))
    .orderBy(asc(connections.name), asc(models.name));
  const now = ctx.clock.now();
  const choices = rows.map(({ connection, row }) => {
    const { contextTokens, inputPrice, outputPrice } = figuresOf(connection, row.name, row, now);
    return {
      connectionId: connection.id,
      connectionName: connection.name,
      connectionKind: connection.kind,
      model: row.name,
      contextTokens,
      inputPrice,
      outputPrice,
      label: `${row.name} (${connection.name})`,
      isSimulated: connection.kind === "simulated",
      isLocal: connection.kind === "local",
    };
  });
  return choices.toSorted((a, b) => Number(a.isSimulated) - Number(b.isSimulated));
}

/**
 * How a model is called on screen: its connection's name and its own. Also for one that is not offered any more, as
 * old versions may hold it. Throws forbidden.
 */
export async function modelNames(ctx: Context): Promise<(target: ModelTarget) => string> {
  requirePermission(ctx, "generation.read");
  const rows = await ctx.db
    .select({ id: connections.id, name: connections.name, archivedAt: connections.archivedAt })
    .from(connections)
    .where(eq(connections.projectId, ctx.project));
  const names = new Map(
    rows.map(({ id, name, archivedAt }) => [id, archivedAt ? `${name}, archived` : name]),
  );
  return ({ connectionId, model }) =>
    `${model} (${names.get(connectionId) ?? "no connection of this project"})`;
}
