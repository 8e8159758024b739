"use client";

import { ChooseDialog } from "#components/form/choose-dialog.client";
import type { StudioAction } from "#components/form/failure";
import type { AddExampleFromGenerationInput, AddedExamples } from "#schema/datasets";
import { Button } from "#ui/button";
import { toastDone } from "#ui/toaster";

const schema = () => import("#schema/datasets").then((room) => room.AddExampleFromGenerationInput);

/** Where an answer can be kept; null where one may not. */
export type ExampleSaving = {
  addExample: StudioAction<AddExampleFromGenerationInput, AddedExamples> | null;
  datasets: { id: string; name: string }[];
};

type SaveExampleProps = ExampleSaving & { project: string; generationId: string };

/** Keeps an answer as an example: the variables are its inputs, the answer is its reference. */
export function SaveExample({ addExample, datasets, project, generationId }: SaveExampleProps) {
  if (!addExample || datasets.length === 0) return null;
  return (
    <ChooseDialog
      action={addExample}
      schema={schema}
      name="datasetId"
      input={(datasetId) => ({ project, datasetId, generationId })}
      onDone={({ added, version }) =>
        toastDone(
          added > 0
            ? `Added; ${version.datasetName} is now at version ${version.number}`
            : `${version.datasetName} holds this example already`,
        )
      }
      trigger={
        <Button variant="ghost" size="sm">
          Save as example…
        </Button>
      }
      title="Save as an example"
      description="The variables become the inputs, the answer becomes the reference. A new version of the dataset is made."
      label="Dataset"
      choices={datasets}
      empty="There is no dataset yet."
      submitLabel="Save example"
    />
  );
}
