import { and, eq } from "drizzle-orm";
import { publishInvalidation, type Database, inTransaction } from "#db";
import { projects } from "#db/schema/identity";
import { connections, models } from "#db/schema/models";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission, systemContext } from "#lib/identity";
import { env } from "#platform/env";
import { AppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { logger } from "#platform/logger";
import { once } from "#platform/runtime";
import type { Arrival, ArrivalState } from "../arrival/arrival.ts";
import { Arriving, readState, writeState } from "../arrival/arriving.ts";
import { isPresent } from "../arrival/paths.ts";
import { findFigures } from "../catalogue/figures.ts";
import { presentConnection } from "../connections/internal.ts";
import { type Connection, localConnectionName, localModelName, type LocalModelStatus } from "../schema.ts";
import { type LocalPaths, localPaths } from "./paths.ts";
import { gemmaPlan, licenceNotice, realSteps } from "./steps.ts";

const arriving = () => once("models.arrival", () => new Arriving<LocalPaths>(localModelName));

/**
 * Begins to bring the local model, or goes on where an earlier attempt stopped; does nothing while one runs. When it
 * is ready every project gets its connection. For the process; people use `startLocalModelArrival`.
 */
export function beginLocalModelArrival(
  db: Database,
  overrides: Partial<Pick<Arrival<LocalPaths>, "paths" | "plan" | "steps" | "progressMs">> = {},
): Promise<ArrivalState> {
  const arrival = { paths: localPaths(), plan: gemmaPlan, steps: realSteps, ...overrides };
  return arriving().begin(db, arrival, () => ensureLocalConnections(db));
}

/** Stops a running arrival; what has arrived is kept. At shutdown. */
export async function stopLocalModelArrival(): Promise<void> {
  await arriving().stop();
}

/** Starts or retries the arrival. Returns at once; progress is in `localModelStatus`. Throws forbidden, unavailable (switched off). */
export async function startLocalModelArrival(ctx: Context): Promise<LocalModelStatus> {
  requirePermission(ctx, "connection.update");
  if (env().VALUELOOP_LOCAL_MODEL === "off") {
    throw new AppError(
      "unavailable",
      "The local model is switched off on this installation. Start the studio without --no-local-model.",
    );
  }
  await inTransaction(ctx, async (tx) => {
    await writeState(tx.db, localModelName, {
      status: "waiting",
      step: "Waiting",
      receivedBytes: 0,
      totalBytes: null,
      error: null,
    });
    await publishInvalidation(tx, "connections", tx.project);
    await appendAudit(tx, {
      action: "local_model.fetch",
      subject: { type: "local_model", id: localModelName, name: localModelName },
    });
  });
  // The arrival outlives the request, so it writes through a handle that does too.
  void beginLocalModelArrival(ctx.db).catch((error: unknown) =>
    logger().error({ err: error }, "local model arrival"),
  );
  return localModelStatus(ctx);
}

/** How far the local model is on this installation. Throws forbidden. */
export async function localModelStatus(ctx: Context): Promise<LocalModelStatus> {
  requirePermission(ctx, "connection.read");
  const paths = localPaths();
  const licence = { name: "Gemma Terms of Use", notice: await licenceNotice(paths) };
  const about = { model: localModelName, licence };
  if (env().VALUELOOP_LOCAL_MODEL === "off") return { ...about, ...nothing, status: "off" };
  const row = await readState(ctx.db, localModelName);
  if (isPresent(paths))
    return { ...about, ...nothing, status: "ready", step: "Ready", updatedAt: row?.updatedAt ?? null };
  if (!row || row.status === "ready") return { ...about, ...nothing, status: "absent" };
  const { status, step, receivedBytes, totalBytes, error, updatedAt } = row;
  return { ...about, status, step, receivedBytes, totalBytes, error, updatedAt };
}

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

/** Gives every project its connection to the local model. */
async function ensureLocalConnections(db: Database): Promise<void> {
  for (const { id } of await db.select({ id: projects.id }).from(projects)) {
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

const nothing = { step: "", receivedBytes: 0, totalBytes: null, error: null, updatedAt: null };
