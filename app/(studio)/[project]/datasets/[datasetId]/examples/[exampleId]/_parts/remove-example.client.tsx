"use client";

import { useRouter } from "next/navigation";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { paths } from "#platform/paths";
import { Button } from "#ui/button";
import { toastDone } from "#ui/toaster";
import { removeExamplesAction } from "../../../../actions.ts";

type RemoveExampleProps = { project: string; datasetId: string; exampleId: string; expectedLatest: number };

/** Leaves the example out of the next version. Nothing is lost: the versions before keep it. */
export function RemoveExample({ project, datasetId, exampleId, expectedLatest }: RemoveExampleProps) {
  const router = useRouter();
  const { run, isPending } = useStudioAction(
    removeExamplesAction,
    ({ version }: { version: { number: number } }) => {
      toastDone(`Removed in version ${version.number}`, `Version ${expectedLatest} still holds it.`);
      router.push(paths.dataset(project, datasetId));
    },
  );
  return (
    <Button
      variant="ghost"
      pending={isPending}
      onClick={() => run({ project, datasetId, exampleIds: [exampleId], expectedLatest })}
    >
      Remove
    </Button>
  );
}
