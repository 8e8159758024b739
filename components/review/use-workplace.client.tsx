"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useEffectEvent, useLayoutEffect, useState, useSyncExternalStore } from "react";
import type { DecideTaskInput } from "#schema/review";
import { toastAway, toastError, toastUndo } from "#ui/toaster";
import { isTyping } from "../ui/typing.ts";
import { type Draft, go, neededTasks, type Snapshot, viewOf, write } from "./desk.ts";
import { type DeskStore, sitDown, type Voice } from "./desk-store.ts";
import { decisionWords } from "./words.tsx";

export type { Draft } from "./desk.ts";

export type WorkplaceData = Snapshot & {
  project: string;
  queue: { id: string };
  /** Whose desk it is. */
  userId: string;
};

/** So many tasks ahead are kept in full; when half of them are used up, the next are fetched. */
const ahead = 32;
/** After this long without a decision the page is asked for anew: the list, the pace, the figures of the frame. */
const calmMs = 2500;
/** With fewer rows than this left of a longer queue, more are fetched at once. */
const fewRows = 40;

const voice: Voice = {
  failed: toastError,
  takeBack: () => toastAway("decided"),
  isBusy: () => isTyping(document.activeElement),
};

/**
 * The state of the reviewer's workplace. A decision moves on at once and is sent behind the scenes; when it
 * fails, the task comes back with everything that was written at it. Nothing here navigates: tasks further on
 * are fetched in the background, and the server's word is reckoned with what was done since (see desk.ts).
 */
export function useWorkplace(data: WorkplaceData) {
  const { rows, tasks, progress, lastDecision } = data;
  const named = useSearchParams().get("task");
  const [desk] = useState(() => {
    const snapshot = { rows, tasks, progress, lastDecision };
    return sitDown(
      { project: data.project, queueId: data.queue.id, userId: data.userId, snapshot, selectedId: named },
      voice,
    );
  });
  const first = useState(() => desk.state)[0];
  const state = useSyncExternalStore(
    desk.subscribe,
    () => desk.state,
    () => first,
  );
  const view = viewOf(state.desk);
  const { address, sitting, said } = state.desk;

  usePresence(desk, named);
  // The server's word, to the desk that outlives the page.
  useLayoutEffect(
    () => desk.see({ rows, tasks, progress, lastDecision }),
    [desk, rows, tasks, progress, lastDecision],
  );
  useAddress(address);
  useTasksAhead(desk, state.desk);
  useFreshPage({
    desk,
    isSending: state.unsent > 0,
    isBehind: view.isBehind,
    isRunningOut: rows.length < progress.waitingForMe && view.waiting.length < fewRows,
    rows,
    made: state.desk.made.length,
  });

  const goTo = (id: string | null) => desk.change((now) => go(now, id));
  const undo = async () => {
    toastAway("decided");
    await desk.undo();
  };
  const decide = (verdict: DecideTaskInput) => {
    const task = state.desk.known.get(verdict.taskId);
    if (!task || !desk.decide(task, verdict)) return;
    toastUndo(`Task ${task.number} ${decisionWords[verdict.kind]}`, () => void undo(), {
      id: "decided",
      ...(isPhone() ? { position: "top-center" } : {}),
    });
  };
  return {
    ...view,
    sitting,
    said,
    datasetNames: state.names,
    loadFailure: view.current === null ? state.loadFailure : null,
    isSending: state.unsent > 0,
    canUndo: view.last !== null || state.desk.made.length > 0,
    go: goTo,
    step: (by: 1 | -1) => {
      const at = view.waiting.findIndex((row) => row.id === view.currentId);
      const row = view.waiting[Math.min(view.waiting.length - 1, Math.max(0, at + by))];
      if (row) goTo(row.id);
    },
    write: (changes: Partial<Draft>) => {
      const id = view.currentId;
      if (id !== null) desk.change((now) => write(now, id, changes));
    },
    decide,
    skip: () => {
      if (view.current) desk.skip(view.current);
    },
    undo: () => void undo(),
    reload: () => void desk.loadAhead(ahead),
    holder: desk.holder,
  };
}

/** Says to the desk that somebody sits at it, and at which task the address began. */
function usePresence(desk: DeskStore, address: string | null): void {
  const sit = useEffectEvent(() => {
    desk.attend(true);
    desk.change((now) => (now.selectedId === address ? now : go(now, address)));
  });
  // The desk lives outside React and longer than this page.
  useLayoutEffect(() => {
    sit();
    return () => desk.attend(false);
  }, [desk]);
}

/** The address follows at once, so that a reload shows the same task, and never later: see Desk.address. */
function useAddress(taskId: string | null): void {
  // Writes the address bar.
  useEffect(() => {
    const url = new URL(window.location.href);
    if (url.searchParams.get("task") === taskId) return;
    if (taskId === null) url.searchParams.delete("task");
    else url.searchParams.set("task", taskId);
    try {
      window.history.replaceState(null, "", url);
    } catch {
      // Some browsers allow a hundred in half a minute; the next one will do.
    }
  }, [taskId]);
}

/** Has the tasks that come next in full before the reviewer gets to them. */
function useTasksAhead(desk: DeskStore, now: DeskStore["state"]["desk"]): void {
  const key = neededTasks(now, ahead / 2).join();
  // Fetches; what comes lies on the desk.
  useEffect(() => {
    if (key !== "") void desk.loadAhead(ahead);
  }, [desk, key]);
}

type FreshPage = {
  desk: DeskStore;
  isSending: boolean;
  isBehind: boolean;
  isRunningOut: boolean;
  rows: readonly unknown[];
  made: number;
};

/** Asks the server for the page anew when there is time for it, and also after the reviewer has gone. */
function useFreshPage({ desk, isSending, isBehind, isRunningOut, rows, made }: FreshPage): void {
  const router = useRouter();
  const isCalm = isBehind && !isSending;
  // Waits for a pause in the reviewer's work; once per decision, should the server see things otherwise.
  useEffect(() => {
    if (!isCalm) return undefined;
    const timer = setTimeout(() => router.refresh(), calmMs);
    return () => clearTimeout(timer);
  }, [isCalm, router, made]);
  // The list is cut off at some length; the rest of a long queue comes in time, once per list.
  useEffect(() => {
    if (isRunningOut) void desk.settled().then(() => router.refresh());
  }, [isRunningOut, desk, router, rows]);
  const refreshLater = useEffectEvent(() => {
    if (isBehind || isSending) void desk.settled().then(() => router.refresh());
  });
  // The frame's figures and the next page were drawn before the last decisions arrived.
  useEffect(() => () => refreshLater(), []);
}

function isPhone(): boolean {
  return window.matchMedia("(max-width: 719px)").matches;
}
