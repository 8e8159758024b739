"use client";

import type { ReactNode } from "react";
import { useShortcut } from "#ui/shortcuts.client";
import { Button } from "#ui/button";
import { RelativeTime } from "#ui/relative-time";
import type { Workbench } from "./use-workbench.ts";

export type DraftBarProps = {
  bench: Workbench;
  nextNumber: number;
  mayEdit: boolean;
  onSave: () => void;
  onDiscard: () => void;
  isPrimary: boolean;
  children?: ReactNode;
};

/** The foot of editor and playground: how the draft stands, and the way to the next version. */
export function DraftBar({
  bench,
  nextNumber,
  mayEdit,
  onSave,
  onDiscard,
  isPrimary,
  children,
}: DraftBarProps) {
  useShortcut("mod+s", `Save as v${nextNumber}`, onSave, { enabled: mayEdit });
  return (
    <footer className="sticky bottom-0 z-10 mt-auto flex flex-wrap items-center gap-2 border-t border-line bg-bg px-4 py-3">
      <span role="status" className="min-w-0 flex-1 text-sm text-text-2 max-sm:basis-full">
        <DraftState bench={bench} mayEdit={mayEdit} />
      </span>
      {mayEdit && bench.isTyped ? (
        <Button variant="ghost" onClick={onDiscard}>
          Discard
        </Button>
      ) : null}
      {mayEdit ? (
        <Button
          variant={isPrimary ? "primary" : "default"}
          kbd="⌘S"
          disabled={!bench.isChanged}
          onClick={onSave}
        >
          Save as v{nextNumber}…
        </Button>
      ) : null}
      {children}
    </footer>
  );
}

function DraftState({
  bench: { desk, isTyped, isChanged, isSaving, problem },
  mayEdit,
}: {
  bench: Workbench;
  mayEdit: boolean;
}) {
  if (!mayEdit) return "You can read and try this; an engineer can change it.";
  if (problem) return "Draft, not saved; your text is kept here";
  if (isSaving || desk.isDirty) return "Draft, saving…";
  if (!isChanged) return `No change since v${desk.baseNumber}`;
  if (!isTyped) return `Nothing typed since v${desk.baseNumber}, but what it includes is newer by now`;
  return (
    <>
      Draft, saved <RelativeTime value={desk.savedAt} />
    </>
  );
}
