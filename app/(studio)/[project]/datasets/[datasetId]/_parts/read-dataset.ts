import { orNotFound } from "#app/_not-found";
import { diffVersions, getDataset, listExamples, listVersions } from "#lib/datasets";
import type { Context } from "#lib/identity";
import type { Dataset, DatasetVersion, PlacedExample, VersionDiff } from "#schema/datasets";
import type { DatasetSearch } from "./example-list-address.ts";

export type ShownDataset = {
  dataset: Dataset;
  versions: DatasetVersion[];
  /** The version asked for, else the latest; null before the first example. */
  version: DatasetVersion | null;
  /** From the version before to this one. */
  difference: VersionDiff | null;
  /** Masked where the person may not read personal data. */
  examples: PlacedExample[];
  nextCursor: string | null;
};

/** Everything the page shows. A dataset of another project, or an address that is none, is not found. */
export async function readDataset(
  ctx: Context,
  datasetId: string,
  search: DatasetSearch,
): Promise<ShownDataset> {
  const dataset = await getDataset(ctx, { datasetId }).catch(orNotFound);
  const { items: versions } = await listVersions(ctx, { datasetId, limit: 100 });
  const version = versions.find(({ number }) => number === search.version) ?? dataset.latest;
  const [page, difference] = await Promise.all([
    readExamples(ctx, version, search),
    readDifference(ctx, versions, version),
  ]);
  return {
    dataset,
    versions,
    version,
    difference,
    examples: page.items,
    nextCursor: page.nextCursor,
  };
}

async function readExamples(
  ctx: Context,
  version: DatasetVersion | null,
  { q, from, cursor }: DatasetSearch,
) {
  if (!version) return { items: [], nextCursor: null };
  return listExamples(ctx, {
    datasetVersionId: version.id,
    limit: 50,
    ...(cursor ? { cursor } : {}),
    ...(q ? { query: q } : {}),
    ...(from ? { provenance: from } : {}),
  });
}

async function readDifference(
  ctx: Context,
  versions: DatasetVersion[],
  version: DatasetVersion | null,
): Promise<VersionDiff | null> {
  const before = versions.find(({ number }) => number === (version?.number ?? 0) - 1);
  return version && before ? diffVersions(ctx, { fromVersionId: before.id, toVersionId: version.id }) : null;
}
