import { eachExample, getDataset } from "#lib/datasets";
import { schemaProblem } from "#lib/evaluation";
import { asStudio, type Context } from "#lib/identity";
import { getPromptVersion } from "#lib/prompts";
import { AppError, isAppError } from "#platform/errors";
import type { CorrectionProblemDetails, CorrectionRules } from "../schema.ts";
import type { TaskRecord } from "../tasks/internal.ts";
import {
  type CorrectionShape,
  problemSentence,
  problemsOf,
  shapeOfReferences,
  shapeOfSchema,
  withoutChoices,
} from "./shape.ts";

type Given = { correction: string; addExample: boolean };
type Source = Pick<TaskRecord, "promptVersionId" | "datasetId">;

/**
 * Throws invalid_input (details are `CorrectionProblemDetails`) for a correction that the prompt version's response
 * schema does not accept, or that is to become an example and is not of the form the dataset's references have.
 */
export async function refuseUnfitting(
  tx: Context,
  task: TaskRecord,
  { correction, addExample }: Given,
): Promise<void> {
  const schema = await findResponseSchema(tx, task.promptVersionId);
  const rules = await correctionRules(tx, task, schema);
  const problems = [
    ...(rules.schema ? problemsOf(rules.schema, correction) : []),
    ...(rules.references && addExample ? problemsOf(rules.references, correction) : []),
  ];
  if (problems.length === 0 && schema) {
    const message = await schemaProblem(schema, correction);
    if (message) problems.push({ field: null, message, choices: null });
  }
  if (problems.length === 0) return;
  const details: CorrectionProblemDetails = { kind: "correction_unfit", problems };
  throw new AppError("invalid_input", problemSentence(problems), { details });
}

/**
 * What a correction of a task must look like, for the form that asks for it: by the schema always, by the
 * references where it is to become an example. The schema's own choices stand over those of the references.
 */
export async function correctionRules(
  ctx: Context,
  task: Source,
  given?: Record<string, unknown> | null,
): Promise<CorrectionRules> {
  const schema = given === undefined ? await findResponseSchema(ctx, task.promptVersionId) : given;
  const ofSchema = shapeOfSchema(schema);
  const ofReferences = task.datasetId === null ? null : await shapeOfDataset(ctx, task.datasetId);
  if (ofSchema?.kind !== "data" || ofReferences?.kind !== "data")
    return { schema: ofSchema, references: ofReferences };
  const fields = ofReferences.fields.map((field) => {
    const said = ofSchema.fields.find(({ name }) => name === field.name);
    return said?.choices ? { ...field, choices: null } : field;
  });
  return { schema: ofSchema, references: { ...ofReferences, fields } };
}

async function findResponseSchema(
  ctx: Context,
  versionId: string | null,
): Promise<Record<string, unknown> | null> {
  if (versionId === null) return null;
  try {
    // Asked by the studio: whoever decides need not be allowed to read prompts, nor in a blind queue be told the version.
    const { content } = await getPromptVersion(asStudio(ctx), { versionId });
    return content.responseSchema ?? null;
  } catch (thrown) {
    // A task may name a version of elsewhere; then there is no schema to hold it against.
    if (isAppError(thrown) && thrown.code === "not_found") return null;
    throw thrown;
  }
}

/** So many references are read; what a dataset of more examples has in common is not all that it may hold. */
const mostReferences = 2_000;

/** What the references of the newest version of a dataset have in common. */
async function shapeOfDataset(ctx: Context, datasetId: string): Promise<CorrectionShape | null> {
  const studio = asStudio(ctx);
  const { latest } = await getDataset(studio, { datasetId });
  if (!latest) return null;
  const references: unknown[] = [];
  for await (const page of eachExample(studio, latest.id)) {
    references.push(...page.map(({ reference }) => reference));
    if (references.length >= mostReferences) break;
  }
  const shared = shapeOfReferences(references);
  return references.length < latest.exampleCount ? withoutChoices(shared) : shared;
}
