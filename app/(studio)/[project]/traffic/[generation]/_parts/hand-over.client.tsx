"use client";

import Link from "next/link";
import { ChooseDialog } from "#components/form/choose-dialog.client";
import { paths } from "#platform/paths";
import { Button } from "#ui/button";
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

const reviewSchema = () => import("#schema/review").then((room) => room.AddTasksInput);

function SendToReview({ project, generationId, queues }: Pick<Props, "project" | "generationId" | "queues">) {
  return (
    <ChooseDialog
      action={sendToReviewAction}
      schema={reviewSchema}
      name="queueId"
      input={(queueId) => ({ project, queueId, generationIds: [generationId], reason: "chosen" as const })}
      onDone={({ added }) => toastDone(added > 0 ? "Sent to the queue" : "It is in this queue already")}
      trigger={<Button>Send to review</Button>}
      title="Send to review"
      description="A reviewer approves, edits or rejects the output."
      label="Queue"
      choices={queues}
      empty={<MakeOne href={paths.queues(project)}>There is no queue yet.</MakeOne>}
      submitLabel="Send"
    />
  );
}

const exampleSchema = () => import("#schema/datasets").then((room) => room.AddExampleFromGenerationInput);

function AddToDataset({
  project,
  generationId,
  inputs,
  datasets,
}: Pick<Props, "project" | "generationId" | "inputs" | "datasets">) {
  return (
    <ChooseDialog
      action={addToDatasetAction}
      schema={exampleSchema}
      name="datasetId"
      input={(datasetId) => ({ project, datasetId, generationId, ...(inputs ? { inputs } : {}) })}
      onDone={({ version, added }) =>
        toastDone(
          added > 0
            ? `Added; ${version.datasetName} is now at version ${version.number}`
            : `${version.datasetName} holds this example already`,
        )
      }
      trigger={<Button variant="primary">Add to dataset</Button>}
      title="Add to dataset"
      description="The variables become the inputs, the output becomes the reference. A new version of the dataset is made."
      label="Dataset"
      choices={datasets}
      empty={<MakeOne href={paths.datasets(project)}>There is no dataset yet.</MakeOne>}
      submitLabel="Add"
    />
  );
}

function MakeOne({ href, children }: { href: string; children: string }) {
  return (
    <>
      {children}{" "}
      <Link href={href} className="text-accent underline-offset-2 hover:underline">
        Make one first
      </Link>
      .
    </>
  );
}
