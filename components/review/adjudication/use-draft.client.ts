"use client";

import { useEffect, useState } from "react";
import type { AdjudicationVerdict } from "#schema/review";
import { browserStore, DeskStorage } from "../desk-storage.ts";

export type AdjudicationDraft = {
  verdict: AdjudicationVerdict | null;
  correction: string | null;
  reason: string;
  addExample: boolean;
};

const untouched: AdjudicationDraft = { verdict: null, correction: null, reason: "", addExample: true };

/** What a third person has written at a task and not yet sent; kept in the browser, so that a reload loses nothing. */
export function useAdjudicationDraft(userId: string, project: string, taskId: string | null) {
  const [drafts, setDrafts] = useState<ReadonlyMap<string, AdjudicationDraft>>(new Map());
  const storage = () =>
    new DeskStorage<AdjudicationDraft>(browserStore(), { userId, project, queueId: "adjudication" });
  // Reads the browser's storage, which the server that drew the page does not have.
  useEffect(() => {
    setDrafts(
      new Map(
        new DeskStorage<AdjudicationDraft>(browserStore(), {
          userId,
          project,
          queueId: "adjudication",
        }).drafts(),
      ),
    );
  }, [userId, project]);
  const keep = (id: string, draft: AdjudicationDraft | null) => {
    storage().keepDraft(id, draft);
    setDrafts((now) => {
      const next = new Map(now);
      if (draft) next.set(id, draft);
      else next.delete(id);
      return next;
    });
  };
  const draft = (taskId === null ? undefined : drafts.get(taskId)) ?? untouched;
  return {
    draft,
    write: (changes: Partial<AdjudicationDraft>) => {
      if (taskId !== null) keep(taskId, { ...draft, ...changes });
    },
    forget: (id: string) => keep(id, null),
  };
}
