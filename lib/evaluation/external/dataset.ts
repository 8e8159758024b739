import { inArray } from "drizzle-orm";
import { addExamples, createDataset, exampleRelation, listDatasets } from "#lib/datasets";
import type { Context } from "#lib/identity";
import { contentHash } from "#platform/canonical";
import { AppError } from "#platform/errors";
import type { PostedRun } from "./schema.ts";

type Content = Pick<PostedRun["cases"][number], "inputs" | "reference" | "metadata">;

/** Examples of one call of `addExamples`. */
const chunk = 1_000;

/**
 * The examples that posted cases are answers to, in a dataset of that name, which is made or gets what it lacks: the newest
 * version then, and each case's example. What is handed in has been redacted already. Throws forbidden, too_large.
 */
export async function datasetOfCases(
  ctx: Context,
  name: string,
  cases: readonly Content[],
): Promise<{ versionId: string; exampleIds: string[] }> {
  const datasetId = await datasetCalled(ctx, name);
  const wanted = new Map(cases.map((item) => [hashOf(item), item]));
  const examples = [...wanted.values()].map(({ inputs, reference, metadata }) => ({
    inputs,
    reference,
    metadata,
  }));
  const ids = new Map<string, string>();
  let versionId = "";
  for (let start = 0; start < examples.length; start += chunk) {
    const message = "Cases of results that were posted";
    const added = await addExamples(ctx, {
      datasetId,
      message,
      examples: examples.slice(start, start + chunk),
    });
    versionId = added.version.id;
    for (const [hash, id] of await hashesOf(
      ctx,
      added.examples.map(({ id }) => id),
    ))
      ids.set(hash, id);
  }
  const exampleIds = cases.map((item) => {
    const id = ids.get(hashOf(item));
    if (!id) throw new AppError("internal", "A posted case lost its example.");
    return id;
  });
  return { versionId, exampleIds };
}

async function datasetCalled(ctx: Context, name: string): Promise<string> {
  const { items } = await listDatasets(ctx, { query: name, limit: 100 });
  const found = items.find((dataset) => dataset.name === name);
  return (found ?? (await createDataset(ctx, { name, description: "Cases of results that programs post." })))
    .id;
}

async function hashesOf(ctx: Context, exampleIds: string[]): Promise<[string, string][]> {
  const example = exampleRelation(ctx);
  const rows = await ctx.db.select().from(example).where(inArray(example.exampleId, exampleIds));
  return rows.map((row) => [hashOf(row), row.exampleId]);
}

function hashOf({
  inputs,
  reference,
  metadata,
}: {
  inputs: unknown;
  reference: unknown;
  metadata: unknown;
}): string {
  return contentHash({ inputs, reference, metadata });
}
