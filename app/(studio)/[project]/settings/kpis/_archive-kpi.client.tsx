"use client";

import { useStudioAction } from "#components/shell/use-action.client";
import { Button } from "#ui/button";
import { toastError, toastUndo } from "#ui/toaster";
import { updateKpiAction } from "./actions.ts";

type ArchiveKpiProps = { project: string; kpiId: string; isArchived: boolean };

/** Takes a KPI out of the overview at once, with a way back; its values stay. */
export function ArchiveKpi({ project, kpiId, isArchived }: ArchiveKpiProps) {
  const restore = async () => {
    const result = await updateKpiAction({ project, kpiId, isArchived: false });
    if (result?.serverError) toastError(result.serverError.message, result.serverError.requestId);
  };
  const { run, isPending } = useStudioAction(
    updateKpiAction,
    ({ archivedAt }: { archivedAt: Date | null }) => {
      if (archivedAt) toastUndo("Archived. Its values stay.", () => void restore());
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
