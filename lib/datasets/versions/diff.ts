import { and, eq, inArray } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import { examples } from "#db/schema/datasets";
import { type Context, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { once } from "#platform/runtime";
import { DiffVersionsInput, type VersionDiff } from "../schema.ts";
import { getVersionInProject, type Placed, placedExamples } from "./internal.ts";

/** Counts what changed from one version of a dataset to another. Throws not_found, invalid_input for two datasets. */
export async function diffVersions(ctx: Context, input: DiffVersionsInput): Promise<VersionDiff> {
  requirePermission(ctx, "dataset.read");
  const { fromVersionId, toVersionId } = DiffVersionsInput.parse(input);
  const from = await getVersionInProject(ctx, fromVersionId);
  const to = await getVersionInProject(ctx, toVersionId);
  if (from.datasetId !== to.datasetId)
    throw new AppError("invalid_input", "Choose two versions of the same dataset.");
  const key = `${from.id} ${to.id}`;
  const counted = held().get(key) ?? (await compare(ctx, from.id, to.id));
  held().set(key, counted);
  return counted;
}

/** Versions never change, so what differs between two of them is counted once. */
const heldAtMost = 1_000;
const held = () => once("datasets.differences", () => new LRUCache<string, VersionDiff>({ max: heldAtMost }));

async function compare(ctx: Context, fromId: string, toId: string): Promise<VersionDiff> {
  const [before, after] = [await placedExamples(ctx, fromId), await placedExamples(ctx, toId)];
  const known = new Set(before.map(({ id }) => id));
  const added = after.filter(({ id }) => !known.has(id)).map(({ id }) => id);
  return countChanges(before, after, await originsOf(ctx, added));
}

/** Pure: `origins` says from which example an added one was edited. */
export function countChanges(
  before: readonly Placed[],
  after: readonly Placed[],
  origins: ReadonlyMap<string, string>,
): VersionDiff {
  const [old, current] = [new Set(before.map(({ id }) => id)), new Set(after.map(({ id }) => id))];
  const removed = new Set([...old].filter((id) => !current.has(id)));
  const added = [...current].filter((id) => !old.has(id));
  const changed = added.filter((id) => removed.has(origins.get(id) ?? "")).length;
  const keptBefore = before.filter(({ id }) => current.has(id)).map(({ id }) => id);
  const keptAfter = after.filter(({ id }) => old.has(id)).map(({ id }) => id);
  return {
    added: added.length - changed,
    removed: removed.size - changed,
    changed,
    kept: keptBefore.length,
    isReordered: keptBefore.some((id, at) => id !== keptAfter[at]),
  };
}

async function originsOf(ctx: Context, ids: readonly string[]): Promise<Map<string, string>> {
  const origins = new Map<string, string>();
  for (let from = 0; from < ids.length; from += 5_000) {
    const rows = await ctx.db
      .select({ id: examples.id, provenance: examples.provenance })
      .from(examples)
      .where(and(eq(examples.projectId, ctx.project), inArray(examples.id, ids.slice(from, from + 5_000))));
    for (const { id, provenance } of rows) {
      const origin = provenance["editedFrom"];
      if (typeof origin === "string") origins.set(id, origin);
    }
  }
  return origins;
}
