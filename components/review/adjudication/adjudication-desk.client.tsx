"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { TopBar } from "#components/shell/page-header";
import type { StudioAction } from "#components/form/failure";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { correctionProblems, problemSentence, undoSentence } from "#client/review";
import { paths } from "#platform/paths";
import type {
  AdjudicateTaskInput,
  Adjudication,
  AdjudicationVerdict,
  DifferingTask,
  DifferingTaskInFull,
  UndoneDecision,
} from "#schema/review";
import { toastDone, toastError } from "#ui/toaster";
import { Guidelines } from "../guidelines.client.tsx";
import type { NextQueue } from "#client/review";
import { Meter } from "../timer.client.tsx";
import { AdjudicationRail } from "./adjudication-rail.client.tsx";
import { DifferingList } from "./differing-list.tsx";
import { DifferingView } from "./differing-view.client.tsx";
import { NothingDiffers } from "./nothing-differs.tsx";
import { useAdjudicationDraft } from "./use-draft.client.ts";
import { useAdjudicationKeys } from "./use-adjudication-keys.client.ts";

export type AdjudicationDeskProps = {
  userId: string;
  project: string;
  /** The queue that the list is narrowed to. */
  queueId: string | null;
  rows: readonly DifferingTask[];
  task: DifferingTaskInFull | null;
  last: Adjudication | null;
  nextQueue: NextQueue | null;
  adjudicate: StudioAction<AdjudicateTaskInput, Adjudication>;
  undo: StudioAction<{ adjudicationId: string }, Pick<UndoneDecision, "exampleLeft"> & { taskId: string }>;
  agreement: ReactNode;
};

/** For so long after a task comes up no key decides it: a key meant for the one before lands nowhere. */
const settleMs = 1000;

/** The third person's desk: what differs at the left, the task, the decision at the right; all by keyboard. */
export function AdjudicationDesk(props: AdjudicationDeskProps) {
  const { project, queueId, rows, task, last, nextQueue } = props;
  const router = useRouter();
  const { draft, write, forget } = useAdjudicationDraft(props.userId, project, task?.id ?? null);
  const [meter] = useState(() => new Meter());
  const [showsMarks, setMarks] = useState(true);
  const isSettled = useSettled(task?.id ?? null);
  const reasonRef = useRef<HTMLTextAreaElement>(null);
  const goTo = (taskId: string | null) =>
    router.push(paths.adjudication(project, { queue: queueId, task: taskId }));
  const refresh = () => router.refresh();

  const adjudicate = useStudioAction(
    props.adjudicate,
    (made: Adjudication) => {
      forget(made.taskId);
      toastDone(revealed(made));
      refresh();
    },
    { isQuiet: true },
  );
  const undo = useStudioAction(
    props.undo,
    (undone: Pick<UndoneDecision, "exampleLeft"> & { taskId: string }) => {
      toastDone("The opinions differ again.", undoSentence(undone) || undefined);
      goTo(undone.taskId);
    },
  );
  const problem = problemWith(task, draft);
  const canDecide =
    task !== null && isSettled && !adjudicate.isPending && problem === null && draft.reason.trim() !== "";

  const act = {
    choose: (verdict: AdjudicationVerdict) => {
      if (!isSettled) return;
      write({ verdict });
      if (verdict !== "edit") reasonRef.current?.focus();
    },
    decide: () => {
      if (!task || !canDecide || draft.verdict === null) return;
      const base = { project, taskId: task.id, reason: draft.reason, decisionMs: meter.read(task.id) };
      if (draft.verdict === "edit")
        adjudicate.run({
          ...base,
          verdict: "edit",
          correction: draft.correction ?? task.output,
          addExample: draft.addExample,
        });
      else adjudicate.run({ ...base, verdict: draft.verdict });
    },
    step: (by: 1 | -1) => {
      const place = rows.findIndex(({ id }) => id === task?.id);
      const row = rows[Math.min(rows.length - 1, Math.max(0, place + by))];
      if (row && row.id !== task?.id) goTo(row.id);
    },
    undo: () => {
      if (last) undo.run({ project, adjudicationId: last.id });
      else toastError("There is nothing of yours to take back.");
    },
    marks: () => setMarks((shown) => !shown),
  };
  useAdjudicationKeys({
    act,
    isOpen: task !== null,
    canUndo: last !== null,
    nextQueue,
    project,
    rows: rows.length,
  });

  return (
    <>
      <TopBar
        crumbs={[{ label: "Queues", href: paths.queues(project) }, { label: "Adjudication" }]}
        actions={<Guidelines text={task?.guidelines ?? ""} />}
      />
      {task === null ? (
        <NothingDiffers
          project={project}
          last={last}
          nextQueue={nextQueue}
          onUndo={act.undo}
          agreement={props.agreement}
        />
      ) : (
        <div className="grid flex-1 grid-cols-[minmax(0,1fr)_300px] max-md:grid-cols-1 lg:grid-cols-[250px_minmax(0,1fr)_300px]">
          <DifferingList rows={rows} currentId={task.id} onOpen={goTo} className="max-lg:hidden" />
          <DifferingView
            key={task.id}
            task={task}
            draft={draft}
            problem={problem}
            meter={meter}
            showsMarks={showsMarks}
            onMarks={act.marks}
            onWrite={write}
            onDecide={act.decide}
          />
          <AdjudicationRail
            project={project}
            task={task}
            last={last}
            draft={draft}
            reasonRef={reasonRef}
            isPending={adjudicate.isPending}
            isDisabled={!isSettled}
            canDecide={canDecide && draft.verdict !== null}
            failure={adjudicate.failure ?? undo.failure}
            act={act}
            onWrite={write}
            agreement={props.agreement}
          />
        </div>
      )}
    </>
  );
}

/** What a settled task tells that was hidden before. */
function revealed({ taskNumber, opinions, promptPath, promptVersionNumber }: Adjudication): string {
  const who = opinions.map(({ letter, reviewerName }) => `${letter} was ${reviewerName}`).join(", ");
  const version = promptPath ? `; ${promptPath} v${promptVersionNumber ?? "?"} made the output` : "";
  return `Task ${taskNumber} settled. ${who}${version}.`;
}

type Drafted = { verdict: AdjudicationVerdict | null; correction: string | null; addExample: boolean };

/** Why an edit cannot be sent as it is; null when it can, or when no edit is meant. */
function problemWith(task: DifferingTaskInFull | null, draft: Drafted): string | null {
  if (task === null || draft.verdict !== "edit") return null;
  const correction = draft.correction ?? task.output;
  if (correction === task.output) return "The edit changes nothing yet.";
  const problems = correctionProblems(task, correction, draft.addExample);
  return problems.length === 0 ? null : problemSentence(problems);
}

/** False for a moment after a task came up. */
function useSettled(taskId: string | null): boolean {
  const [settledId, setSettledId] = useState<string | null>(null);
  // A timer, outside React.
  useEffect(() => {
    const timer = setTimeout(() => setSettledId(taskId), settleMs);
    return () => clearTimeout(timer);
  }, [taskId]);
  return taskId !== null && settledId === taskId;
}
