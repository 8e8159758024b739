"use client";

import { useStudioAction } from "#components/form/use-studio-action.client";
import { Button } from "#ui/button";
import { toastUndo } from "#ui/toaster";
import { updateKpiAction } from "./actions.ts";

type ArchiveKpiProps = { project: string; kpiId: string; isArchived: boolean };

/** Takes a KPI out of the overview at once, with a way back; its values stay. */
export function ArchiveKpi({ project, kpiId, isArchived }: ArchiveKpiProps) {
  const restore = useStudioAction(updateKpiAction);
  const { run, isPending } = useStudioAction(
    updateKpiAction,
    ({ archivedAt }: { archivedAt: Date | null }) => {
      if (archivedAt)
        toastUndo("Archived. Its values stay.", () => restore.run({ project, kpiId, isArchived: false }));
    },
  );
  return (
    <Button
      size="sm"
      variant="ghost"
      className="relative z-1"
      pending={isPending}
      onClick={() => run({ project, kpiId, isArchived: !isArchived })}
    >
      {isArchived ? "Restore" : "Archive"}
    </Button>
  );
}
