"use client";

import { useRouter } from "next/navigation";
import { useShortcut } from "#ui/shortcuts.client";
import { paths } from "#platform/paths";
import type { AdjudicationVerdict } from "#schema/review";
import type { NextQueue } from "#client/review";

type Keys = {
  act: {
    choose: (verdict: AdjudicationVerdict) => void;
    decide: () => void;
    step: (by: 1 | -1) => void;
    undo: () => void;
    marks: () => void;
  };
  isOpen: boolean;
  canUndo: boolean;
  nextQueue: NextQueue | null;
  project: string;
  rows: number;
};

/** The keys of the third person's desk; each stands on its button and in the `?` list. */
export function useAdjudicationKeys({ act, isOpen, canUndo, nextQueue, project, rows }: Keys): void {
  const router = useRouter();
  useShortcut("1", "As A", () => act.choose("as_a"), { enabled: isOpen });
  useShortcut("2", "As B", () => act.choose("as_b"), { enabled: isOpen });
  useShortcut("3", "Neither: edit the output", () => act.choose("edit"), { enabled: isOpen });
  useShortcut("4", "The guideline leaves it open", () => act.choose("left_open"), { enabled: isOpen });
  useShortcut("mod+enter", "Decide and go on", act.decide, { enabled: isOpen });
  useShortcut("s", "Skip", () => act.step(1), { enabled: isOpen && rows > 1 });
  useShortcut("j", "Next task", () => act.step(1), { enabled: isOpen });
  useShortcut("k", "Task before", () => act.step(-1), { enabled: isOpen });
  useShortcut("m", "Show or hide the marks of A and B", act.marks, { enabled: isOpen });
  useShortcut("z", "Take back what you settled last", act.undo, { enabled: canUndo });
  useShortcut("n", "Next queue", () => nextQueue && router.push(paths.queue(project, nextQueue.id)), {
    enabled: !isOpen && nextQueue !== null,
  });
}
