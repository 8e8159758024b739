"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useEffectEvent, useLayoutEffect, useState, useSyncExternalStore } from "react";
import type { DecideTaskInput } from "#schema/review";
import { toastAway, toastError, toastUndo } from "#ui/toaster";
import { type Draft, go, goOn, neededTasks, type Snapshot, viewOf, write } from "./desk.ts";
import type { Reach } from "./connection.ts";
import type { DeskStore, DeskCallbacks } from "./desk-store.ts";
import { openDeskSession } from "./open-desk-session.ts";
import { decisionWords } from "./labels.tsx";

export type { Draft } from "./desk.ts";

export type WorkplaceData = Snapshot & {
  project: string;
  queue: { id: string };
  /** Whose desk it is. */
  userId: string;
};

/** So many tasks ahead are kept in full; when half of them are used up, the next are fetched. */
const ahead = 32;
/** After this long without a decision the page is asked for again: the list, the pace, the figures of the frame. */
const calmMs = 2500;
/** How often to ask which tasks still wait, so that one decided elsewhere leaves the list. */
const checkMs = 6000;
/** With fewer rows than this left of a longer queue, more are fetched at once. */
const fewRows = 40;

const voice: DeskCallbacks = {
  failed: toastError,
  takeBack: () => toastAway("decided"),
};

/**
 * The state of the reviewer's workplace. A decision moves on at once and is sent behind the scenes; when it
 * fails, the task comes back with everything that was written at it. Nothing here navigates: tasks further on
 * are fetched in the background, and the server's word is merged with what was done since (see desk.ts).
 */
export function useWorkplace(data: WorkplaceData) {
  const { rows, tasks, progress, lastDecision } = data;
  const named = useSearchParams().get("task");
  const [desk] = useState(() => {
    const snapshot = { rows, tasks, progress, lastDecision };
    return openDeskSession(
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
  const { address, session, said } = state.desk;

  usePresence(desk, named);
  // The server's word, to the desk that outlives the page.
  useLayoutEffect(
    () => desk.see({ rows, tasks, progress, lastDecision }),
    [desk, rows, tasks, progress, lastDecision],
  );
  useAddress(address);
  useTasksAhead(desk, state.desk, state.reach);
  useCheck(desk);
  useFreshPage({
    desk,
    isSending: state.unsent > 0,
    isBehind: view.isBehind,
    isRunningOut: rows.length < progress.waitingForMe && view.waiting.length < fewRows,
    rows,
    decided: state.desk.decisions.length,
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
    session,
    said,
    datasetNames: state.names,
    loadFailure: view.current === null ? state.loadFailure : null,
    isSending: state.unsent > 0,
    unsent: state.unsent,
    reach: state.reach,
    refusals: state.desk.refusals,
    replacement: state.desk.replacement,
    confirm: desk.confirm,
    touch: desk.touch,
    dismiss: (key: string) => desk.dismiss(key),
    canUndo: view.last !== null || state.desk.decisions.length > 0,
    go: goTo,
    goOn: () => desk.change(goOn),
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

/** When the workplace opens, what was written before is there again, at the task that the address names. */
function usePresence(desk: DeskStore, address: string | null): void {
  const restore = useEffectEvent(() => {
    desk.restore();
    // Only a task the address names: without one the desk stays where it was left.
    if (address !== null) desk.change((now) => (now.selectedId === address ? now : go(now, address)));
  });
  // The desk lives outside React and longer than this page.
  useLayoutEffect(() => restore(), [desk]);
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
function useTasksAhead(desk: DeskStore, now: DeskStore["state"]["desk"], reach: Reach): void {
  const key = neededTasks(now, ahead / 2).join();
  // Fetches, and again when the studio can be reached again; what comes lies on the desk.
  useEffect(() => {
    if (key !== "" && reach === "online") void desk.loadAhead(ahead);
  }, [desk, key, reach]);
}

/** What others decide leaves this list within seconds, also while nothing is pressed. */
function useCheck(desk: DeskStore): void {
  // A timer, and the browser's word that the connection is gone or back.
  useEffect(() => {
    const check = () => {
      if (document.visibilityState === "visible") void desk.checkWaiting();
    };
    const timer = setInterval(check, checkMs);
    for (const sign of ["online", "offline", "focus"] as const) window.addEventListener(sign, check);
    return () => {
      clearInterval(timer);
      for (const sign of ["online", "offline", "focus"] as const) window.removeEventListener(sign, check);
    };
  }, [desk]);
}

type FreshPage = {
  desk: DeskStore;
  isSending: boolean;
  isBehind: boolean;
  isRunningOut: boolean;
  rows: readonly unknown[];
  decided: number;
};

/** Asks the server for the page again when there is time for it, and also after the reviewer has gone. */
function useFreshPage({ desk, isSending, isBehind, isRunningOut, rows, decided }: FreshPage): void {
  const router = useRouter();
  const isCalm = isBehind && !isSending;
  // Waits for a pause in the reviewer's work; once per decision, should the server see things otherwise.
  useEffect(() => {
    if (!isCalm) return undefined;
    const timer = setTimeout(() => router.refresh(), calmMs);
    return () => clearTimeout(timer);
  }, [isCalm, router, decided]);
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
