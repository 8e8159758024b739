import { getDataset } from "#lib/datasets";
import { getSuite } from "#lib/evaluation";
import { asStudio, type Context } from "#lib/identity";
import { isAppError } from "#platform/errors";
import type { EvidenceDemand } from "./schema.ts";

/** What the suite and the dataset of a gate's evidence are called; null where it names none, or what it names is gone. */
export async function namesOf(
  caller: Context,
  { suiteId, datasetId }: Pick<EvidenceDemand, "suiteId" | "datasetId">,
): Promise<{ suite: string | null; dataset: string | null }> {
  // Everybody who may see the gate may read what it names.
  const ctx = asStudio(caller);
  const suite = suiteId ? await getSuite(ctx, { suiteId }).catch(nullIfGone) : null;
  const dataset = datasetId ? await getDataset(ctx, { datasetId }).catch(nullIfGone) : null;
  return { suite: suite?.name ?? null, dataset: dataset?.name ?? null };
}

export function nullIfGone(thrown: unknown): null {
  if (isAppError(thrown) && thrown.code === "not_found") return null;
  throw thrown;
}
