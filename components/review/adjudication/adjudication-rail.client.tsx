"use client";

import { type ReactNode, type Ref, useId } from "react";
import type { ActionFailure } from "#components/form/failure";
import type { Adjudication, AdjudicationVerdict, BlindOpinion, DifferingTaskInFull } from "#schema/review";
import { InlineError } from "#states/error-state";
import { Button, buttonVariants } from "#ui/button";
import { Checkbox } from "#ui/checkbox";
import { cn } from "#ui/cn";
import { Kbd } from "#ui/kbd";
import { Textarea } from "#ui/textarea";
import type { AdjudicationDraft } from "./use-draft.client.ts";

type RailProps = {
  project: string;
  task: DifferingTaskInFull;
  last: Adjudication | null;
  draft: AdjudicationDraft;
  reasonRef: Ref<HTMLTextAreaElement>;
  isPending: boolean;
  isDisabled: boolean;
  canDecide: boolean;
  failure: ActionFailure | null;
  act: {
    choose: (verdict: AdjudicationVerdict) => void;
    decide: () => void;
    step: (by: 1 | -1) => void;
    undo: () => void;
  };
  onWrite: (changes: Partial<AdjudicationDraft>) => void;
  agreement: ReactNode;
};

/** What a third person can decide, each with its key, and why; below, how far the queue agrees. */
export function AdjudicationRail(props: RailProps) {
  const { task, last, draft, isDisabled, isPending, canDecide, failure, act, onWrite, agreement, reasonRef } =
    props;
  const id = useId();
  return (
    <aside
      aria-label="Decision"
      className="sticky top-12 flex h-[calc(100dvh-48px)] flex-col gap-2.5 overflow-y-auto border-l border-line bg-surface p-4 max-md:static max-md:h-auto"
    >
      <h2>Your decision is the third</h2>
      {choicesOf(task.opinions).map(({ verdict, label, note, kbd }) => (
        <button
          key={verdict}
          type="button"
          aria-pressed={draft.verdict === verdict}
          aria-keyshortcuts={kbd}
          disabled={isDisabled}
          onClick={() => act.choose(verdict)}
          className={cn(
            buttonVariants(),
            "current-mark h-auto min-h-10 w-full justify-between px-3 py-1.5 text-left whitespace-normal aria-pressed:border-accent aria-pressed:ring-3 aria-pressed:ring-accent-weak",
          )}
        >
          <span>
            {draft.verdict === verdict ? "● " : ""}
            {label}
            {note ? <span className="block text-sm font-normal text-text-2">{note}</span> : null}
          </span>
          <Kbd>{kbd}</Kbd>
        </button>
      ))}
      {draft.verdict === "edit" && task.datasetId ? (
        <span className="flex items-start gap-1.5 text-sm text-text-2">
          <Checkbox
            id={`${id}-example`}
            checked={draft.addExample}
            onCheckedChange={(checked) => onWrite({ addExample: checked === true })}
          />
          <label htmlFor={`${id}-example`}>becomes an example, with this decision as its source</label>
        </span>
      ) : null}
      <label htmlFor={`${id}-reason`} className="text-sm text-text-2">
        <b className="font-medium">Why</b> (both reviewers read it)
      </label>
      <Textarea
        id={`${id}-reason`}
        ref={reasonRef}
        rows={3}
        value={draft.reason}
        onChange={(event) => onWrite({ reason: event.target.value })}
      />
      {failure ? <InlineError>{failure.message}</InlineError> : null}
      <Button
        variant="primary"
        className="h-10 justify-between px-3"
        kbd="⌘↵"
        pending={isPending}
        disabled={!canDecide}
        onClick={act.decide}
      >
        Decide and go on
      </Button>
      <div className="flex justify-between">
        <Button variant="ghost" size="sm" kbd="S" onClick={() => act.step(1)}>
          Skip
        </Button>
        <Button variant="ghost" size="sm" kbd="Z" disabled={last === null} onClick={act.undo}>
          Undo last
        </Button>
      </div>
      <div className="flex-1" />
      {agreement}
    </aside>
  );
}

type Choice = { verdict: AdjudicationVerdict; label: string; note: string | null; kbd: string };

function choicesOf(opinions: readonly BlindOpinion[]): Choice[] {
  const sides = opinions.map(({ letter, kind, reasonName }): Choice => ({
    verdict: letter === "A" ? "as_a" : "as_b",
    label: `As ${letter}: ${kind}${reasonName ? `, ${reasonName}` : ""}`,
    note: null,
    kbd: letter === "A" ? "1" : "2",
  }));
  return [
    ...sides,
    { verdict: "edit", label: "Neither: edit the output", note: null, kbd: "3" },
    {
      verdict: "left_open",
      label: "The guideline leaves it open",
      note: "both opinions stand, and it counts in no figure",
      kbd: "4",
    },
  ];
}
