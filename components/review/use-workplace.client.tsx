"use client";

import { useQueryState } from "nuqs";
import { useRef, useState } from "react";
import type { Decision, DecisionKind, QueueProgress, Sitting, Task, TaskRow } from "#schema/review";
import { toastAway, toastError, toastUndo } from "#ui/toaster";
import { isTyping } from "../ui/typing.ts";
import { decisionWords } from "./words.tsx";

/** What an action answers: the value, or why not. */
export type Answer<Value> =
  | {
      data?: Value | undefined;
      serverError?: { message: string; requestId: string; code: string } | undefined;
    }
  | undefined;

type Verdict = { taskId: string; decisionMs: number; comment?: string } & (
  | { kind: "approve" }
  | { kind: "edit"; correction: string; addExample: boolean }
  | { kind: "reject"; reasonKey: string }
);

/** The server actions the workplace works with, handed in by the page. */
export type WorkplaceActions = {
  claim: (taskId: string) => Promise<Answer<unknown>>;
  decide: (verdict: Verdict) => Promise<Answer<Decision>>;
  skip: (taskId: string) => Promise<Answer<unknown>>;
  undo: (decisionId: string) => Promise<Answer<unknown>>;
};

export type LastDecision = { id: string; taskId: string; taskNumber: number; kind: DecisionKind };

export type WorkplaceData = {
  rows: readonly TaskRow[];
  /** Tasks in full: those coming next, and the one the address names. */
  tasks: readonly Task[];
  progress: QueueProgress;
  lastDecision: LastDecision | null;
  actions: WorkplaceActions;
};

/** What a person has written at a task and not yet sent. */
export type Draft = {
  mode: "read" | "edit" | "reject";
  correction: string | null;
  reasonKey: string | null;
  comment: string;
  addExample: boolean;
};

/** What went wrong at a task: a decision that did not arrive, or somebody else who holds it. */
type Trouble = { from: "decision" | "hold"; message: string };

const untouched: Draft = { mode: "read", correction: null, reasonKey: null, comment: "", addExample: true };

/**
 * The state of the reviewer's workplace. A decision moves on at once and is sent behind the scenes; when it
 * fails, the task comes back with everything that was written at it.
 */
