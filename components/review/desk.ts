import type { DecisionKind, QueueProgress, Sitting, Task, TaskRow } from "#schema/review";

/*
 * What lies on a reviewer's desk, as plain values: what the server last said, and what was done here since.
 * A decision moves on at once and is sent behind the scenes, so the two overlap; `viewOf` reckons them into one.
 */

export type LastDecision = { id: string; taskId: string; taskNumber: number; kind: DecisionKind };

/** What the server says of a queue at one moment. */
export type Snapshot = {
  rows: readonly TaskRow[];
  /** Tasks in full: those coming next, and the one the address names. */
  tasks: readonly Task[];
  progress: QueueProgress;
  /** This reviewer's newest standing decision in the queue. */
  lastDecision: LastDecision | null;
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

/** A decision of this sitting that stands; without an id it is still on its way. */
type Made = { taskId: string; taskNumber: number; kind: DecisionKind; isClosing: boolean; id: string | null };

/** How many decisions stood at a moment, counted from the start of the sitting, and how many of them close their task. */
type Depth = { all: number; closing: number };

export type Desk = {
  snapshot: Snapshot;
  /** Every task seen so far in full: one that was decided can come back by undo. */
  known: ReadonlyMap<string, Task>;
  made: readonly Made[];
  /** Decisions from before this sitting that were undone in it. */
  takenBack: number;
  /** The depth at which a decision was the newest: where a snapshot that names it stands. */
  depths: ReadonlyMap<string, Depth>;
  /** The newest decision from before this sitting, for undo. */
  before: LastDecision | null;
  skipped: ReadonlySet<string>;
  /** Undone here, and perhaps not yet among the server's rows again. */
  reopened: ReadonlySet<string>;
  selectedId: string | null;
  /**
   * The task the address names: where the reviewer went by their own hand. What happens by itself leaves it
   * alone, since writing the address would call off a page the reviewer is on the way to.
   */
  address: string | null;
  drafts: ReadonlyMap<string, Draft>;
  troubles: ReadonlyMap<string, Trouble>;
  sitting: Sitting;
  /** The last thing that happened, for screen readers. */
  said: string;
};

export const untouched: Draft = {
  mode: "read",
  correction: null,
  reasonKey: null,
  comment: "",
  addExample: true,
};
const none = "none";

export function openDesk(snapshot: Snapshot, selectedId: string | null): Desk {
  const empty: Desk = {
    snapshot,
    known: new Map(),
    made: [],
    takenBack: 0,
    depths: new Map(),
    before: null,
    skipped: new Set(),
    reopened: new Set(),
    selectedId,
    address: selectedId,
    drafts: new Map(),
    troubles: new Map(),
    sitting: { approve: 0, edit: 0, reject: 0 },
    said: "",
  };
  return see(empty, snapshot);
}

/** The server's word came anew, at whatever moment of the sitting it was taken. */
export function see(desk: Desk, snapshot: Snapshot): Desk {
  const last = snapshot.lastDecision;
  const key = last?.id ?? none;
  const depths = desk.depths.has(key)
    ? desk.depths
    : new Map(desk.depths).set(key, depthOfUnknown(desk, last));
  const depth = depths.get(key);
  const isCurrent = depth?.all === depthOf(desk, desk.made).all;
  const shown = new Set(snapshot.rows.map((row) => row.id));
  return {
    ...learn(desk, snapshot.tasks),
    snapshot,
    depths,
    before: depth?.all === -desk.takenBack ? last : desk.before,
    reopened: isCurrent ? new Set() : new Set([...desk.reopened].filter((id) => !shown.has(id))),
  };
}

/** Tasks in full arrived. */
export function learn(desk: Desk, tasks: readonly Task[]): Desk {
  if (tasks.length === 0) return desk;
  return { ...desk, known: new Map([...desk.known, ...tasks.map((task) => [task.id, task] as const)]) };
}

/** Tasks asked for and not given: somebody decided them meanwhile. */
export function gone(desk: Desk, taskIds: readonly string[]): Desk {
  if (taskIds.length === 0) return desk;
  const rows = desk.snapshot.rows.filter((row) => !taskIds.includes(row.id));
  const isSelected = desk.selectedId !== null && taskIds.includes(desk.selectedId);
  return {
    ...desk,
    snapshot: { ...desk.snapshot, rows },
    selectedId: isSelected ? following(desk, desk.selectedId ?? "") : desk.selectedId,
  };
}

/** Decides and goes on. The same desk comes back when the task is decided already: a key pressed twice. */
export function decide(desk: Desk, task: Task, kind: DecisionKind, said: string): Desk {
  if (isMade(desk, task.id)) return desk;
  const made = {
    taskId: task.id,
    taskNumber: task.number,
    kind,
    isClosing: task.decisionsNeeded === 1,
    id: null,
  };
  return {
    ...go(desk, following(desk, task.id)),
    made: [...desk.made, made],
    reopened: withoutKey(desk.reopened, task.id),
    troubles: without(desk.troubles, task.id),
    sitting: { ...desk.sitting, [kind]: desk.sitting[kind] + 1 },
    said,
  };
}

/** The server keeps a decision that was on its way. */
export function kept(desk: Desk, taskId: string, decisionId: string): Desk {
  const made = desk.made.map((each) => (each.taskId === taskId ? { ...each, id: decisionId } : each));
  const arrived = made.filter((each) => each.id !== null);
  return {
    ...desk,
    made,
    depths: new Map(desk.depths).set(decisionId, depthOf(desk, arrived)),
    drafts: without(desk.drafts, taskId),
  };
}

/** A decision did not arrive: the task stands there again, with its text and what went wrong. */
export function refused(desk: Desk, taskId: string, message: string, options: { goBack: boolean }): Desk {
  const lost = desk.made.find((each) => each.taskId === taskId && each.id === null);
  if (!lost) return desk;
  return {
    ...desk,
    made: desk.made.filter((each) => each !== lost),
    troubles: new Map(desk.troubles).set(taskId, { from: "decision", message }),
    sitting: fewer(desk.sitting, lost.kind),
    selectedId: options.goBack ? taskId : desk.selectedId,
    said: `Task ${lost.taskNumber} was not decided: ${message}`,
  };
}

/** A decision was undone: its task is open again and on the screen. */
export function undone(desk: Desk, decision: LastDecision): Desk {
  const isHere = desk.made.some((each) => each.id === decision.id);
  return {
    ...desk,
    made: desk.made.filter((each) => each.id !== decision.id),
    takenBack: isHere ? desk.takenBack : desk.takenBack + 1,
    before: isHere ? desk.before : null,
    reopened: new Set([...desk.reopened, decision.taskId]),
    sitting: isHere ? fewer(desk.sitting, decision.kind) : desk.sitting,
    selectedId: decision.taskId,
    said: `Task ${decision.taskNumber} is open again.`,
  };
}

/** The reviewer goes to a task. */
export function go(desk: Desk, taskId: string | null): Desk {
  return { ...desk, selectedId: taskId, address: taskId };
}

export function skip(desk: Desk, task: TaskRow): Desk {
  const skipped = new Set([...desk.skipped, task.id]);
  return {
    ...go(desk, following({ ...desk, skipped }, task.id)),
    skipped,
    said: `Task ${task.number} skipped; it comes again at the end.`,
  };
}

export function write(desk: Desk, taskId: string, changes: Partial<Draft>): Desk {
  const draft = desk.drafts.get(taskId) ?? untouched;
  return { ...desk, drafts: new Map(desk.drafts).set(taskId, { ...draft, ...changes }) };
}

/** Who holds a task, as the server just answered: null when this reviewer does. */
export function held(
  desk: Desk,
  taskId: string,
  by: { name: string | null; until: Date | null; message: string | null },
): Desk {
  const change = <Row extends TaskRow>(row: Row): Row => ({
    ...row,
    heldByName: by.name,
    heldUntil: by.until,
  });
  const task = desk.known.get(taskId);
  const rows = desk.snapshot.rows.map((row) => (row.id === taskId ? change(row) : row));
  const trouble = desk.troubles.get(taskId);
  const troubles =
    by.message !== null
      ? new Map(desk.troubles).set(taskId, { from: "hold" as const, message: by.message })
      : trouble?.from === "hold"
        ? without(desk.troubles, taskId)
        : desk.troubles;
  return {
    ...desk,
    snapshot: { ...desk.snapshot, rows },
    known: task ? new Map(desk.known).set(taskId, change(task)) : desk.known,
    troubles,
  };
}

/** The next task nobody else works on, after this one and then from the start. */
export function following(desk: Desk, taskId: string): string | null {
  const waiting = waitingOn(desk);
  const at = waiting.findIndex((row) => row.id === taskId);
  const others = [...waiting.slice(at + 1), ...waiting.slice(0, Math.max(0, at))].filter(
    (row) => row.id !== taskId && row.heldByName === null,
  );
  return others.find((row) => rank(desk, row) === 0)?.id ?? others[0]?.id ?? null;
}

/** What the workplace shows. */
export function viewOf(desk: Desk) {
  const { progress, lastDecision } = desk.snapshot;
  const waiting = waitingOn(desk);
  const chosen = desk.selectedId !== null && !isMade(desk, desk.selectedId) ? desk.selectedId : null;
  const currentId = chosen ?? waiting.find((row) => row.heldByName === null)?.id ?? null;
  const now = depthOf(desk, desk.made);
  const then = desk.depths.get(lastDecision?.id ?? none) ?? now;
  return {
    waiting,
    currentId,
    current: currentId === null ? null : (desk.known.get(currentId) ?? null),
    draft: (currentId === null ? undefined : desk.drafts.get(currentId)) ?? untouched,
    trouble: currentId === null ? null : (desk.troubles.get(currentId)?.message ?? null),
    done: Math.max(0, progress.decided + now.closing - then.closing),
    left: Math.max(0, progress.waitingForMe - (now.all - then.all)),
    /** What an undo would take back once everything has arrived. */
    last: lastOn(desk),
    /** True when the server's word is older than what was done here. */
    isBehind: now.all !== then.all,
  };
}

/** The tasks that must be in full before the reviewer gets to them, in the order they come. */
export function neededTasks(desk: Desk, ahead: number): string[] {
  const { waiting, currentId } = viewOf(desk);
  const at = waiting.findIndex((row) => row.id === currentId);
  const coming = waiting.slice(Math.max(0, at), Math.max(0, at) + ahead).map((row) => row.id);
  return [...new Set(currentId === null ? coming : [currentId, ...coming])].filter(
    (id) => !desk.known.has(id),
  );
}

function waitingOn(desk: Desk): TaskRow[] {
  const shown = new Set(desk.snapshot.rows.map((row) => row.id));
  const again = [...desk.reopened].flatMap((id) => desk.known.get(id) ?? []);
  return [...desk.snapshot.rows, ...again.filter((task) => !shown.has(task.id))]
    .filter((row) => !isMade(desk, row.id))
    .toSorted((a, b) => rank(desk, a) - rank(desk, b) || a.number - b.number);
}

function rank(desk: Desk, row: TaskRow): number {
  return row.isSkippedByMe || desk.skipped.has(row.id) ? 1 : 0;
}

function lastOn(desk: Desk): LastDecision | null {
  const made = desk.made.findLast((each) => each.id !== null);
  return made?.id
    ? { id: made.id, taskId: made.taskId, taskNumber: made.taskNumber, kind: made.kind }
    : desk.before;
}

function isMade(desk: Desk, taskId: string): boolean {
  return desk.made.some((each) => each.taskId === taskId);
}

function depthOf(desk: Desk, made: readonly Made[]): Depth {
  const closing = made.filter((each) => each.isClosing).length;
  return { all: made.length - desk.takenBack, closing: closing - desk.takenBack };
}

/**
 * A decision the desk has not heard of: one on its way whose answer is late, one from before this sitting that
 * came to light by undoing those after it, or one made in another window. Ids sort by time.
 */
function depthOfUnknown(desk: Desk, last: LastDecision | null): Depth {
  const onItsWay = desk.made.findIndex((each) => each.id === null && each.taskId === last?.taskId);
  if (onItsWay >= 0) return depthOf(desk, desk.made.slice(0, onItsWay + 1));
  const isOlder = last === null || [...desk.depths.keys()].every((id) => id === none || last.id < id);
  const arrived = desk.made.filter((each) => each.id !== null);
  return depthOf(desk, isOlder ? [] : arrived);
}

function fewer(sitting: Sitting, kind: DecisionKind): Sitting {
  return { ...sitting, [kind]: Math.max(0, sitting[kind] - 1) };
}

function without<Value>(all: ReadonlyMap<string, Value>, key: string): ReadonlyMap<string, Value> {
  const next = new Map(all);
  next.delete(key);
  return next;
}

function withoutKey(all: ReadonlySet<string>, key: string): ReadonlySet<string> {
  return new Set([...all].filter((each) => each !== key));
}
