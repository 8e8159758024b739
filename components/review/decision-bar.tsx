"use client";

import { RadioGroup } from "radix-ui";
import { type Ref, useId } from "react";
import { useShortcutSheet } from "#ui/shortcuts.client";
import { formatDuration } from "#platform/format";
import type { RejectReason, ReviewerStats } from "#schema/review";
import { buttonVariants } from "#ui/button";
import { cn } from "#ui/cn";
import { Kbd } from "#ui/kbd";
import { Textarea } from "#ui/textarea";
import { AgreementFigure, agreementWords } from "./agreement.tsx";
import type { Draft } from "./use-workplace.client.tsx";

export type BarAct = {
  approve: () => void;
  edit: () => void;
  approveEdit: () => void;
  reject: () => void;
  confirmReject: () => void;
  skip: () => void;
  undo: () => void;
};

export type DecisionBarProps = {
  draft: Draft;
  /** The text differs from the output. */
  isChanged: boolean;
  /** It differs and can be sent. */
  isEdited: boolean;
  isDisabled: boolean;
  /** The task on the screen is not this reviewer's to decide: skipping it is going on. */
  isStuck: boolean;
  canUndo: boolean;
  reasons: readonly RejectReason[];
  stats: ReviewerStats | null;
  act: BarAct;
  onWrite: (changes: Partial<Draft>) => void;
  reasonsRef: Ref<HTMLDivElement>;
  className?: string | undefined;
};

/** What can be done with the task, each with its key; below, how this reviewer is doing. */
export function DecisionBar({
  draft,
  isChanged,
  isEdited,
  isDisabled,
  isStuck,
  canUndo,
  reasons,
  stats,
  act,
  onWrite,
  reasonsRef,
  className,
}: DecisionBarProps) {
  const isRejecting = draft.mode === "reject";
  const showsEdit = isChanged || draft.mode === "edit";
  return (
    <aside
      aria-label="Decision"
      className={cn("flex flex-col gap-2.5 border-l border-line bg-surface p-4", className)}
    >
      <BigButton
        label={showsEdit ? "Approve as it was" : "Approve"}
        kbd="A"
        filled={!showsEdit && !isRejecting}
        disabled={isDisabled || isRejecting}
        onClick={act.approve}
      />
      {showsEdit ? (
        <BigButton
          label="Approve my edit"
          kbd="⌘↵"
          filled={!isRejecting}
          disabled={isDisabled || isRejecting || !isEdited}
          onClick={act.approveEdit}
        />
      ) : null}
      {draft.mode === "edit" ? null : (
        <BigButton
          label={showsEdit ? "Edit on" : "Edit"}
          kbd="E"
          disabled={isDisabled || isRejecting}
          onClick={act.edit}
        />
      )}
      <BigButton label="Reject…" kbd="X" pressed={isRejecting} disabled={isDisabled} onClick={act.reject} />
      <Reasons
        draft={draft}
        reasons={reasons}
        isDisabled={isDisabled}
        onWrite={onWrite}
        ref={reasonsRef}
        onConfirm={act.confirmReject}
      />
      {isRejecting ? <RejectForm draft={draft} onWrite={onWrite} onConfirm={act.confirmReject} /> : null}
      <BigButton
        label={isStuck ? "Next task" : "Skip"}
        kbd="S"
        disabled={!isStuck && (isDisabled || isRejecting)}
        onClick={act.skip}
      />
      <BigButton label="Undo last" kbd="Z" quiet disabled={!canUndo} onClick={act.undo} />
      <div className="flex-1" />
      <Figures stats={stats} />
    </aside>
  );
}

type BigButtonProps = {
  label: string;
  kbd: string;
  filled?: boolean;
  quiet?: boolean;
  pressed?: boolean;
  disabled: boolean;
  onClick: () => void;
};

