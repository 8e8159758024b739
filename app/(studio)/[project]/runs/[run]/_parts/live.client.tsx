"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { paths } from "#platform/paths";
import type { RunStatus } from "#schema/evaluation";
import { LiveProgress } from "#states/live-progress";
import { Button } from "#ui/button";
import { Card, CardBody } from "#ui/card";
import { toastError } from "#ui/toaster";
import { cancelRunAction } from "../../actions.ts";

type Progress = {
  status: RunStatus;
  totalCases: number;
  doneCases: number;
  failedCases: number;
  isCancelRequested: boolean;
  startedAt: string | null;
  finishedAt: string | null;
  now: string;
};
type Props = { project: string; runId: string; number: number; start: Progress; mayCancel: boolean };

/** A run under way, kept up to date by the server; a reload finds it where it is. */
export function LiveRun({ project, runId, number, start, mayCancel }: Props) {
  const router = useRouter();
  const [progress, setProgress] = useState(start);
  const { run: cancel, isPending } = useStudioAction(cancelRunAction, () => router.refresh());
  // Synchronises with the server's event stream.
  useEffect(() => {
    const source = new EventSource(`${paths.run(project, runId)}/progress`);
    source.addEventListener("message", (event: MessageEvent<string>) => {
      const next = JSON.parse(event.data) as Progress;
      setProgress(next);
      if (next.finishedAt) {
        source.close();
        router.refresh();
      }
    });
    return () => source.close();
  }, [project, runId, router]);
  const elapsedMs = progress.startedAt ? Date.parse(progress.now) - Date.parse(progress.startedAt) : 0;
  const perSecond =
    progress.doneCases > 0 && elapsedMs > 500 ? (progress.doneCases / elapsedMs) * 1000 : null;
  const leftMs = perSecond ? ((progress.totalCases - progress.doneCases) / perSecond) * 1000 : null;
  const isStopping = progress.isCancelRequested || isPending;
  return (
    <Card>
      <CardBody>
        <LiveProgress
          label={
            progress.status === "queued"
              ? `Run ${number} waits for its turn`
              : isStopping
                ? `Run ${number} is stopping`
                : `Run ${number}`
          }
          done={progress.doneCases}
          total={progress.totalCases}
          failed={progress.failedCases}
          perSecond={perSecond}
          leftMs={leftMs}
          action={
            mayCancel ? (
              <Button
                size="sm"
                pending={isStopping}
                onClick={() =>
                  progress.finishedAt ? toastError("The run has ended already.") : cancel({ project, runId })
                }
              >
                Cancel
              </Button>
            ) : null
          }
        />
      </CardBody>
    </Card>
  );
}
