import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { examples } from "#db/schema/datasets";
import { appendAudit } from "#lib/audit";
import { loadPolicies } from "#lib/guardrails";
import { type Context, may, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { lockDataset } from "../datasets/internal.ts";
import {
  type DatasetVersion,
  EditExampleInput,
  type Example,
  type Provenance,
  RemoveCorrectionExampleInput,
  RemoveExamplesInput,
} from "../schema.ts";
import { getVersionInProject, placedExamples } from "../versions/internal.ts";
import { requireExpectedLatest, writeVersion } from "../versions/write.ts";
import { getExampleInProject } from "./internal.ts";
import { listVersionsOfExample } from "./read.ts";
import { prepareExamples, storeExamples } from "./store.ts";

/** Puts a changed example in the place of one, which makes a new example and a new version. Throws not_found, conflict. */
export async function editExample(
  ctx: Context,
  input: EditExampleInput,
): Promise<{ example: Example; version: DatasetVersion }> {
  requirePermission(ctx, "dataset.update");
  const { datasetId, exampleId, message, expectedLatest, ...content } = EditExampleInput.parse(input);
  const { generationId, endUserHash } = await originOf(ctx, exampleId);
  const provenance: Provenance = {
    kind: "hand",
    byName: ctx.actor.name,
    editedFrom: exampleId,
    ...(generationId ? { generationId } : {}),
  };
  const { prepared } = await prepareExamples(await loadPolicies(ctx), [{ content, provenance, endUserHash }]);
  return inTransaction(ctx, async (tx) => {
    const dataset = await lockDataset(tx, datasetId);
    requireExpectedLatest(dataset.latest, expectedLatest);
    const placed = dataset.latest ? await placedExamples(tx, dataset.latest.id) : [];
    if (!placed.some(({ id }) => id === exampleId))
      throw new AppError("not_found", "The latest version of this dataset has no such example.");
    const [stored] = await storeExamples(tx, datasetId, prepared);
    if (!stored) throw new AppError("internal", "The example could not be written.");
    if (stored.id !== exampleId && placed.some(({ id }) => id === stored.id)) {
      throw new AppError("conflict", "This version already holds an example with exactly this content.");
    }
    const next = placed.map((place) => (place.id === exampleId ? stored : place));
    const version = await writeVersion(tx, dataset, next, message || "Edit an example");
    if (stored.id !== exampleId) {
      await appendAudit(tx, {
        action: "dataset.edit_example",
        subject: { type: "dataset", id: datasetId, name: dataset.name },
        before: { version: dataset.latest?.number ?? null, exampleId },
        after: { version: version.number, contentHash: version.contentHash, exampleId: stored.id },
      });
    }
    return { example: await getExampleInProject(tx, stored.id), version };
  });
}

/** The call an example was made of, and what is kept of its end user's key: a changed example is made of the same. */
async function originOf(ctx: Context, exampleId: string) {
  const [row] = await ctx.db
    .select({ provenance: examples.provenance, endUserHash: examples.endUserHash })
    .from(examples)
    .where(and(eq(examples.projectId, ctx.project), eq(examples.id, exampleId)));
  return { generationId: row?.provenance.generationId, endUserHash: row?.endUserHash };
}

/** Leaves examples out of the next version; older versions keep them. Throws not_found, conflict. */
export async function removeExamples(
  ctx: Context,
  input: RemoveExamplesInput,
): Promise<{ version: DatasetVersion; removed: number }> {
  requirePermission(ctx, "dataset.update");
  const { datasetId, exampleIds, message, expectedLatest } = RemoveExamplesInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const dataset = await lockDataset(tx, datasetId);
    requireExpectedLatest(dataset.latest, expectedLatest);
    const placed = dataset.latest ? await placedExamples(tx, dataset.latest.id) : [];
    const unwanted = new Set(exampleIds);
    const next = placed.filter(({ id }) => !unwanted.has(id));
    const removed = placed.length - next.length;
    if (removed !== unwanted.size)
      throw new AppError("not_found", "The latest version of this dataset has not all of these examples.");
    const version = await writeVersion(
      tx,
      dataset,
      next,
      message || (removed === 1 ? "Remove an example" : `Remove ${removed} examples`),
    );
    await appendAudit(tx, {
      action: "dataset.remove_examples",
      subject: { type: "dataset", id: datasetId, name: dataset.name },
      before: { version: dataset.latest?.number ?? null },
      after: { version: version.number, contentHash: version.contentHash, removed },
    });
    return { version, removed };
  });
}

/**
 * Leaves out of the next version what a correction put in, when its decision is undone: part of deciding, so
 * whoever may decide may do it, also in an archived dataset. Null when nothing had to be left out: the example
 * was there before the correction, or the newest version is without it already. Throws not_found.
 */
export async function removeCorrectionExample(
  ctx: Context,
  input: RemoveCorrectionExampleInput,
): Promise<{ datasetName: string; versionNumber: number } | null> {
  requirePermission(ctx, may(ctx, "dataset.update") ? "dataset.update" : "task.decide");
  const { exampleId, addedInVersionId, message } = RemoveCorrectionExampleInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const { datasetId, provenance } = await getExampleInProject(tx, exampleId);
    const addedIn = await getVersionInProject(tx, addedInVersionId);
    if (provenance.kind !== "correction" || addedIn.datasetId !== datasetId) return null;
    const dataset = await lockDataset(tx, datasetId, { evenArchived: true });
    const numbers = (await listVersionsOfExample(tx, { exampleId })).map(({ number }) => number);
    const isNewThere = numbers.includes(addedIn.number) && !numbers.includes(addedIn.number - 1);
    if (!isNewThere || !dataset.latest || !numbers.includes(dataset.latest.number)) return null;
    const next = (await placedExamples(tx, dataset.latest.id)).filter(({ id }) => id !== exampleId);
    const version = await writeVersion(tx, dataset, next, message || "Remove an undone correction");
    await appendAudit(tx, {
      action: "dataset.remove_examples",
      subject: { type: "dataset", id: datasetId, name: dataset.name },
      before: { version: dataset.latest.number, exampleId },
      after: { version: version.number, contentHash: version.contentHash, removed: 1 },
    });
    return { datasetName: dataset.name, versionNumber: version.number };
  });
}
