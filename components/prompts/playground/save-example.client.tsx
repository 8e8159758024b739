"use client";

import { useState } from "react";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Dialog, DialogContent, DialogTrigger } from "#ui/dialog";
import { Field } from "#ui/field";
import { NativeSelect } from "#ui/native-select";
import { toastDone } from "#ui/toaster";
import type { AddExampleFromGenerationInput, AddedExamples } from "#schema/datasets";
import { type Act, attempt, type FormProblem } from "../act.tsx";

/** Where an answer can be kept; null where one may not. */
export type ExampleSaving = {
  addExample: Act<AddExampleFromGenerationInput, AddedExamples> | null;
  datasets: { id: string; name: string }[];
};

type SaveExampleProps = ExampleSaving & { project: string; generationId: string };

/** Keeps an answer as an example: the variables are its inputs, the answer is its reference. */
export function SaveExample({ addExample, datasets, project, generationId }: SaveExampleProps) {
  const [isOpen, setOpen] = useState(false);
  const [datasetId, setDatasetId] = useState(datasets[0]?.id ?? "");
  const [trouble, setTrouble] = useState<FormProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  if (!addExample || datasets.length === 0) return null;
  const save = async () => {
    setBusy(true);
    const { data, trouble: failed } = await attempt(addExample, { project, datasetId, generationId });
    setBusy(false);
    setTrouble(failed);
    if (!data) return;
    setOpen(false);
    toastDone(
      data.added > 0
        ? `Added; ${data.version.datasetName} is now at version ${data.version.number}`
        : `${data.version.datasetName} holds this example already`,
    );
  };
  return (
    <Dialog open={isOpen} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button variant="ghost" size="sm">
          Save as example…
        </Button>
      </DialogTrigger>
      <DialogContent
        title="Save as an example"
        description="The variables become the inputs, the answer becomes the reference. A new version of the dataset is made."
        footer={
          <Button variant="primary" pending={isBusy} onClick={() => void save()}>
            Save example
          </Button>
        }
      >
        <Field label="Dataset">
          <NativeSelect value={datasetId} onChange={(event) => setDatasetId(event.target.value)}>
            {datasets.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </NativeSelect>
        </Field>
        {trouble ? <InlineError>{trouble.message}</InlineError> : null}
      </DialogContent>
    </Dialog>
  );
}
