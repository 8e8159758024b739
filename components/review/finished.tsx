"use client";

import Link from "next/link";
import { paths } from "#platform/paths";
import { sessionSentence } from "#client/review";
import type { QueueProgress, ReviewSession } from "#schema/review";
import { EmptyState } from "#states/empty-state";
import { Button } from "#ui/button";
import type { NextQueue } from "#client/review";

export type FinishedProps = {
  project: string;
  queueId: string;
  session: ReviewSession;
  progress: QueueProgress;
  canUndo: boolean;
  onUndo: () => void;
  nextQueue: NextQueue | null;
  notices?: React.ReactNode;
};

/** The end of a queue: a sentence about what was done, and the next one that waits. */
export function Finished(props: FinishedProps) {
  const { project, queueId, session, progress, canUndo, onUndo, nextQueue, notices } = props;
  const hasTasks = progress.total > 0;
  const actions = (
    <span className="flex flex-wrap justify-center gap-2">
      {canUndo ? (
        <Button kbd="Z" onClick={onUndo}>
          Undo last
        </Button>
      ) : null}
      {hasTasks ? (
        <Button asChild variant={nextQueue ? "default" : "primary"}>
          <Link href={paths.queueDecisions(project, queueId)}>See the decisions</Link>
        </Button>
      ) : null}
      {nextQueue ? (
        <Button asChild variant="primary" kbd="N">
          <Link href={paths.queue(project, nextQueue.id)} aria-keyshortcuts="N">
            Next queue
          </Link>
        </Button>
      ) : null}
    </span>
  );
  return (
    <>
      {notices}
      <EmptyState
        level={1}
        title={hasTasks ? "Nothing waits for you here" : "This queue has no tasks yet"}
        action={actions}
      >
        {hasTasks
          ? sessionSentence(session)
          : "Tasks come from runs and from traffic: an engineer sends outputs to this queue."}{" "}
        {nextQueueSentence(nextQueue)}
      </EmptyState>
    </>
  );
}

function nextQueueSentence(next: NextQueue | null): string {
  if (next === null) return "No other queue waits for you.";
  return `${next.waiting === 1 ? "1 task waits" : `${next.waiting} tasks wait`} for you in ${next.name}.`;
}
