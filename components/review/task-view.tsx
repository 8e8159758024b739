"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { type Ref, useId } from "react";
import { paths } from "#platform/paths";
import { type CorrectionProblem } from "#constants/review";
import { correctionProblems, editSentence, withField } from "#client/review";
import { editDistance } from "#text";
import type { Task } from "#schema/review";
import { Button } from "#ui/button";
import { InlineError } from "#states/error-state";
import { Checkbox } from "#ui/checkbox";
import { Chip } from "#ui/chip";
import { cn } from "#ui/cn";
import { RelativeTime } from "#ui/relative-time";
import { EditedText } from "./edited-text.tsx";
import { MaskedText } from "./masked-text.tsx";
import { Panel } from "./panel.tsx";
import { type Meter, Timer } from "./timer.client.tsx";
import type { Draft } from "./use-workplace.client.tsx";
import {
  decisionSigns,
  decisionTones,
  decisionWords,
  headingOf,
  reasonWords,
  scoreText,
  tellingScore,
  textOf,
} from "./labels.tsx";

const CorrectionEditor = dynamic(
  () => import("./correction-editor.client.tsx").then((module) => module.CorrectionEditor),
  {
    ssr: false,
    loading: () => <p className="text-text-3">Opening the editor</p>,
  },
);

export type TaskViewProps = {
  project: string;
  task: Task;
  draft: Draft;
  problem: string | null;
  datasetName: string | null;
  meter: Meter;
  headingRef: Ref<HTMLHeadingElement>;
  onWrite: (changes: Partial<Draft>) => void;
  onSubmitEdit: () => void;
};

/** The task itself: what was asked, what came out, and what the checks and the reference say. */
export function TaskView({
  project,
  task,
  draft,
  problem,
  datasetName,
  meter,
  headingRef,
  onWrite,
  onSubmitEdit,
}: TaskViewProps) {
  return (
    <article className="flex max-w-205 min-w-0 flex-col gap-3.5 px-7 py-5 max-sm:px-3.5 max-sm:py-3.5">
      <header className="flex flex-wrap items-center gap-2">
        <h1 ref={headingRef} tabIndex={-1} className="sr-only">
          Task {task.number}: {task.title}
        </h1>
        <Chip>task {task.number}</Chip>
        <WhyChip task={task} />
        <SourceChip project={project} task={task} />
        <Timer key={task.id} taskId={task.id} meter={meter} className="num ml-auto text-sm text-text-3" />
      </header>
      {problem ? <InlineError>{problem}</InlineError> : null}
      <Standing project={project} task={task} />
      {Object.entries(task.inputs).map(([name, value]) => (
        <Panel key={name} title={headingOf(name)}>
          <MaskedText text={textOf(value)} />
        </Panel>
      ))}
      <Output
        task={task}
        draft={draft}
        datasetName={datasetName}
        onWrite={onWrite}
        onSubmitEdit={onSubmitEdit}
      />
      {task.reference === null || task.reference === undefined ? null : (
        <Panel title="Expected">
          <MaskedText text={textOf(task.reference)} />
        </Panel>
      )}
      <Checks task={task} />
    </article>
  );
}

