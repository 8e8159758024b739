"use client";

import type { StudioAction } from "#components/form/failure";
import { FormDialog } from "#components/form/form-dialog.client";
import { FormField } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { type Outcome, useStudioAction } from "#components/form/use-studio-action.client";
import { leftOutOfDatasetWords } from "#client/review";
import { formatCount } from "#platform/format";
import type { ArchiveDatasetInput, RemoveExamplesInput } from "#schema/datasets";
import type { MadeDataset, MakeDatasetInput } from "#schema/review";
import { Button } from "#ui/button";
import { DialogClose } from "#ui/dialog";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";
import { toastDone, toastUndo } from "#ui/toaster";

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
const schema = () => import("#schema/review").then((room) => room.MakeDatasetInput);

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
  const takeOut = useStudioAction(act.takeOut);
  const archive = useStudioAction(act.archive);
  const form = useActionForm({
    action: act.make,
    schema,
    values: { datasetId: isNew, name: "" },
    input: ({ datasetId, name }) => ({
      project,
      decisionIds: [...decisionIds],
      ...(datasetId === isNew ? { name: name.trim() } : { datasetId }),
    }),
    after: "empty",
    onDone: (made) => {
      onOpenChange(false);
      onMade();
      const left = leftOutOfDatasetWords(made.leftOut);
      const words = `${made.datasetName} version ${made.versionNumber}: ${formatCount(made.added, "example")} added${left ? `; left out: ${left}` : ""}`;
      if (made.added === 0)
        return toastDone(`${made.datasetName} held all of them already${left ? `; left out: ${left}` : ""}`);
      toastUndo(words, () => void goBack(project, made, takeOut.runAsync, archive.runAsync));
    },
  });
  return (
    <FormDialog
      form={form}
      open={open}
      onOpenChange={onOpenChange}
      title="Make a dataset version"
      description={`${formatCount(withCorrection, "correction")} of ${formatCount(decisionIds.length, "decision")} can become examples; each keeps its decision as its source.`}
      actions={
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
      }
      submitLabel="Make it"
      isSubmitDisabled={withCorrection === 0}
    >
      <FormField
        form={form}
        name="datasetId"
        label="Dataset"
        hint="A dataset that runs were made on takes no correction of your own without a second person."
      >
        <NativeSelect>
          <option value={isNew}>A new dataset</option>
          {datasets.map((dataset) => (
            <option key={dataset.id} value={dataset.id}>
              {dataset.name}
            </option>
          ))}
        </NativeSelect>
      </FormField>
      {form.fields.watch("datasetId") === isNew ? (
        <FormField form={form} name="name" label="Its name">
          <Input maxLength={80} />
        </FormField>
      ) : null}
    </FormDialog>
  );
}

type Run<Input> = (input: Input & { project: string }) => Promise<Outcome<unknown>>;

/** A dataset that was made goes to the archive; of one that was there, a version follows without what was added. */
async function goBack(
  project: string,
  { isNew: wasMade, datasetId, datasetName, addedIds, versionNumber }: MadeDataset,
  takeOut: Run<RemoveExamplesInput>,
  archive: Run<ArchiveDatasetInput>,
): Promise<void> {
  const { failure } = wasMade
    ? await archive({ project, datasetId })
    : await takeOut({
        project,
        datasetId,
        exampleIds: addedIds,
        expectedLatest: versionNumber,
        message: "Undo: taken out again",
      });
  if (!failure) toastDone(wasMade ? `${datasetName} is in the archive` : `${datasetName} is as it was`);
}
