"use server";

import { action } from "#app/_action";
import { archiveDataset, removeExamples } from "#lib/datasets";
import { makeDataset } from "#lib/review";
import { ArchiveDatasetInput, RemoveExamplesInput } from "#schema/datasets";
import { MakeDatasetInput } from "#schema/review";

export const makeDatasetAction = action("decision.make_dataset")
  .inputSchema(MakeDatasetInput)
  .action(({ ctx, parsedInput }) => makeDataset(ctx, parsedInput));
/** The way back from a version that was made. */
export const takeOutExamplesAction = action("dataset.remove_examples")
  .inputSchema(RemoveExamplesInput)
  .action(({ ctx, parsedInput }) => removeExamples(ctx, parsedInput));
/** The way back from a dataset that was made. */
export const archiveMadeDatasetAction = action("dataset.archive")
  .inputSchema(ArchiveDatasetInput)
  .action(({ ctx, parsedInput }) => archiveDataset(ctx, parsedInput));
