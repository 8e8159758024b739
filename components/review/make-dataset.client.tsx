"use client";

import { useState } from "react";
import { failureOf, type StudioAction } from "#components/form/failure";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { leftOutOfDatasetWords } from "#client/review";
import { formatCount } from "#platform/format";
import type { ArchiveDatasetInput, RemoveExamplesInput } from "#schema/datasets";
import type { MadeDataset, MakeDatasetInput } from "#schema/review";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Dialog, DialogClose, DialogContent } from "#ui/dialog";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";
import { toastDone, toastError, toastUndo } from "#ui/toaster";

/** What a selection can be made into, and the way back; left out where this person may change no dataset. */
export type MakeDatasetActions = {
  make: StudioAction<MakeDatasetInput, MadeDataset>;
  takeOut: StudioAction<RemoveExamplesInput>;
  archive: StudioAction<ArchiveDatasetInput>;
};

type Props = MakeDatasetActions & {
  project: string;
  datasets: readonly { id: string; name: string }[];
  decisionIds: readonly string[];
  withCorrection: number;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onMade: () => void;
};

const isNew = "";

/** Makes a dataset version of the chosen decisions: into one that is there, or a new one. */
export function MakeDataset({
  project,
  datasets,
  decisionIds,
  withCorrection,
  open,
  onOpenChange,
  onMade,
  ...act
}: Props) {
  const [datasetId, setDatasetId] = useState(isNew);
  const [name, setName] = useState("");
  const make = useStudioAction(act.make, (made) => {
    onOpenChange(false);
    onMade();
    const left = leftOutOfDatasetWords(made.leftOut);
    const words = `${made.datasetName} version ${made.versionNumber}: ${formatCount(made.added, "example")} added${left ? `; left out: ${left}` : ""}`;
    if (made.added === 0)
      return toastDone(`${made.datasetName} held all of them already${left ? `; left out: ${left}` : ""}`);
    toastUndo(words, () => void goBack(project, made, act));
  });
  const submit = () =>
    make.run({
      project,
      decisionIds: [...decisionIds],
      ...(datasetId === isNew ? { name: name.trim() } : { datasetId }),
    });
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        title="Make a dataset version"
        description={`${formatCount(withCorrection, "correction")} of ${formatCount(decisionIds.length, "decision")} can become examples; each keeps its decision as its source.`}
        footer={
          <>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button
              variant="primary"
              type="submit"
              form="make-dataset"
              disabled={make.isPending || withCorrection === 0}
            >
              Make it
            </Button>
          </>
        }
      >
        <form
          id="make-dataset"
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Field
            label="Dataset"
            hint="A dataset that runs were made on takes no correction of your own without a second person."
          >
            <NativeSelect value={datasetId} onChange={(event) => setDatasetId(event.target.value)}>
              <option value={isNew}>A new dataset</option>
              {datasets.map((dataset) => (
                <option key={dataset.id} value={dataset.id}>
                  {dataset.name}
                </option>
              ))}
            </NativeSelect>
          </Field>
          {datasetId === isNew ? (
            <Field label="Its name">
              <Input value={name} onChange={(event) => setName(event.target.value)} required maxLength={80} />
            </Field>
          ) : null}
          {make.failure ? <InlineError>{make.failure.message}</InlineError> : null}
        </form>
      </DialogContent>
    </Dialog>
  );
}

/** A dataset that was made goes to the archive; of one that was there, a version follows without what was added. */
async function goBack(
  project: string,
  { isNew: wasMade, datasetId, datasetName, addedIds, versionNumber }: MadeDataset,
  { takeOut, archive }: Pick<MakeDatasetActions, "takeOut" | "archive">,
): Promise<void> {
  const back = wasMade
    ? archive({ project, datasetId })
    : takeOut({
        project,
        datasetId,
        exampleIds: addedIds,
        expectedLatest: versionNumber,
        message: "Undo: taken out again",
      });
  const failed = failureOf(await back.catch(() => undefined));
  if (failed) toastError(failed.message, failed.requestId);
  else toastDone(wasMade ? `${datasetName} is in the archive` : `${datasetName} is as it was`);
}
