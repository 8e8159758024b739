import { getDataset } from "#lib/datasets";
import type { Context } from "#lib/identity";
import { nullIfNotFound } from "#platform/errors";
import type { Task } from "#schema/review";

/** The names of the datasets that corrections of these tasks go to, by id. */
export async function namesOfDatasets(ctx: Context, tasks: readonly Task[]): Promise<Record<string, string>> {
  const ids = [...new Set(tasks.flatMap((task) => task.datasetId ?? []))];
  const found = await Promise.all(ids.map((datasetId) => nullIfNotFound(getDataset(ctx, { datasetId }))));
  return Object.fromEntries(found.flatMap((dataset) => (dataset ? [[dataset.id, dataset.name]] : [])));
}
