"use client";

import { useStudioAction } from "#components/form/use-studio-action.client";
import { Button } from "#ui/button";
import { toastUndo } from "#ui/toaster";
import { archiveDatasetAction } from "../../actions.ts";

type ArchiveDatasetProps = { project: string; datasetId: string; isArchived: boolean };

/** Takes the dataset out of the lists at once, with a way back; nothing is lost. */
export function ArchiveDataset({ project, datasetId, isArchived }: ArchiveDatasetProps) {
  const restore = useStudioAction(archiveDatasetAction);
  const { run, isPending } = useStudioAction(
    archiveDatasetAction,
    ({ archivedAt }: { archivedAt: Date | null }) => {
      if (archivedAt)
        toastUndo("Archived. Runs that used it keep it.", () =>
          restore.run({ project, datasetId, isArchived: false }),
        );
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
