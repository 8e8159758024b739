"use client";

import Link from "next/link";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { TopBar } from "#components/shell/page-header";
import { correctionProblems } from "#client/review";
import { paths } from "#platform/paths";
import type { Queue, RejectReason, ReviewerStats } from "#schema/review";
import { Button } from "#ui/button";
import { Skeleton } from "#ui/skeleton";
import { DecisionBar } from "./decision-bar.tsx";
import { DeskNotices, ReachChip } from "./desk-notices.client.tsx";
import { Finished } from "./finished.tsx";
import type { NextQueue } from "#client/review";
import { Guidelines } from "./guidelines.client.tsx";
import { PhoneBar, SkipAndUndo } from "./phone-bar.tsx";
import { TaskList } from "./task-list.tsx";
import { TaskView } from "./task-view.tsx";
import { Meter } from "./timer.client.tsx";
import { useHold } from "./use-hold.client.ts";
import { useKeys } from "./use-keys.client.ts";
import { useWorkplace, type WorkplaceData } from "./use-workplace.client.tsx";

export type WorkplaceProps = WorkplaceData & {
  queue: Queue;
  reasons: readonly RejectReason[];
  stats: ReviewerStats | null;
  /** Names of the datasets that corrections go to, by id. */
  datasetNames: Readonly<Record<string, string>>;
  /** Another queue with tasks for this person. */
  nextQueue: NextQueue | null;
};

const heartbeatMs = 2 * 60_000;
/** How often to ask for a task that somebody else holds. */
const patienceMs = 5_000;

/** The reviewer's workplace: the list, the task, the decision; everything by keyboard alone. */
export function Workplace(props: WorkplaceProps) {
  const { project, queue, reasons, stats, progress } = props;
  const work = useWorkplace(props);
  const datasetNames = { ...props.datasetNames, ...work.datasetNames };
  const isReady = useIsReady();
  const { current, currentId, draft } = work;
  const [meter] = useState(() => new Meter());
  const heading = useRef<HTMLHeadingElement>(null);
  const reasonsBox = useRef<HTMLDivElement>(null);
  const { isChanged, isEdited, isOpen, isHeldByOther, isDisabled, isStuck } = standingOf(work, isReady);
  const isReading = draft.mode === "read";

  const send = () => ({ taskId: current?.id ?? "", decisionMs: current ? meter.read(current.id) : 0 });
  const act = {
    approve: () => work.decide({ ...send(), kind: "approve" }),
    edit: () => work.write({ mode: "edit" }),
    approveEdit: () => {
      if (isEdited)
        work.decide({
          ...send(),
          kind: "edit",
          correction: draft.correction ?? "",
          addExample: draft.addExample,
        });
    },
    reject: () => {
      work.write({ mode: draft.mode === "reject" ? "read" : "reject" });
      reasonsBox.current?.focus();
    },
    confirmReject: () => {
      if (draft.reasonKey)
        work.decide({ ...send(), kind: "reject", reasonKey: draft.reasonKey, comment: draft.comment });
    },
    skip: isStuck ? work.goOn : work.skip,
    undo: work.undo,
  };
  const nextQueueHref = props.nextQueue ? paths.queue(project, props.nextQueue.id) : null;
  useKeys({ act, work, reasons, isEdited, isDisabled, isStuck, reasonsBox, nextQueueHref });
  useHold(isOpen ? currentId : null, work.holder, isHeldByOther ? patienceMs : heartbeatMs);

  // Moves the browser's focus, which lives outside React, to the task that came.
  useEffect(() => {
    if (isReading) heading.current?.focus();
  }, [currentId, isReading]);

  const actions = (
    <>
      <ReachChip reach={work.reach} unsent={work.unsent} />
      <Guidelines text={queue.guidelines} />
      <Button asChild className="max-sm:hidden">
        <Link href={paths.queues(project)}>Finish</Link>
      </Button>
      <Link
        href={paths.queueDecisions(project, queue.id)}
        title="See the decisions"
        className="num text-text-2 hover:text-text"
      >
        {work.done} / {progress.total}
      </Link>
    </>
  );
  return (
    <>
      <TopBar
        crumbs={[{ label: "Queues", href: paths.queues(project) }, { label: queue.name }]}
        actions={actions}
      />
      <p aria-live="polite" className="sr-only">
        {work.said}
      </p>
      {currentId === null ? (
        <Finished
          project={project}
          queueId={queue.id}
          session={work.session}
          progress={progress}
          canUndo={work.canUndo}
          onUndo={work.undo}
          nextQueue={props.nextQueue}
          notices={<DeskNotices work={work} />}
        />
      ) : (
        <div className="grid flex-1 grid-cols-[minmax(0,1fr)_280px] max-md:grid-cols-1 max-md:grid-rows-[1fr_auto] lg:grid-cols-[260px_minmax(0,1fr)_300px]">
          <TaskList
            name={queue.name}
            rows={work.waiting}
            currentId={currentId}
            done={work.done}
            left={work.left}
            progress={progress}
            onOpen={work.go}
            className="sticky top-12 h-[calc(100dvh-48px)] max-lg:hidden"
          />
          <div className="min-w-0 max-sm:pb-44">
            <DeskNotices work={work} />
            {current ? (
              <TaskView
                project={project}
                task={current}
                draft={draft}
                problem={work.problem}
                datasetName={current.datasetId ? (datasetNames[current.datasetId] ?? null) : null}
                meter={meter}
                headingRef={heading}
                onWrite={work.write}
                onSubmitEdit={act.approveEdit}
              />
            ) : (
              <TaskComing failure={work.loadFailure} onRetry={work.reload} />
            )}
            <SkipAndUndo isDisabled={isDisabled} isStuck={isStuck} canUndo={work.canUndo} act={act} />
          </div>
          <DecisionBar
            draft={draft}
            isChanged={isChanged}
            isEdited={isEdited}
            isDisabled={isDisabled}
            isStuck={isStuck}
            canUndo={isReady && work.canUndo}
            reasons={reasons}
            stats={stats}
            act={act}
            onWrite={work.write}
            reasonsRef={reasonsBox}
            className="sticky top-12 h-[calc(100dvh-48px)] overflow-y-auto max-md:hidden"
          />
          <PhoneBar
            draft={draft}
            isChanged={isChanged}
            isEdited={isEdited}
            isDisabled={isDisabled}
            reasons={reasons}
            act={act}
            onWrite={work.write}
          />
        </div>
      )}
    </>
  );
}

