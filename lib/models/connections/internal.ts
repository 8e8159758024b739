import { and, asc, eq, inArray } from "drizzle-orm";
import type { Database } from "#db";
import { connections, models } from "#db/schema/models";
import type { Context } from "#lib/identity";
import { AppError, NotFound } from "#platform/errors";
import { figuresOf } from "../catalogue/figures.ts";
import type { Connection, Model } from "./schema.ts";
import type { NumberRange } from "../catalogue/schema.ts";

export type ConnectionRow = typeof connections.$inferSelect;
export type ModelRow = typeof models.$inferSelect;

/** Throws `not_found` for an unknown or foreign connection. */
export async function getConnectionInProject(ctx: Context, connectionId: string): Promise<ConnectionRow> {
  const [row] = await ctx.db
    .select()
    .from(connections)
    .where(and(eq(connections.projectId, ctx.project), eq(connections.id, connectionId)));
  if (!row) throw new NotFound("connection");
  return row;
}

/** Throws `not_found` for an unknown or foreign model. */
export async function getModelInProject(ctx: Context, modelId: string): Promise<ModelRow> {
  const [row] = await ctx.db
    .select()
    .from(models)
    .where(and(eq(models.projectId, ctx.project), eq(models.id, modelId)));
  if (!row) throw new NotFound("model");
  return row;
}

/** The models of some connections, by name. */
export function modelsOf(ctx: Context, connectionIds: string[]): Promise<ModelRow[]> {
  if (connectionIds.length === 0) return Promise.resolve([]);
  return ctx.db
    .select()
    .from(models)
    .where(and(eq(models.projectId, ctx.project), inArray(models.connectionId, connectionIds)))
    .orderBy(asc(models.name));
}

/** A connection as people may see it: no sealed credentials, only the hint. */
export function presentConnection(row: ConnectionRow, modelRows: ModelRow[], at: Date): Connection {
  const {
    id,
    name,
    kind,
    preset,
    baseUrl,
    options,
    keyHint,
    gridZone,
    lastTestedAt,
    lastTestError,
    archivedAt,
    createdAt,
  } = row;
  const own = modelRows
    .filter((model) => model.connectionId === id)
    .map((model) => presentModel(row, model, at));
  return {
    id,
    name,
    kind,
    preset,
    baseUrl,
    options: options ?? {},
    keyHint,
    gridZone,
    lastTestedAt,
    lastTestError,
    archivedAt,
    createdAt,
    models: own,
  };
}

/** A model with the figures that its calls are charged by now: the kept tables' own, unless a person entered some. */
export function presentModel(connection: ConnectionRow, row: ModelRow, at: Date): Model {
  const { id, connectionId, name, isEnabled } = row;
  const figures = figuresOf(connection, name, row, at);
  return {
    id,
    connectionId,
    name,
    contextTokens: figures.contextTokens,
    inputPrice: figures.inputPrice,
    cachedInputPrice: figures.cachedInputPrice,
    cacheWritePrice: figures.cacheWritePrice,
    outputPrice: figures.outputPrice,
    reasoningPrice: figures.reasoningPrice,
    activeParametersBillions: rangeOf(figures.activeParametersBillions, figures.activeParametersHighBillions),
    totalParametersBillions: rangeOf(figures.totalParametersBillions, figures.totalParametersHighBillions),
    source: figures.source,
    sourceDate: figures.sourceDate,
    isEnabled,
  };
}

export function rangeOf(low: number | null, high: number | null): NumberRange | null {
  return low === null ? null : { low, high: high ?? low };
}

/** What the audit chain keeps of a connection: never its credentials, only that the key changed. */
export function auditedConnection({
  name,
  kind,
  baseUrl,
  options,
  keyHint,
  gridZone,
  archivedAt,
}: ConnectionRow): Record<string, unknown> {
  return {
    name,
    kind,
    baseUrl,
    keyHint,
    gridZone,
    isArchived: archivedAt !== null,
    ...(options ? { options } : {}),
  };
}

/** Throws `conflict` when another connection of the project has the name. */
export async function requireFreeName(
  db: Database,
  project: string,
  name: string,
  exceptId?: string,
): Promise<void> {
  const [taken] = await db
    .select({ id: connections.id, archivedAt: connections.archivedAt })
    .from(connections)
    .where(and(eq(connections.projectId, project), eq(connections.name, name)));
  if (!taken || taken.id === exceptId) return;
  const where = taken.archivedAt
    ? "An archived connection has this name; restore it or choose another name."
    : "A connection of this name exists; choose another.";
  throw new AppError("conflict", where, { details: { field: "name" } });
}
