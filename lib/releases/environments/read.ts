import { and, asc, eq, inArray } from "drizzle-orm";
import { environments, promotions } from "#db/schema/releases";
import { asStudio, type Context, requirePermission } from "#lib/identity";
import { listLabelled } from "#lib/prompts";
import { namesOf } from "../gate/names.ts";
import type { Environment, EnvironmentPointer } from "../schema.ts";
import { ensureDefaultEnvironments } from "./ensure-defaults.ts";
import { asModel, previouslyServed } from "./history.ts";
import { gateOf } from "./internal.ts";

/** The environments in order, with what each serves for every prompt that is not archived. Makes the default ones on first use. */
export async function listEnvironments(ctx: Context): Promise<Environment[]> {
  requirePermission(ctx, "environment.read");
  await ensureDefaultEnvironments(ctx);
  const rows = await ctx.db
    .select()
    .from(environments)
    .where(eq(environments.projectId, ctx.project))
    .orderBy(asc(environments.position));
  const pointers = await listLabelled(asStudio(ctx), { names: rows.map((row) => row.name) });
  const moves = await readMoves(ctx);
  const numbers = new Map(
    moves.flatMap((move) => [
      [move.toVersionId, move.toVersionNumber] as const,
      ...(move.fromVersionId && move.fromVersionNumber
        ? [[move.fromVersionId, move.fromVersionNumber] as const]
        : []),
    ]),
  );
  const gated = [];
  for (const row of rows) {
    const gate = gateOf(row);
    gated.push({ row, gate, evidenceNames: await namesOf(ctx, gate.evidence) });
  }
  return gated.map(({ row, gate, evidenceNames }) => ({
    id: row.id,
    name: row.name,
    position: row.position,
    gate,
    evidenceNames,
    updatedAt: row.updatedAt,
    prompts: pointers
      .filter((pointer) => pointer.label === row.name)
      .map(({ label: _label, ...pointer }): EnvironmentPointer => {
        const own = moves.filter(
          (move) => move.environmentId === row.id && move.promptId === pointer.promptId,
        );
        const open = own.find((move) => move.status === "open");
        const previous = previouslyServed(
          own
            .filter((move) => move.status === "promoted")
            .map(({ kind, fromVersionId, fromModel }) => ({
              kind,
              from: fromVersionId ? { versionId: fromVersionId, model: asModel(fromModel) } : null,
            })),
        );
        const previousNumber = previous ? numbers.get(previous.versionId) : undefined;
        return {
          ...pointer,
          previous: previous && previousNumber ? { ...previous, versionNumber: previousNumber } : null,
          openPromotion: open ? { id: open.id, number: open.number } : null,
        };
      }),
  }));
}

/** Every open or promoted move of the project, oldest first. */
function readMoves(ctx: Context) {
  return ctx.db
    .select({
      id: promotions.id,
      number: promotions.number,
      kind: promotions.kind,
      status: promotions.status,
      promptId: promotions.promptId,
      environmentId: promotions.environmentId,
      fromVersionId: promotions.fromVersionId,
      fromVersionNumber: promotions.fromVersionNumber,
      fromModel: promotions.fromModel,
      toVersionId: promotions.toVersionId,
      toVersionNumber: promotions.toVersionNumber,
    })
    .from(promotions)
    .where(and(eq(promotions.projectId, ctx.project), inArray(promotions.status, ["open", "promoted"])))
    .orderBy(asc(promotions.closedAt), asc(promotions.number));
}
