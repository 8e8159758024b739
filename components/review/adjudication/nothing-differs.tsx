import Link from "next/link";
import type { ReactNode } from "react";
import { paths } from "#platform/paths";
import type { Adjudication } from "#schema/review";
import { EmptyState } from "#states/empty-state";
import { Button } from "#ui/button";
import type { NextQueue } from "#client/review";

type NothingDiffersProps = {
  project: string;
  last: Adjudication | null;
  nextQueue: NextQueue | null;
  onUndo: () => void;
  agreement: ReactNode;
};

/** The end of the list: nothing waits for a third person, and where something waits otherwise. */
export function NothingDiffers({ project, last, nextQueue, onUndo, agreement }: NothingDiffersProps) {
  const next = nextQueue
    ? `${nextQueue.waiting === 1 ? "1 task waits" : `${nextQueue.waiting} tasks wait`} for you in ${nextQueue.name}.`
    : "No queue waits for you either.";
  return (
    <div className="mx-auto w-full max-w-112">
      <EmptyState
        level={1}
        title="No opinions differ that wait for you"
        action={
          <span className="flex flex-wrap justify-center gap-2">
            {last ? (
              <Button kbd="Z" onClick={onUndo}>
                Undo last
              </Button>
            ) : null}
            <Button asChild variant="primary" kbd={nextQueue ? "N" : undefined}>
              <Link href={nextQueue ? paths.queue(project, nextQueue.id) : paths.queues(project)}>
                {nextQueue ? "Next queue" : "See the queues"}
              </Link>
            </Button>
          </span>
        }
      >
        Where two reviewers decide one task differently, somebody who gave no opinion on it settles it here.{" "}
        {next}
      </EmptyState>
      {agreement}
    </div>
  );
}