export function useWorkplace({ rows, tasks, progress, lastDecision, actions }: WorkplaceData) {
  const [selectedId, setSelectedId] = useQueryState("task", { history: "replace" });
  const known = useKnown(tasks);
  const [left, setLeft] = useState<ReadonlyMap<string, "decided" | "skipped">>(new Map());
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(new Map());
  const [troubles, setTroubles] = useState<ReadonlyMap<string, Trouble>>(new Map());
  const [sitting, setSitting] = useState<Sitting>({ approve: 0, edit: 0, reject: 0 });
  const [said, setSaid] = useState("");
  const [made, setMade] = useState<LastDecision | null>(null);
  const [undone, setUndone] = useState<string | null>(null);
  const [unsent, setUnsent] = useState(0);
  const last = made ?? (lastDecision?.id === undone ? null : lastDecision);
  const sending = useRef<Promise<LastDecision | null>>(Promise.resolve(null));

  const waiting = rows
    .filter((row) => left.get(row.id) !== "decided")
    .toSorted((a, b) => rank(a, left) - rank(b, left));
  const chosen = selectedId !== null && left.get(selectedId) !== "decided" ? selectedId : null;
  const currentId = chosen ?? waiting.find((row) => row.heldByName === null)?.id ?? null;
  const current = currentId === null ? null : (known.get(currentId) ?? null);
  const draft = (currentId === null ? undefined : drafts.get(currentId)) ?? untouched;

  const go = (id: string | null) => void setSelectedId(id, { shallow: id === null || known.has(id) });
  const change = (id: string, changes: Partial<Draft>) =>
    setDrafts((all) => new Map(all).set(id, { ...(all.get(id) ?? untouched), ...changes }));
  const write = (changes: Partial<Draft>) => {
    if (currentId !== null) change(currentId, changes);
  };
  const blame = (id: string, from: Trouble["from"], message: string | null) =>
    setTroubles((all) => {
      if (message !== null) return new Map(all).set(id, { from, message });
      return all.get(id)?.from === from ? without(all, id) : all;
    });
  const leave = (id: string, how: "decided" | "skipped" | null) =>
    setLeft((all) => (how === null ? without(all, id) : new Map(all).set(id, how)));

  /** The next task nobody else works on, after this one and then from the start. */
  const following = (id: string): string | null => {
    const at = waiting.findIndex((row) => row.id === id);
    const others = [...waiting.slice(at + 1), ...waiting.slice(0, Math.max(0, at))].filter(
      (row) => row.id !== id && row.heldByName === null,
    );
    return (
      others.find((row) => !row.isSkippedByMe && left.get(row.id) !== "skipped")?.id ?? others[0]?.id ?? null
    );
  };
  const step = (by: 1 | -1) => {
    const at = waiting.findIndex((row) => row.id === currentId);
    const row = waiting[Math.min(waiting.length - 1, Math.max(0, at + by))];
    if (row) go(row.id);
  };

  const decide = (verdict: Verdict) => {
    const task = known.get(verdict.taskId);
    if (!task) return;
    const words = `Task ${task.number} ${decisionWords[verdict.kind]}.`;
    leave(task.id, "decided");
    blame(task.id, "decision", null);
    go(following(task.id));
    setSaid(words);
    setSitting((all) => ({ ...all, [verdict.kind]: all[verdict.kind] + 1 }));
    toastUndo(`Task ${task.number} ${decisionWords[verdict.kind]}`, () => void undo(), {
      id: "decided",
      ...(isPhone() ? { position: "top-center" } : {}),
    });
    setUnsent((count) => count + 1);
    sending.current = send(
      sending.current,
      async () => {
        const answer = await actions.decide(verdict).finally(() => setUnsent((count) => count - 1));
        if (answer?.data) {
          setDrafts((all) => without(all, task.id));
          const decided = {
            id: answer.data.id,
            taskId: task.id,
            taskNumber: task.number,
            kind: verdict.kind,
          };
          setMade(decided);
          return decided;
        }
        giveBack(task, verdict.kind, answer);
        return null;
      },
      () => giveBack(task, verdict.kind, undefined),
    );
  };

  /** A decision that did not arrive: the task stands there again, with its text and what went wrong. */
  const giveBack = (task: Task, kind: DecisionKind, answer: Answer<unknown>) => {
    const message =
      answer?.serverError?.message ?? "The decision did not arrive. What you wrote is kept; decide again.";
    leave(task.id, null);
    blame(task.id, "decision", message);
    setSitting((all) => ({ ...all, [kind]: Math.max(0, all[kind] - 1) }));
    setSaid(`Task ${task.number} was not decided: ${message}`);
    toastAway("decided");
    // Nobody is torn away from a sentence they are writing: the task waits in the list.
    if (isTyping(document.activeElement))
      toastError(`Task ${task.number} was not decided. ${message}`, answer?.serverError?.requestId);
    else go(task.id);
  };

  const skip = () => {
    if (!current) return;
    const { id, number } = current;
    leave(id, "skipped");
    go(following(id));
    setSaid(`Task ${number} skipped; it comes again at the end.`);
    sending.current = send(sending.current, async () => {
      const answer = await actions.skip(id);
      if (answer?.serverError) toastError(answer.serverError.message, answer.serverError.requestId);
      return null;
    });
  };

  const undo = async () => {
    const decided = (await sending.current) ?? last;
    if (!decided) return setSaid("There is nothing to undo.");
    const answer = await actions.undo(decided.id).catch(() => undefined);
    if (!answer || answer.serverError) {
      const message =
        answer?.serverError?.message ?? "The server did not answer. Nothing was undone; try again.";
      toastError(message, answer?.serverError?.requestId);
      return setSaid(message);
    }
    sending.current = Promise.resolve(null);
    setMade(null);
    setUndone(decided.id);
    leave(decided.taskId, null);
    setSitting((all) => ({ ...all, [decided.kind]: Math.max(0, all[decided.kind] - 1) }));
    go(decided.taskId);
    return setSaid(`Task ${decided.taskNumber} is open again.`);
  };

  const claim = async (id: string) => {
    // Without an answer the next heartbeat asks again; deciding does not need the hold.
    const answer = await actions.claim(id).catch(() => undefined);
    blame(id, "hold", answer?.serverError?.message ?? null);
  };

  const hidden = rows.filter((row) => left.get(row.id) === "decided").length;
  return {
    waiting,
    current,
    currentId,
    draft,
    trouble: currentId === null ? null : (troubles.get(currentId)?.message ?? null),
    sitting,
    said,
    isSending: unsent > 0,
    canUndo: last !== null || unsent > 0,
    done: progress.decided + hidden,
    left: progress.waitingForMe - hidden,
    go,
    step,
    write,
    decide,
    skip,
    undo: () => void undo(),
    claim,
  };
}

/** Every task seen so far in full: one that was decided can come back by undo. */
function useKnown(tasks: readonly Task[]): ReadonlyMap<string, Task> {
  const [seen, setSeen] = useState(tasks);
  const [known, setKnown] = useState<ReadonlyMap<string, Task>>(
    () => new Map(tasks.map((task) => [task.id, task])),
  );
  if (seen !== tasks) {
    setSeen(tasks);
    setKnown(new Map([...known, ...tasks.map((task) => [task.id, task] as const)]));
  }
  return known;
}

/** One after the other, so that an undo finds the decision before it. */
async function send(
  before: Promise<LastDecision | null>,
  work: () => Promise<LastDecision | null>,
  onLost?: () => void,
): Promise<LastDecision | null> {
  const earlier = await before;
  try {
    return (await work()) ?? earlier;
  } catch (cause) {
    // The network failed, or the session is over: what the action answers never came.
    onLost?.();
    if (!onLost) toastError(cause instanceof Error ? cause.message : "The server did not answer.");
    return earlier;
  }
}

function rank(row: TaskRow, left: ReadonlyMap<string, "decided" | "skipped">): number {
  return row.isSkippedByMe || left.get(row.id) === "skipped" ? 1 : 0;
}

function without<Value>(all: ReadonlyMap<string, Value>, id: string): ReadonlyMap<string, Value> {
  const next = new Map(all);
  next.delete(id);
  return next;
}

function isPhone(): boolean {
  return window.matchMedia("(max-width: 719px)").matches;
}