function BigButton({
  label,
  kbd,
  filled = false,
  quiet = false,
  pressed,
  disabled,
  onClick,
}: BigButtonProps) {
  return (
    <button
      type="button"
      disabled={disabled}
      aria-expanded={pressed}
      aria-keyshortcuts={kbd === "⌘↵" ? "Meta+Enter Control+Enter" : kbd}
      onClick={onClick}
      className={cn(
        buttonVariants({ variant: filled ? "primary" : "default" }),
        "h-10 w-full justify-between px-3",
        quiet && "border-transparent",
        pressed && "border-bad text-bad",
      )}
    >
      {label}
      <Kbd inherit={filled} className="text-sm">
        {kbd}
      </Kbd>
    </button>
  );
}

type ReasonsProps = {
  draft: Draft;
  reasons: readonly RejectReason[];
  isDisabled: boolean;
  onWrite: (changes: Partial<Draft>) => void;
  onConfirm: () => void;
  ref?: Ref<HTMLDivElement>;
  isLarge?: boolean;
};

/** The project's reasons, chosen by their number; choosing one begins a rejection. */
export function Reasons({
  draft,
  reasons,
  isDisabled,
  onWrite,
  onConfirm,
  ref,
  isLarge = false,
}: ReasonsProps) {
  return (
    <RadioGroup.Root
      ref={ref}
      tabIndex={-1}
      aria-label="Reason to reject"
      disabled={isDisabled}
      value={draft.reasonKey ?? ""}
      onValueChange={(reasonKey) => onWrite({ reasonKey, mode: "reject" })}
      // A radio group swallows Enter, so the key of the page never sees it.
      onKeyDown={(event) => {
        if (event.key === "Enter") onConfirm();
      }}
      className="flex flex-wrap gap-1.5 outline-none"
    >
      {reasons.map((reason, index) => (
        <RadioGroup.Item
          key={reason.key}
          value={reason.key}
          className={cn(
            "inline-flex items-center gap-1 rounded-sm border border-line bg-sunken px-1.5 text-sm text-text-2 hover:border-line-2 data-[state=checked]:border-bad data-[state=checked]:bg-bad-weak data-[state=checked]:text-bad",
            isLarge ? "h-11 px-3" : "h-5 pointer-coarse:h-9",
          )}
        >
          {index < 9 && !isLarge ? `${index + 1} ` : ""}
          {reason.name}
          {reason.isSafety ? <span className="sr-only">, counts as a safety failure</span> : null}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}

export function RejectForm({
  draft,
  onWrite,
  onConfirm,
}: {
  draft: Draft;
  onWrite: (changes: Partial<Draft>) => void;
  onConfirm: () => void;
}) {
  const id = useId();
  return (
    <div className="flex flex-col gap-2">
      <label htmlFor={id} className="sr-only">
        Comment
      </label>
      <Textarea
        id={id}
        rows={2}
        value={draft.comment}
        placeholder="Comment (optional)"
        onChange={(event) => onWrite({ comment: event.target.value })}
      />
      <BigButton
        label={draft.reasonKey ? "Reject" : "Choose a reason"}
        kbd="↵"
        filled
        disabled={draft.reasonKey === null}
        onClick={onConfirm}
      />
    </div>
  );
}

function Figures({ stats }: { stats: ReviewerStats | null }) {
  const openSheet = useShortcutSheet();
  return (
    <dl className="flex flex-col gap-1.5 border-t border-line pt-3 text-sm text-text-2">
      <div className="flex" title={agreementWords(stats)}>
        <dt>Your agreement with others</dt>
        <dd className="num ml-auto">
          <AgreementFigure stats={stats} />
        </dd>
      </div>
      <div className="flex">
        <dt>Median time</dt>
        <dd className="num ml-auto">{formatDuration(wholeSeconds(stats?.medianDecisionMs ?? null))}</dd>
      </div>
      <div className="flex items-center">
        <dt>All shortcuts</dt>
        <dd className="ml-auto">
          <button type="button" onClick={openSheet} aria-label="Show all shortcuts">
            <Kbd>?</Kbd>
          </button>
        </dd>
      </div>
    </dl>
  );
}

function wholeSeconds(ms: number | null): number | null {
  return ms === null || ms < 10_000 ? ms : Math.round(ms / 1000) * 1000;
}
