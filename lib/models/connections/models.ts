import { and, eq } from "drizzle-orm";
import { publishInvalidation, inTransaction } from "#db";
import { models } from "#db/schema/models";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { AppError, NotFound } from "#platform/errors";
import { enteredSource, findFigures, isEntered } from "../catalogue/figures.ts";
import { AddModelInput, type Model, ModelIdInput, UpdateModelInput } from "./schema.ts";
import {
  type ConnectionRow,
  getConnectionInProject,
  getModelInProject,
  type ModelRow,
  presentModel,
} from "./internal.ts";

/** Offers a further model through a connection; figures not given come from the kept tables. Throws not_found, conflict. */
export async function addModel(ctx: Context, input: AddModelInput): Promise<Model> {
  requirePermission(ctx, "connection.update");
  const { connectionId, name, ...entered } = AddModelInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const connection = await getConnectionInProject(tx, connectionId);
    const now = tx.clock.now();
    const values = { ...findFigures(connection, name, now), ...enteredFigures(entered, tx) };
    const [row] = await tx.db
      .insert(models)
      .values({ projectId: tx.project, connectionId, name, createdAt: now, ...values })
      .onConflictDoNothing()
      .returning();
    if (!row)
      throw new AppError("conflict", `This connection already offers ${name}.`, {
        details: { field: "name" },
      });
    await publishInvalidation(tx, "connections", tx.project);
    await appendAudit(tx, {
      action: "model.create",
      subject: subjectOf(row),
      after: auditedModel(connection, row, now),
    });
    return presentModel(connection, row, now);
  });
}

/** Changes a model's figures; a price a person enters wins over the kept tables. Throws not_found, forbidden. */
export async function updateModel(ctx: Context, input: UpdateModelInput): Promise<Model> {
  requirePermission(ctx, "connection.update");
  const { modelId, isEnabled, ...entered } = UpdateModelInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const before = await getModelInProject(tx, modelId);
    const connection = await getConnectionInProject(tx, before.connectionId);
    const now = tx.clock.now();
    const own = enteredFigures(entered, tx);
    // From here on the row stands by itself: what the person left alone is what the tables say today.
    const base =
      isEntered(before) || Object.keys(own).length === 0 ? {} : findFigures(connection, before.name, now);
    const changes = { ...base, ...own, ...(isEnabled === undefined ? {} : { isEnabled }) };
    if (Object.keys(changes).length === 0) return presentModel(connection, before, now);
    const [after] = await tx.db
      .update(models)
      .set(changes)
      .where(and(eq(models.projectId, tx.project), eq(models.id, modelId)))
      .returning();
    if (!after) throw new NotFound("model");
    await publishInvalidation(tx, "connections", tx.project);
    await appendAudit(tx, {
      action: "model.update",
      subject: subjectOf(after),
      before: auditedModel(connection, before, now),
      after: auditedModel(connection, after, now),
    });
    return presentModel(connection, after, now);
  });
}

/** Takes a model off its connection; what was generated with it keeps its own figures. Throws not_found, forbidden. */
export async function removeModel(ctx: Context, input: ModelIdInput): Promise<void> {
  requirePermission(ctx, "connection.update");
  const { modelId } = ModelIdInput.parse(input);
  await inTransaction(ctx, async (tx) => {
    const before = await getModelInProject(tx, modelId);
    const connection = await getConnectionInProject(tx, before.connectionId);
    await tx.db.delete(models).where(and(eq(models.projectId, tx.project), eq(models.id, modelId)));
    await publishInvalidation(tx, "connections", tx.project);
    await appendAudit(tx, {
      action: "model.delete",
      subject: subjectOf(before),
      before: auditedModel(connection, before, tx.clock.now()),
    });
  });
}

type Entered = Omit<UpdateModelInput, "modelId" | "isEnabled">;

/** The columns a person set, with them as the source; nothing when they set nothing. */
function enteredFigures(entered: Entered, ctx: Context): Partial<ModelRow> {
  const given = Object.entries(entered).filter(([, value]) => value !== undefined);
  if (given.length === 0) return {};
  const figures: Partial<ModelRow> = Object.fromEntries(given);
  if (entered.activeParametersBillions !== undefined)
    figures.activeParametersHighBillions = entered.activeParametersBillions;
  if (entered.totalParametersBillions !== undefined)
    figures.totalParametersHighBillions = entered.totalParametersBillions;
  return {
    ...figures,
    source: enteredSource(ctx.actor.name),
    sourceDate: ctx.clock.now().toISOString().slice(0, 10),
  };
}

function subjectOf(row: ModelRow): { type: string; id: string; name: string } {
  return { type: "model", id: row.id, name: row.name };
}

/** A model as the page shows it is what the chain keeps of it. */
function auditedModel(connection: ConnectionRow, row: ModelRow, at: Date): Record<string, unknown> {
  return presentModel(connection, row, at);
}
