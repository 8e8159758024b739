import { type Database, inTransaction } from "#db";
import { telemetryStore } from "../store/open.ts";
import { withoutUnwanted } from "./log/unwanted.ts";
import { batchOf, type StorableGeneration } from "./storable.ts";

/**
 * Stores calls of a while ago, but for what was erased or pruned since then. Returns those of projects that the database
 * does not have, which are not stored.
 */
export async function storeWanted(
  db: Database,
  batch: readonly StorableGeneration[],
): Promise<StorableGeneration[]> {
  return inTransaction({ db }, async ({ db: tx }) => {
    const { wanted, unknown } = await withoutUnwanted(tx, batch);
    if (wanted.length > 0) await telemetryStore({ db: tx }).write(batchOf(wanted));
    return unknown;
  });
}
