"use client";

import { useStudioAction } from "#components/form/use-studio-action.client";
import { Button } from "#ui/button";
import { toastDone, toastUndo } from "#ui/toaster";
import { archiveSuiteAction } from "../actions.ts";

/** Takes the suite out of the lists, with a way back. */
export function ArchiveSuite({
  project,
  suiteId,
  isArchived,
}: {
  project: string;
  suiteId: string;
  isArchived: boolean;
}) {
  const restore = useStudioAction(archiveSuiteAction, () => toastDone("The suite is back in the lists"));
  const archive = useStudioAction(archiveSuiteAction, () =>
    toastUndo("Archived the suite; its runs stay", () =>
      restore.run({ project, suiteId, isArchived: false }),
    ),
  );
  const { run, isPending } = isArchived ? restore : archive;
  return (
    <Button
      size="sm"
      variant="ghost"
      pending={isPending}
      onClick={() => run({ project, suiteId, isArchived: !isArchived })}
    >
      {isArchived ? "Restore" : "Archive"}
    </Button>
  );
}
