"use client";

import Link from "next/link";
import { useState } from "react";
import { useVerb } from "#components/releases/use-verb.client";
import { paths } from "#platform/paths";
import { Button } from "#ui/button";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "#ui/dialog";
import { Field } from "#ui/field";
import { NativeSelect } from "#ui/native-select";
import { toastDone } from "#ui/toaster";
import { addToDatasetAction, sendToReviewAction } from "../../actions.ts";

type Choice = { id: string; name: string };
type Props = {
  project: string;
  generationId: string;
  /** What the example is asked with, where the generation kept no variables. */
  inputs?: Record<string, string> | undefined;
  datasets: readonly Choice[];
  queues: readonly Choice[];
  mayAddToDataset: boolean;
  maySendToReview: boolean;
};

/** The two ways on from a generation: into a dataset, or before a reviewer. */
export function HandOver({
  project,
  generationId,
  inputs,
  datasets,
  queues,
  mayAddToDataset,
  maySendToReview,
}: Props) {
  return (
    <>
      {maySendToReview ? (
        <SendToReview project={project} generationId={generationId} queues={queues} />
      ) : null}
      {mayAddToDataset ? (
        <AddToDataset project={project} generationId={generationId} inputs={inputs} datasets={datasets} />
      ) : null}
    </>
  );
}

function SendToReview({ project, generationId, queues }: Pick<Props, "project" | "generationId" | "queues">) {
  const [isOpen, setIsOpen] = useState(false);
  const { run, pending } = useVerb(sendToReviewAction, ({ added }) => {
    setIsOpen(false);
    toastDone(added > 0 ? "Sent to the queue" : "It is in this queue already");
  });
  return (
    <Choose
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button>Send to review</Button>}
      title="Send to review"
      description="A reviewer approves, edits or rejects the output."
      label="Queue"
      choices={queues}
      emptyText="There is no queue yet."
      emptyHref={paths.queues(project)}
      verb="Send"
      pending={pending}
      onChoose={(queueId) => run({ project, queueId, generationId })}
    />
  );
}

function AddToDataset({
  project,
  generationId,
  inputs,
  datasets,
}: Pick<Props, "project" | "generationId" | "inputs" | "datasets">) {
  const [isOpen, setIsOpen] = useState(false);
  const { run, pending } = useVerb(addToDatasetAction, ({ version, added }) => {
    setIsOpen(false);
    toastDone(
      added > 0
        ? `Added; ${version.datasetName} is now at version ${version.number}`
        : `${version.datasetName} holds this example already`,
    );
  });
  return (
    <Choose
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button variant="primary">Add to dataset</Button>}
      title="Add to dataset"
      description="The variables become the inputs, the output becomes the reference. A new version of the dataset is made."
      label="Dataset"
      choices={datasets}
      emptyText="There is no dataset yet."
      emptyHref={paths.datasets(project)}
      verb="Add"
      pending={pending}
      onChoose={(datasetId) => run({ project, datasetId, generationId, ...(inputs ? { inputs } : {}) })}
    />
  );
}

type ChooseProps = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  trigger: React.ReactNode;
  title: string;
  description: string;
  label: string;
  choices: readonly Choice[];
  emptyText: string;
  emptyHref: string;
  verb: string;
  pending: boolean;
  onChoose: (id: string) => void;
};

function Choose({
  isOpen,
  onOpenChange,
  trigger,
  title,
  description,
  label,
  choices,
  emptyText,
  emptyHref,
  verb,
  pending,
  onChoose,
}: ChooseProps) {
  const [chosen, setChosen] = useState(choices[0]?.id ?? "");
  const footer = (
    <>
      <DialogClose asChild>
        <Button>Not now</Button>
      </DialogClose>
      <Button variant="primary" pending={pending} disabled={!chosen} onClick={() => onChoose(chosen)}>
        {verb}
      </Button>
    </>
  );
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogTrigger asChild>{trigger}</DialogTrigger>
      <DialogContent title={title} description={description} footer={footer}>
        {choices.length > 0 ? (
          <Field label={label}>
            <NativeSelect value={chosen} onChange={(event) => setChosen(event.target.value)}>
              {choices.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </NativeSelect>
          </Field>
        ) : (
          <p>
            {emptyText}{" "}
            <Link href={emptyHref} className="text-accent underline-offset-2 hover:underline">
              Make one first
            </Link>
            .
          </p>
        )}
      </DialogContent>
    </Dialog>
  );
}
