import { useState } from "react";
import type {
  ArchivePromptInput,
  DraftView,
  PromptContent,
  SaveVersionInput,
  SaveVersionResult,
  VersionView,
} from "#schema/prompts";
import { toastDone, toastError, toastUndo } from "#ui/toaster";
import { type Act, attempt } from "./act.tsx";
import type { Workbench } from "./use-workbench.ts";

/** The server actions a page hands to the editor and the playground. */
export type WorkbenchActions = {
  saveVersion: Act<SaveVersionInput, SaveVersionResult>;
  discardDraft: Act<ArchivePromptInput, DraftView | null>;
};

/** Opening the save dialog, what follows a save, and throwing the draft away with the way back. */
export function useSaving(project: string, latest: VersionView, bench: Workbench, actions: WorkbenchActions) {
  const [isOpen, setOpen] = useState(false);
  return {
    isOpen,
    setOpen,
    open: () => {
      if (bench.isChanged) setOpen(true);
    },
    onSaved: (result: SaveVersionResult) => {
      setOpen(false);
      bench.restart(result.version);
      if (result.kind === "unchanged") toastDone(`Nothing to save: the same as v${result.version.number}`);
      else toastDone(`Saved as v${result.version.number}`, result.version.message);
    },
    discard: async () => {
      const kept: PromptContent = bench.desk.content;
      const { trouble } = await attempt(actions.discardDraft, { project, promptId: latest.promptId });
      if (trouble) return toastError(trouble.message, trouble.requestId);
      bench.restart(latest);
      toastUndo("Draft discarded", () => bench.change(kept));
    },
  };
}
