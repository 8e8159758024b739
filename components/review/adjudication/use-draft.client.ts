"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import type { AdjudicationVerdict } from "#schema/review";
import { browserStore, DeskStorage } from "../desk-storage.ts";

export type AdjudicationDraft = {
  verdict: AdjudicationVerdict | null;
  correction: string | null;
  reason: string;
  addExample: boolean;
};

const untouched: AdjudicationDraft = { verdict: null, correction: null, reason: "", addExample: true };

/** What a third person has written at each task and not yet sent, as React reads it. */
class Drafts {
  readonly #storage: DeskStorage<AdjudicationDraft>;
  readonly #listeners = new Set<() => void>();
  #drafts: ReadonlyMap<string, AdjudicationDraft> = new Map();

  constructor(userId: string, project: string) {
    this.#storage = new DeskStorage(browserStore(), { userId, project, queueId: "adjudication" });
  }

  get = (): ReadonlyMap<string, AdjudicationDraft> => this.#drafts;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** From the browser's storage, which the server that drew the page does not have. */
  restore(): void {
    this.#set(new Map(this.#storage.drafts()));
  }

  keep(taskId: string, draft: AdjudicationDraft | null): void {
    this.#storage.keepDraft(taskId, draft);
    const next = new Map(this.#drafts);
    if (draft) next.set(taskId, draft);
    else next.delete(taskId);
    this.#set(next);
  }

  #set(drafts: ReadonlyMap<string, AdjudicationDraft>): void {
    this.#drafts = drafts;
    for (const listener of this.#listeners) listener();
  }
}

const none: ReadonlyMap<string, AdjudicationDraft> = new Map();

/** What a third person has written at a task; kept in the browser, so that a reload loses nothing. */
export function useAdjudicationDraft(userId: string, project: string, taskId: string | null) {
  const [store] = useState(() => new Drafts(userId, project));
  const drafts = useSyncExternalStore(store.subscribe, store.get, () => none);
  // Reads what lies outside React, once the page is the browser's.
  useEffect(() => store.restore(), [store]);
  const draft = (taskId === null ? undefined : drafts.get(taskId)) ?? untouched;
  return {
    draft,
    write: (changes: Partial<AdjudicationDraft>) => {
      if (taskId !== null) store.keep(taskId, { ...draft, ...changes });
    },
    forget: (id: string) => store.keep(id, null),
  };
}
