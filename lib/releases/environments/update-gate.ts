import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { environments } from "#db/schema/releases";
import { appendAudit } from "#lib/audit";
import { setGatedDatasets } from "#lib/datasets";
import { type Context, requirePermission } from "#lib/identity";
import { type Gate, UpdateGateInput } from "../schema.ts";
import { ensureDefaultEnvironments } from "./ensure-defaults.ts";
import { gateOf, getEnvironmentInProject, lockReleases } from "./internal.ts";

/** Changes what an environment demands; open promotions are judged by the new gate at once. Throws not_found, forbidden, invalid_input. */
export async function updateGate(
  ctx: Context,
  input: UpdateGateInput,
): Promise<{ name: string; gate: Gate }> {
  requirePermission(ctx, "environment.update");
  const { environment: name, gate } = UpdateGateInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    await ensureDefaultEnvironments(tx);
    await lockReleases(tx);
    const before = await getEnvironmentInProject(tx, name);
    await tx.db
      .update(environments)
      .set({ gate, updatedAt: tx.clock.now() })
      .where(and(eq(environments.projectId, tx.project), eq(environments.id, before.id)));
    await setGatedDatasets(tx, await datasetsOfGates(tx));
    await appendAudit(tx, {
      action: "environment.update",
      subject: { type: "environment", id: before.id, name },
      before: { gate: gateOf(before) },
      after: { gate },
    });
    return { name, gate };
  });
}

/** The datasets that gates of the project take their evidence from. */
async function datasetsOfGates(tx: Context): Promise<string[]> {
  const rows = await tx.db.select().from(environments).where(eq(environments.projectId, tx.project));
  return rows.flatMap((row) => gateOf(row).evidence.datasetId ?? []);
}
