import { useState } from "react";
import type { StudioAction } from "#components/form/failure";
import { useStudioAction } from "#components/form/use-studio-action.client";
import type {
  DraftOfInput,
  DraftView,
  PromptContent,
  SaveVersionInput,
  SaveVersionResult,
} from "#schema/prompts";
import { toastDone, toastUndo } from "#ui/toaster";
import type { Workbench, WorkbenchInput } from "./use-workbench.ts";

/** The server actions a page hands to the editor and the playground. */
export type WorkbenchActions = {
  saveVersion: StudioAction<SaveVersionInput, SaveVersionResult>;
  discardDraft: StudioAction<DraftOfInput, DraftView | null>;
};

/** Opening the save dialog, what follows a save, and throwing the draft away with the way back. */
export function useSaving(
  { project, latest, branch: { name: branch } }: Pick<WorkbenchInput, "project" | "latest" | "branch">,
  bench: Workbench,
  actions: WorkbenchActions,
) {
  const [isOpen, setOpen] = useState(false);
  const [wasAsked, setAsked] = useState(false);
  const discarding = useStudioAction(actions.discardDraft);
  return {
    isOpen,
    /** From the first time on the dialog stays in the page, with what was typed into it; before that its code is not loaded. */
    wasAsked,
    setOpen,
    open: () => {
      if (!bench.isChanged) return;
      setAsked(true);
      setOpen(true);
    },
    onSaved: (result: SaveVersionResult) => {
      setOpen(false);
      bench.restart(result.version);
      if (result.kind === "unchanged") toastDone(`Nothing to save: the same as v${result.version.number}`);
      else toastDone(`Saved as v${result.version.number}`, result.version.message);
    },
    discard: async () => {
      const kept: PromptContent = bench.desk.content;
      await bench.stop();
      const { failure } = await discarding.runAsync({ project, promptId: latest.promptId, branch });
      if (failure) return bench.change(kept);
      bench.restart(latest);
      toastUndo("Draft discarded", () => bench.change(kept));
    },
  };
}
