"use client";

import Link from "next/link";
import { paths } from "#platform/paths";
import { sittingSentence } from "#facts/review";
import type { QueueProgress, Sitting } from "#schema/review";
import { EmptyState } from "#states/empty-state";
import { Button } from "#ui/button";

export type FinishedProps = {
  project: string;
  queueId: string;
  sitting: Sitting;
  progress: QueueProgress;
  canUndo: boolean;
  onUndo: () => void;
};

/** The end of a queue: a sentence about what was done, and the next step. */
export function Finished({ project, queueId, sitting, progress, canUndo, onUndo }: FinishedProps) {
  const hasTasks = progress.total > 0;
  const actions = (
    <span className="flex flex-wrap justify-center gap-2">
      {canUndo ? (
        <Button kbd="Z" onClick={onUndo}>
          Undo last
        </Button>
      ) : null}
      <Button asChild variant="primary">
        <Link href={hasTasks ? paths.queueDecisions(project, queueId) : paths.runs(project)}>
          {hasTasks ? "See the decisions" : "Open runs"}
        </Link>
      </Button>
    </span>
  );
  return (
    <EmptyState
      title={hasTasks ? "Nothing waits for you here" : "This queue has no tasks yet"}
      action={actions}
    >
      {hasTasks
        ? sittingSentence(sitting)
        : "Tasks come from runs: open one and send its failed or sampled cases to this queue."}
    </EmptyState>
  );
}