/** What can be done with the task on the screen as it stands. */
function standingOf(work: ReturnType<typeof useWorkplace>, isReady: boolean) {
  const { current, draft, replacement } = work;
  const isChanged = current !== null && draft.correction !== null && draft.correction !== current.output;
  const isEdited =
    isChanged && correctionProblems(current, draft.correction ?? "", draft.addExample).length === 0;
  const isOpen = current !== null && current.status === "open" && !current.isDecidedByMe;
  const isHeldByOther = current !== null && current.heldByName !== null;
  return {
    isChanged,
    isEdited,
    isOpen,
    isHeldByOther,
    // Until the page listens, its buttons and keys say so.
    isDisabled: !isReady || !isOpen || isHeldByOther || replacement !== null,
    // Nothing can be decided about it, so there must be a way on, also without a list or keys.
    isStuck: isReady && current !== null && replacement === null && (!isOpen || isHeldByOther),
  };
}

function TaskComing({ failure, onRetry }: { failure: string | null; onRetry: () => void }) {
  if (failure)
    return (
      <div role="alert" className="flex flex-col items-start gap-2.5 px-7 py-5 max-sm:px-3.5">
        <p>The task did not come. {failure}</p>
        <Button onClick={onRetry}>Try again</Button>
      </div>
    );
  return (
    <output aria-label="Loading the task" className="flex flex-col gap-3.5 px-7 py-5">
      <Skeleton className="w-48" />
      <Skeleton className="h-20 w-full" />
      <Skeleton className="h-28 w-full" />
    </output>
  );
}

const never = () => () => undefined;

/** False in the page as the server drew it, which does not listen yet. */
function useIsReady(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
