import { sql } from "drizzle-orm";
import { datasetVersions } from "#db/schema/datasets";
import type { Context } from "#lib/identity";
import { AppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { hashVersion } from "../content.ts";
import { datasetLimits, type DatasetVersion } from "../schema.ts";
import { isErased } from "./erased.ts";
import { type Placed, placedExamples } from "./internal.ts";

const batch = 10_000;

/**
 * Writes the next version of a dataset whose row the caller has locked. The same examples in the same
 * order are the same version: then the latest comes back and nothing is written.
 */
export async function writeVersion(
  tx: Context,
  dataset: { id: string; name: string; latest: DatasetVersion | null },
  placed: readonly Placed[],
  message: string,
): Promise<DatasetVersion> {
  const { latest } = dataset;
  if (placed.length > datasetLimits.rows) {
    throw new AppError(
      "too_large",
      `A dataset version holds at most ${datasetLimits.rows.toLocaleString("en")} examples; this would have ${placed.length.toLocaleString("en")}.`,
    );
  }
  const contentHash = hashVersion(placed.map(({ hash }) => hash));
  if (latest && (latest.contentHash === contentHash || (await holdsErased(tx, latest, placed))))
    return latest;
  const version: DatasetVersion = {
    id: newId(),
    datasetId: dataset.id,
    datasetName: dataset.name,
    number: (latest?.number ?? 0) + 1,
    contentHash,
    message,
    exampleCount: placed.length,
    createdByName: tx.actor.name,
    createdAt: tx.clock.now(),
  };
  const createdBy = tx.actor.kind === "user" ? tx.actor.id : null;
  await tx.db.insert(datasetVersions).values({ ...version, projectId: tx.project, createdBy });
  for (let from = 0; from < placed.length; from += batch) {
    // One array parameter instead of a parameter per cell: a statement holds at most 65,535 of them.
    const ids = `{${placed
      .slice(from, from + batch)
      .map(({ id }) => id)
      .join(",")}}`;
    await tx.db.execute(sql`
      insert into dataset_version_examples (project_id, dataset_version_id, position, example_id)
      select ${tx.project}::uuid, ${version.id}::uuid, ${from}::int + row.place::int, row.id
      from unnest(${ids}::uuid[]) with ordinality as row(id, place)`);
  }
  return version;
}

/** Whether a version holds just these, of which one was erased since: then its hash, made before, is no longer theirs. */
async function holdsErased(tx: Context, { id }: DatasetVersion, placed: readonly Placed[]): Promise<boolean> {
  if (!placed.some(isErased)) return false;
  const held = await placedExamples(tx, id);
  return held.length === placed.length && held.every((each, at) => each.id === placed[at]?.id);
}

/** Throws conflict when the person looked at an older version than the latest. */
export function requireExpectedLatest(latest: DatasetVersion | null, expected: number | undefined): void {
  if (expected === undefined || expected === (latest?.number ?? 0)) return;
  const what = latest
    ? `Version ${latest.number} was saved meanwhile by ${latest.createdByName}`
    : "This dataset has no version";
  throw new AppError("conflict", `${what}. Reload to see it, then decide again.`);
}
