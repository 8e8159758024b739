"use client";

import { useStudioAction } from "#components/shell/use-action.client";
import { Button } from "#ui/button";
import { toastError, toastUndo } from "#ui/toaster";
import { archiveDatasetAction } from "../../actions.ts";

type ArchiveDatasetProps = { project: string; datasetId: string; isArchived: boolean };

/** Takes the dataset out of the lists at once, with a way back; nothing is lost. */
export function ArchiveDataset({ project, datasetId, isArchived }: ArchiveDatasetProps) {
  const restore = async () => {
    const result = await archiveDatasetAction({ project, datasetId, isArchived: false });
    if (result?.serverError) toastError(result.serverError.message, result.serverError.requestId);
  };
  const { run, isPending } = useStudioAction(
    archiveDatasetAction,
    ({ archivedAt }: { archivedAt: Date | null }) => {
      if (archivedAt) toastUndo("Archived. Runs that used it keep it.", () => void restore());
    },
  );
  return (
    <Button
      size="sm"
      variant="ghost"
      pending={isPending}
      onClick={() => run({ project, datasetId, isArchived: !isArchived })}
    >
      {isArchived ? "Restore" : "Archive"}
    </Button>
  );
}
