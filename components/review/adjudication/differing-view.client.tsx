"use client";

import dynamic from "next/dynamic";
import { useEffect, useRef } from "react";
import { differenceSentence, editSentence } from "#client/review";
import { editDistance } from "#text";
import { formatDuration } from "#platform/format";
import type { BlindOpinion, DifferingTaskInFull } from "#schema/review";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Chip } from "#ui/chip";
import { EditedText } from "../edited-text.tsx";
import { MaskedText } from "../masked-text.tsx";
import { Panel } from "../panel.tsx";
import { type Meter, Timer } from "../timer.client.tsx";
import { decisionSigns, decisionTones, decisionWords, headingOf, textOf } from "../labels.tsx";
import type { AdjudicationDraft } from "./use-draft.client.ts";

const CorrectionEditor = dynamic(
  () => import("../correction-editor.client.tsx").then((module) => module.CorrectionEditor),
  { ssr: false, loading: () => <p className="text-text-3">Opening the editor</p> },
);

type DifferingViewProps = {
  task: DifferingTaskInFull;
  draft: AdjudicationDraft;
  problem: string | null;
  meter: Meter;
  showsMarks: boolean;
  onMarks: () => void;
  onWrite: (changes: Partial<AdjudicationDraft>) => void;
  onDecide: () => void;
};

/** The task as a third person reads it: where the opinions part, what was asked, what came out, and both opinions. */
export function DifferingView(props: DifferingViewProps) {
  const { task, draft, problem, meter, showsMarks, onMarks, onWrite, onDecide } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  // Moves the browser's focus, which lives outside React, to the task that came.
  useEffect(() => heading.current?.focus(), []);
  const isEditing = draft.verdict === "edit";
  const correction = draft.correction ?? task.output;
  return (
    <article className="flex max-w-205 min-w-0 flex-col gap-3.5 px-7 py-5 max-sm:px-3.5">
      <h1 ref={heading} tabIndex={-1} className="text-lg font-normal outline-none">
        <b className="font-semibold">{differenceSentence(task.opinions)}</b> Opinions were given blind; you
        see no names until you decide.
      </h1>
      <p className="flex flex-wrap items-center gap-2 text-sm text-text-3">
        <Chip>task {task.number}</Chip> {task.queueName}
        <Timer taskId={task.id} meter={meter} className="num ml-auto" />
      </p>
      {Object.entries(task.inputs).map(([name, value]) => (
        <Panel key={name} title={headingOf(name)}>
          <MaskedText text={textOf(value)} />
        </Panel>
      ))}
      <section>
        <div className="mb-1.5 flex items-center">
          <h2 className="flex-1 text-sm font-medium text-text-2">
            {isEditing ? "Output, your edit" : "Output"}
          </h2>
          <Button size="sm" variant="ghost" kbd="M" aria-pressed={showsMarks} onClick={onMarks}>
            Marks of A and B
          </Button>
        </div>
        <div className="rounded-lg border border-line-2 bg-surface p-3.5 text-lg">
          {isEditing ? (
            <CorrectionEditor
              label="Output, your edit"
              original={task.output}
              value={correction}
              onChange={(text) => onWrite({ correction: text })}
              onSubmit={onDecide}
              onLeave={() => heading.current?.focus()}
            />
          ) : (
            <MaskedText text={task.output} />
          )}
        </div>
        {isEditing ? (
          <p className="num mt-1.5 text-sm text-text-2">
            {editSentence(editDistance(task.output, correction).ratio)}
          </p>
        ) : null}
        {isEditing && problem && correction !== task.output ? <InlineError>{problem}</InlineError> : null}
      </section>
      <div className="grid gap-3.5 sm:grid-cols-2">
        {task.opinions.map((opinion) => (
          <Opinion key={opinion.letter} opinion={opinion} output={task.output} showsMarks={showsMarks} />
        ))}
      </div>
    </article>
  );
}

function Opinion({
  opinion,
  output,
  showsMarks,
}: {
  opinion: BlindOpinion;
  output: string;
  showsMarks: boolean;
}) {
  const { letter, kind, reasonName, comment, correction, decisionMs } = opinion;
  return (
    <section aria-label={`Opinion ${letter}`} className="rounded-lg border border-line bg-surface">
      <h2 className="flex items-center gap-2 border-b border-line px-3.5 py-2">
        <span className="rounded-sm border border-line-2 px-1.5 text-sm">{letter}</span>
        <span className="flex-1">Opinion {letter}</span>
        <Chip tone={decisionTones[kind]} sign={decisionSigns[kind]}>
          {decisionWords[kind]}
          {reasonName ? `, ${reasonName}` : ""}
        </Chip>
      </h2>
      <div className="flex flex-col gap-2 px-3.5 py-3">
        {comment ? (
          <p>
            “<MaskedText text={comment} />”
          </p>
        ) : (
          <p className="text-text-3">No comment.</p>
        )}
        {correction !== null ? (
          showsMarks ? (
            <EditedText original={output} correction={correction} />
          ) : (
            <MaskedText text={correction} />
          )
        ) : null}
        <p className="text-sm text-text-3">took {formatDuration(decisionMs)}</p>
      </div>
    </section>
  );
}
