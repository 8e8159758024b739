"use client";

import type { RejectReason } from "#schema/review";
import { Button } from "#ui/button";
import type { BarAct } from "./decision-bar.tsx";
import { Reasons, RejectForm } from "./decision-bar.tsx";
import type { Draft } from "./use-workplace.client.tsx";

export type PhoneBarProps = {
  draft: Draft;
  /** The text differs from the output. */
  isChanged: boolean;
  /** It differs and can be sent. */
  isEdited: boolean;
  isDisabled: boolean;
  reasons: readonly RejectReason[];
  act: BarAct;
  onWrite: (changes: Partial<Draft>) => void;
};

/** The decision on a phone: three big buttons at the bottom; rejecting opens the reasons above them. */
export function PhoneBar({ draft, isChanged, isEdited, isDisabled, reasons, act, onWrite }: PhoneBarProps) {
  const isRejecting = draft.mode === "reject";
  const isEditing = draft.mode === "edit";
  return (
    <div className="sticky bottom-0 z-20 max-sm:fixed max-sm:inset-x-0 flex flex-col gap-3 border-t border-line bg-surface px-3.5 pt-3 pb-[max(18px,env(safe-area-inset-bottom))] md:hidden">
      {isRejecting ? (
        <>
          <Reasons
            draft={draft}
            reasons={reasons}
            isDisabled={isDisabled}
            onWrite={onWrite}
            onConfirm={act.confirmReject}
            isLarge
          />
          <RejectForm draft={draft} onWrite={onWrite} onConfirm={act.confirmReject} />
        </>
      ) : null}
      <div className="grid grid-cols-3 gap-2">
        <Button
          className="h-12"
          disabled={isDisabled}
          onClick={isEditing ? () => onWrite({ mode: "read" }) : act.reject}
        >
          {isEditing ? "Close" : isRejecting ? "Cancel" : "Reject"}
        </Button>
        <Button
          className="h-12"
          disabled={isDisabled || isRejecting || (isEditing && !isChanged)}
          onClick={isEditing ? () => onWrite({ mode: "read", correction: null }) : act.edit}
        >
          {isEditing ? "Discard" : "Edit"}
        </Button>
        <Button
          className="h-12"
          variant={isRejecting ? "default" : "primary"}
          disabled={isDisabled || isRejecting || ((isEditing || isChanged) && !isEdited)}
          onClick={isEdited ? act.approveEdit : act.approve}
        >
          {isChanged ? "Approve edit" : "Approve"}
        </Button>
      </div>
    </div>
  );
}

type SkipAndUndoProps = { isDisabled: boolean; isStuck: boolean; canUndo: boolean; act: BarAct };

/** What a phone has below the task; from one that is not this reviewer's to decide, skipping it is going on. */
export function SkipAndUndo({ isDisabled, isStuck, canUndo, act }: SkipAndUndoProps) {
  return (
    <div className="flex gap-2 px-3.5 md:hidden">
      <Button
        variant={isStuck ? "default" : "ghost"}
        className="min-h-11 flex-1"
        disabled={isDisabled && !isStuck}
        onClick={act.skip}
      >
        {isStuck ? "Next task" : "Skip"}
      </Button>
      <Button variant="ghost" className="min-h-11 flex-1" disabled={!canUndo} onClick={act.undo}>
        Undo last
      </Button>
    </div>
  );
}
