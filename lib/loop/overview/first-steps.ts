import { listDatasets } from "#lib/datasets";
import { listRuns } from "#lib/evaluation";
import { asStudio, type Context } from "#lib/identity";
import { listConnections } from "#lib/models";
import { listPrompts } from "#lib/prompts";
import { listPromotions } from "#lib/releases";
import { listDecisions } from "#lib/review";
import type { Overview } from "./schema.ts";

/** The steps a new project still has before it, in the order of the loop; null once production serves something. */
export async function readFirstSteps(ctx: Context, isServing: boolean): Promise<Overview["firstSteps"]> {
  if (isServing) return null;
  const studio = asStudio(ctx);
  // What was archived or taken back was done all the same.
  const prompts = [
    await listPrompts(studio, { limit: 1 }),
    await listPrompts(studio, { limit: 1, archived: true }),
  ];
  const { items: decisions } = await listDecisions(studio, { limit: 1, includeUndone: true });
  return [
    { key: "connection", isDone: (await listConnections(studio, { includeArchived: true })).length > 0 },
    { key: "prompt", isDone: prompts.some(({ items }) => items.length > 0) },
    {
      key: "dataset",
      isDone: (await listDatasets(studio, { limit: 1, includeArchived: true })).items.length > 0,
    },
    { key: "run", isDone: (await listRuns(studio, { limit: 1 })).items.length > 0 },
    { key: "review", isDone: decisions.length > 0 },
    { key: "promotion", isDone: (await listPromotions(studio, { limit: 1 })).items.length > 0 },
  ];
}