/** What was decided, when this task is looked at afterwards. */
function Standing({ project, task }: { project: string; task: Task }) {
  const standing = task.decisions.filter((decision) => decision.undoneAt === null);
  if (standing.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1 text-sm text-text-2">
      {standing.map((decision) => (
        <li key={decision.id} className="flex flex-wrap items-center gap-1.5">
          <Chip tone={decisionTones[decision.kind]} sign={decisionSigns[decision.kind]}>
            {decisionWords[decision.kind]}
          </Chip>
          by {decision.reviewerName} <RelativeTime value={decision.createdAt} />
          {decision.comment ? <span>“{decision.comment}”</span> : null}
          {decision.exampleId && task.datasetId ? (
            <Link
              href={paths.example(project, task.datasetId, decision.exampleId)}
              className="text-accent underline underline-offset-2"
            >
              example
            </Link>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function WhyChip({ task }: { task: Task }) {
  const score = tellingScore(task.scores);
  const words =
    score?.value === null || score === null
      ? reasonWords[task.reason]
      : `${headingOf(score.evaluatorKey).toLowerCase()} ${scoreText(score)}, ${reasonWords[task.reason]}`;
  const tone =
    task.reason === "failed" || score?.isPassed === false
      ? "bad"
      : task.reason === "unsure" || task.reason === "flagged" || task.reason === "changed"
        ? "warn"
        : "neutral";
  return <Chip tone={tone}>{words}</Chip>;
}

function SourceChip({ project, task }: { project: string; task: Task }) {
  if (task.isBlind && task.promptVersionId === null)
    return <Chip className="max-w-full whitespace-normal">blind: you don't see the version</Chip>;
  if (!task.promptPath) return null;
  const words = `${task.promptPath} v${task.promptVersionNumber ?? "?"}`;
  return (
    <Chip>
      {task.promptId && task.promptVersionNumber ? (
        <Link
          href={paths.promptVersion(project, task.promptId, task.promptVersionNumber)}
          className="hover:underline"
        >
          {words}
        </Link>
      ) : (
        words
      )}
    </Chip>
  );
}

type OutputProps = Pick<TaskViewProps, "task" | "draft" | "datasetName" | "onWrite" | "onSubmitEdit">;

function Output({ task, draft, datasetName, onWrite, onSubmitEdit }: OutputProps) {
  const isEditing = draft.mode === "edit";
  const decided = task.decisions.findLast(
    (decision) => decision.undoneAt === null && decision.correction !== null,
  );
  const correction = draft.correction ?? (isEditing ? null : decided?.correction) ?? task.output;
  const isEdited = correction !== task.output;
  return (
    <section>
      <h2 className="mb-1.5 text-sm font-medium text-text-2">
        {decided
          ? `Output, edited by ${decided.reviewerName}`
          : isEditing || isEdited
            ? "Output, your edit"
            : "Output"}
      </h2>
      <div
        className={cn(
          "rounded-lg border border-line-2 bg-surface p-3.5 text-lg",
          isEditing && "border-accent ring-3 ring-accent-weak",
        )}
      >
        {isEditing ? (
          <CorrectionEditor
            key={task.id}
            label="Output, your edit"
            original={task.output}
            value={correction}
            onChange={(text) => onWrite({ correction: text })}
            onSubmit={onSubmitEdit}
            onLeave={() => onWrite({ mode: "read" })}
          />
        ) : isEdited ? (
          <EditedText original={task.output} correction={correction} />
        ) : (
          <MaskedText text={task.output} />
        )}
      </div>
      {(isEditing || isEdited) && !decided ? (
        <EditNote
          task={task}
          correction={correction}
          draft={draft}
          datasetName={datasetName}
          onWrite={onWrite}
        />
      ) : null}
    </section>
  );
}

type EditNoteProps = Pick<TaskViewProps, "task" | "draft" | "datasetName" | "onWrite"> & {
  correction: string;
};

function EditNote({ task, correction, draft, datasetName, onWrite }: EditNoteProps) {
  const id = useId();
  const problems = correctionProblems(task, correction, draft.addExample);
  return (
    <>
      {problems.map((problem) => (
        <Problem
          key={`${problem.field} ${problem.message}`}
          problem={problem}
          onChoose={(value) =>
            onWrite({ mode: "read", correction: withField(correction, problem.field, value) })
          }
        />
      ))}
      <div className="mt-1.5 flex gap-x-3.5 gap-y-1 text-sm text-text-2 max-sm:flex-col">
        <span className="num">{editSentence(editDistance(task.output, correction).ratio)}</span>
        {datasetName ? (
          <span className="flex items-start gap-1.5">
            <Checkbox
              id={id}
              checked={draft.addExample}
              onCheckedChange={(checked) => onWrite({ addExample: checked === true })}
            />
            <label htmlFor={id}>
              becomes an example in <code>{datasetName}</code> with this decision as its source
            </label>
          </span>
        ) : null}
      </div>
    </>
  );
}

/** What is wrong with a correction, with the choices there are. */
function Problem({ problem, onChoose }: { problem: CorrectionProblem; onChoose: (value: string) => void }) {
  return (
    <div className="mt-1.5 flex flex-wrap items-center gap-1.5">
      <InlineError>{problem.message}</InlineError>
      {problem.choices?.map((choice) => (
        <Button key={choice} size="sm" onClick={() => onChoose(choice)}>
          {choice}
        </Button>
      ))}
    </div>
  );
}

function Checks({ task }: { task: Task }) {
  const scores = task.scores.filter((score) => score.value !== null);
  if (scores.length === 0) return null;
  return (
    <Panel title="What the checks said">
      <ul className="flex flex-col gap-1.5">
        {scores.map((score) => (
          <li key={score.evaluatorKey} className="text-sm">
            <b>{headingOf(score.evaluatorKey)}</b> <span className="num">{scoreText(score)}</span>{" "}
            {score.isPassed === null ? null : (
              <Chip tone={score.isPassed ? "good" : "bad"} sign>
                {score.isPassed ? "passed" : "failed"}
              </Chip>
            )}
            {score.reasoning ? (
              <MaskedText text={score.reasoning} className="mt-0.5 block text-text-2" />
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
