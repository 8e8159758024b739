import { inTransaction } from "#db";
import { datasets } from "#db/schema/datasets";
import { appendAudit } from "#lib/audit";
import { loadPolicies } from "#lib/guardrails";
import { type Context, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { prepareExamples, storeExamples } from "../examples/store.ts";
import { CreateDatasetInput, type Dataset } from "../schema.ts";
import { writeVersion } from "../versions/write.ts";
import { getDatasetInProject } from "./internal.ts";

/** Makes a dataset, with a first version when examples are given. Throws conflict when the name is taken. */
export async function createDataset(ctx: Context, input: CreateDatasetInput): Promise<Dataset> {
  requirePermission(ctx, "dataset.create");
  const parsed = CreateDatasetInput.parse(input);
  const items = parsed.examples.map(({ provenance, ...content }) => ({
    content,
    provenance: provenance ?? { kind: "hand" as const, byName: ctx.actor.name },
  }));
  const { prepared } = await prepareExamples(await loadPolicies(ctx), items);
  return inTransaction(ctx, async (tx) => {
    const dataset = await insertDataset(tx, parsed);
    if (prepared.length === 0) return dataset;
    await writeVersion(
      tx,
      dataset,
      await storeExamples(tx, dataset.id, prepared),
      parsed.message || "First examples",
    );
    return getDatasetInProject(tx, dataset.id);
  });
}

/** The dataset's row and its audit event, inside the caller's transaction. Throws conflict when the name is taken. */
export async function insertDataset(
  tx: Context,
  parsed: { name: string; description: string; isDemo: boolean },
): Promise<Dataset> {
  const { name, description, isDemo } = parsed;
  const id = newId();
  const [made] = await tx.db
    .insert(datasets)
    .values({ id, projectId: tx.project, name, description, isDemo, createdAt: tx.clock.now() })
    .onConflictDoNothing({ target: [datasets.projectId, datasets.name] })
    .returning({ id: datasets.id });
  if (!made)
    throw new AppError("conflict", `There is already a dataset called "${name}". Choose another name.`, {
      details: { field: "name" },
    });
  await appendAudit(tx, {
    action: "dataset.create",
    subject: { type: "dataset", id, name },
    after: { name, description },
  });
  return getDatasetInProject(tx, id);
}
