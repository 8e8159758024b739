"use server";

import { action } from "#app/_action";
import { addExample, archiveDataset, createDataset, editExample, removeExamples } from "#lib/datasets";
import {
  AddExampleInput,
  ArchiveDatasetInput,
  CreateDatasetInput,
  EditExampleInput,
  RemoveExamplesInput,
} from "#schema/datasets";

export const createDatasetAction = action("dataset.create")
  .inputSchema(CreateDatasetInput)
  .action(({ ctx, parsedInput }) => createDataset(ctx, parsedInput));

export const archiveDatasetAction = action("dataset.archive")
  .inputSchema(ArchiveDatasetInput)
  .action(({ ctx, parsedInput }) => archiveDataset(ctx, parsedInput));

export const addExampleAction = action("dataset.add_example")
  .inputSchema(AddExampleInput)
  .action(({ ctx, parsedInput }) => addExample(ctx, parsedInput));

export const editExampleAction = action("dataset.edit_example")
  .inputSchema(EditExampleInput)
  .action(({ ctx, parsedInput }) => editExample(ctx, parsedInput));

export const removeExamplesAction = action("dataset.remove_examples")
  .inputSchema(RemoveExamplesInput)
  .action(({ ctx, parsedInput }) => removeExamples(ctx, parsedInput));
