import { inTransaction } from "#db";
import { appendAudit } from "#lib/audit";
import { loadPolicies } from "#lib/guardrails";
import { type Context, may, requirePermission } from "#lib/identity";
import { callScopes, getGeneration } from "#lib/observability";
import { AppError } from "#platform/errors";
import { lockDataset } from "../datasets/internal.ts";
import {
  AddExampleFromCorrectionInput,
  AddExampleFromGenerationInput,
  AddExampleInput,
  AddExamplesFromCorrectionsInput,
  type AddedExamples,
  AddExamplesInput,
  ExampleContent,
  type Provenance,
} from "../schema.ts";
import { placedExamples } from "../versions/internal.ts";
import { requireExpectedLatest, writeVersion } from "../versions/write.ts";
import { getExamplesByIds } from "./internal.ts";
import { prepareExamples, storeExamples, type Unprepared } from "./store.ts";

/** Adds one example, which makes a new version. Throws not_found, conflict. */
export async function addExample(ctx: Context, input: AddExampleInput): Promise<AddedExamples> {
  requirePermission(ctx, "dataset.update");
  const { datasetId, message, expectedLatest, provenance, ...content } = AddExampleInput.parse(input);
  return append(ctx, {
    datasetId,
    message,
    expectedLatest,
    items: [{ content, provenance: provenance ?? byHand(ctx) }],
  });
}

/** Adds several examples in one new version; those the version holds already are counted and left as they are. */
export async function addExamples(ctx: Context, input: AddExamplesInput): Promise<AddedExamples> {
  requirePermission(ctx, "dataset.update");
  const { datasetId, message, expectedLatest, examples } = AddExamplesInput.parse(input);
  const items = examples.map(({ provenance, ...content }) => ({
    content,
    provenance: provenance ?? byHand(ctx),
  }));
  return append(ctx, { datasetId, message, expectedLatest, items });
}

/** Makes an example of a generation: its variables become the inputs, its output the reference, unless given. */
export async function addExampleFromGeneration(
  ctx: Context,
  input: AddExampleFromGenerationInput,
): Promise<AddedExamples> {
  requirePermission(ctx, "dataset.update");
  const { datasetId, generationId, message, ...given } = AddExampleFromGenerationInput.parse(input);
  const generation = await getGeneration(ctx, { generationId });
  const content = ExampleContent.parse({
    inputs: given.inputs ?? generation.variables ?? { input: generation.input },
    reference: given.reference === undefined ? generation.output : given.reference,
    metadata: given.metadata,
  });
  const scopes = await callScopes(ctx, { ids: [generationId] });
  const { promptId, promptPath, promptVersionId, promptVersionNumber, model } = generation;
  const provenance = withoutNulls({
    kind: "generation" as const,
    generationId,
    promptId,
    promptPath,
    promptVersionId,
    promptVersionNumber,
    model,
  });
  return append(ctx, {
    datasetId,
    message: message || `From a generation of ${promptPath ?? model}`,
    items: [{ content, provenance, endUserHash: scopes.get(generationId)?.endUserHash }],
  });
}

/**
 * Makes an example of a reviewer's correction. Whoever may decide tasks may do this: it is part of deciding,
 * and the room that decides vouches for the ids it links.
 */
export async function addExampleFromCorrection(
  ctx: Context,
  input: AddExampleFromCorrectionInput,
): Promise<AddedExamples> {
  requirePermission(ctx, may(ctx, "dataset.update") ? "dataset.update" : "task.decide");
  const { datasetId, message, inputs, reference, metadata, endUserHash, ...links } =
    AddExampleFromCorrectionInput.parse(input);
  const provenance: Provenance = { kind: "correction", ...links };
  return append(ctx, {
    datasetId,
    message: message || `Correction by ${ctx.actor.name}`,
    items: [{ content: { inputs, reference, metadata }, provenance, endUserHash }],
  });
}

/** The same of several decisions, in one version. For whoever may change datasets: it is no part of deciding. Throws not_found, forbidden, invalid_input. */
export async function addExamplesFromCorrections(
  ctx: Context,
  input: AddExamplesFromCorrectionsInput,
): Promise<AddedExamples> {
  requirePermission(ctx, "dataset.update");
  const { datasetId, message, corrections } = AddExamplesFromCorrectionsInput.parse(input);
  const items = corrections.map(({ inputs, reference, metadata, endUserHash, ...links }) => ({
    content: { inputs, reference, metadata },
    provenance: { kind: "correction" as const, ...links },
    endUserHash,
  }));
  return append(ctx, { datasetId, message, items });
}

type Addition = {
  datasetId: string;
  message: string;
  expectedLatest?: number | undefined;
  items: Unprepared[];
};

async function append(
  ctx: Context,
  { datasetId, message, expectedLatest, items }: Addition,
): Promise<AddedExamples> {
  const { prepared } = await prepareExamples(await loadPolicies(ctx), items);
  return inTransaction(ctx, async (tx) => {
    const dataset = await lockDataset(tx, datasetId);
    requireExpectedLatest(dataset.latest, expectedLatest);
    const stored = await storeExamples(tx, datasetId, prepared);
    const before = dataset.latest ? await placedExamples(tx, dataset.latest.id) : [];
    const present = new Set(before.map(({ id }) => id));
    const fresh = stored.filter(({ id }) => !present.has(id));
    const text = message || (fresh.length === 1 ? "Add an example" : `Add ${fresh.length} examples`);
    const version =
      fresh.length === 0 && dataset.latest
        ? dataset.latest
        : await writeVersion(tx, dataset, [...before, ...fresh], text);
    if (fresh.length > 0) {
      await appendAudit(tx, {
        action: "dataset.add_examples",
        subject: { type: "dataset", id: datasetId, name: dataset.name },
        before: { version: dataset.latest?.number ?? null },
        after: { version: version.number, contentHash: version.contentHash, added: fresh.length },
      });
    }
    const examples = await getExamplesByIds(
      tx,
      stored.map(({ id }) => id),
    );
    const addedIds = fresh.map(({ id }) => id);
    return { version, examples, addedIds, added: fresh.length, duplicates: items.length - fresh.length };
  });
}

const byHand = (ctx: Context): Provenance => ({ kind: "hand", byName: ctx.actor.name });

function withoutNulls<Value extends Record<string, unknown>>(
  value: Value,
): { [Key in keyof Value]: Exclude<Value[Key], null> } {
  const entries = Object.entries(value).filter(([, inner]) => inner !== null);
  if (entries.length === 0) throw new AppError("internal", "A provenance needs a kind.");
  // Every null was dropped one line above, which is what the return type says of optional links.
  return Object.fromEntries(entries) as { [Key in keyof Value]: Exclude<Value[Key], null> };
}
