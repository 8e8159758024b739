import type { DecisionKind, ReviewSession, Task, TaskRow } from "#schema/review";
import {
  type Desk,
  type Draft,
  type LastDecision,
  none,
  type RefusedDecision,
  type Snapshot,
  untouched,
} from "./desk-state.ts";
import { depthOf, depthOfUnknown, following, isMade, viewOf } from "./desk-view.ts";

export type { Desk, Draft, LastDecision, RefusedDecision, Snapshot } from "./desk-state.ts";
export { neededTasks, viewOf } from "./desk-view.ts";

/** A list asked for before a task was lost has arrived by then, so what it says of the task counts again. */
const lostForMs = 30_000;

export function openDesk(snapshot: Snapshot, selectedId: string | null): Desk {
  const empty: Desk = {
    snapshot,
    known: new Map(),
    decisions: [],
    takenBack: 0,
    depths: new Map(),
    before: null,
    skipped: new Set(),
    reopened: new Set(),
    selectedId,
    address: selectedId,
    drafts: new Map(),
    problems: new Map(),
    lost: new Map(),
    refusals: [],
    replacement: null,
    session: { approve: 0, edit: 0, reject: 0 },
    said: "",
  };
  return seen(empty, snapshot, 0);
}

/** The server's word came again, at whatever moment of the session it was taken; `nowMs` is when it came. */
export function see(desk: Desk, snapshot: Snapshot, nowMs = 0): Desk {
  const { currentId, waiting } = viewOf(desk);
  const after = seen(desk, snapshot, nowMs);
  const isWhole = snapshot.rows.length >= snapshot.progress.waitingForMe;
  const wasWaiting = waiting.some((row) => row.id === currentId);
  const isWaiting = viewOf(after).waiting.some((row) => row.id === currentId);
  // Named by no complete list any more: somebody decided it.
  if (currentId !== null && isWhole && wasWaiting && !isWaiting) return lose(after, desk, [currentId], nowMs);
  return steady(desk, after, () => "");
}

function seen(desk: Desk, snapshot: Snapshot, nowMs: number): Desk {
  const last = snapshot.lastDecision;
  const key = last?.id ?? none;
  const depths = desk.depths.has(key)
    ? desk.depths
    : new Map(desk.depths).set(key, depthOfUnknown(desk, last));
  const depth = depths.get(key);
  const isCurrent = depth?.all === depthOf(desk, desk.decisions).all;
  const shown = new Set(snapshot.rows.map((row) => row.id));
  return {
    ...learnt(desk, snapshot.tasks),
    snapshot,
    depths,
    before: depth?.all === -desk.takenBack ? last : desk.before,
    reopened: isCurrent ? new Set() : new Set([...desk.reopened].filter((id) => !shown.has(id))),
    lost: new Map([...desk.lost].filter(([id, since]) => shown.has(id) && nowMs - since < lostForMs)),
  };
}

/** Tasks in full arrived. */
export function learn(desk: Desk, tasks: readonly Task[]): Desk {
  return tasks.length === 0 ? desk : steady(desk, learnt(desk, tasks), () => "");
}

function learnt(desk: Desk, tasks: readonly Task[]): Desk {
  return { ...desk, known: new Map([...desk.known, ...tasks.map((task) => [task.id, task] as const)]) };
}

/** Tasks that were decided elsewhere, or are there no more: they leave the desk with a word. `nowMs` is when this was learnt. */
export function gone(desk: Desk, taskIds: readonly string[], nowMs = 0): Desk {
  return taskIds.length === 0 ? desk : lose(desk, desk, taskIds, nowMs);
}

function lose(desk: Desk, before: Desk, taskIds: readonly string[], nowMs: number): Desk {
  const known = new Map(desk.known);
  for (const id of taskIds) {
    const task = known.get(id);
    if (task?.status === "open") known.set(id, { ...task, status: "decided" });
  }
  const shownId = viewOf(before).currentId;
  const isShown = shownId !== null && taskIds.includes(shownId);
  const after: Desk = {
    ...desk,
    known,
    lost: new Map([...desk.lost, ...taskIds.map((id) => [id, nowMs] as const)]),
    reopened: new Set([...desk.reopened].filter((id) => !taskIds.includes(id))),
    selectedId: isShown ? following(before, shownId) : desk.selectedId,
  };
  const number =
    before.known.get(shownId ?? "")?.number ?? before.snapshot.rows.find(({ id }) => id === shownId)?.number;
  return steady(before, after, (next) =>
    [
      `Task ${number ?? "on screen"} was decided by somebody else meanwhile.`,
      next ? `This is task ${next.number}.` : "",
    ]
      .filter(Boolean)
      .join(" "),
  );
}

/**
 * What happens by itself leaves the task on the screen where it is. Where that cannot be, because the task is
 * gone, keys wait until the reader has seen the one that took its place.
 */
function steady(before: Desk, after: Desk, word: (next: TaskRow | null) => string): Desk {
  const shown = viewOf(before).currentId;
  const { currentId, waiting } = viewOf(after);
  if (shown === null || currentId === shown) return after;
  if (!after.lost.has(shown) && !isMade(after, shown) && after.known.has(shown))
    return { ...after, selectedId: shown };
  const next = waiting.find((row) => row.id === currentId) ?? null;
  const said = word(next) || (next ? `This is task ${next.number} now.` : "");
  return { ...after, said, replacement: { toId: currentId, fromId: shown, said, isMoment: false } };
}

/** The reader has seen which task is on the screen. */
export function confirmReplacement(desk: Desk): Desk {
  return desk.replacement === null ? desk : { ...desk, replacement: null };
}

/** Decides and goes on. The same desk comes back when the task is decided already: a key pressed twice. */
export function decide(
  desk: Desk,
  task: Pick<Task, "id" | "number" | "decisionsNeeded">,
  kind: DecisionKind,
  said: string,
): Desk {
  if (isMade(desk, task.id)) return desk;
  const decision = {
    taskId: task.id,
    taskNumber: task.number,
    kind,
    isClosing: task.decisionsNeeded === 1,
    id: null,
  };
  return {
    ...go(desk, following(desk, task.id)),
    decisions: [...desk.decisions, decision],
    reopened: withoutKey(desk.reopened, task.id),
    problems: without(desk.problems, task.id),
    refusals: desk.refusals.filter((refusal) => refusal.taskId !== task.id),
    session: { ...desk.session, [kind]: desk.session[kind] + 1 },
    said,
  };
}

/** A decision written down before a reload and not yet arrived; it moves nobody. */
export function restored(
  desk: Desk,
  task: Pick<Task, "id" | "number" | "decisionsNeeded">,
  kind: DecisionKind,
): Desk {
  const { selectedId, address, said } = desk;
  const isShown = viewOf(desk).currentId === task.id;
  const after = decide(desk, task, kind, said);
  return isShown ? after : { ...after, selectedId, address };
}

/** The server keeps a decision that was on its way. */
export function kept(desk: Desk, taskId: string, decisionId: string): Desk {
  const decisions = desk.decisions.map((each) =>
    each.taskId === taskId ? { ...each, id: decisionId } : each,
  );
  const arrived = decisions.filter((each) => each.id !== null);
  return {
    ...desk,
    decisions,
    depths: new Map(desk.depths).set(decisionId, depthOf(desk, arrived)),
    drafts: without(desk.drafts, taskId),
  };
}

/** The server did not take a decision: it lies there to be looked at, with its text, and moves nobody. */
export function refused(desk: Desk, refusal: RefusedDecision): Desk {
  const { taskId, message, kind, taskNumber } = refusal;
  const lost = desk.decisions.find((each) => each.taskId === taskId && each.id === null);
  const after: Desk = {
    ...desk,
    decisions: desk.decisions.filter((each) => each !== lost),
    problems: new Map(desk.problems).set(taskId, { from: "decision", message }),
    refusals: [...desk.refusals.filter((each) => each.taskId !== taskId), refusal],
    session: lost ? fewer(desk.session, kind) : desk.session,
    said: `Task ${taskNumber} was not decided: ${message}`,
  };
  return steady(desk, after, () => "");
}

/** The reader has looked at a refusal. */
export function dismissed(desk: Desk, key: string): Desk {
  return { ...desk, refusals: desk.refusals.filter((refusal) => refusal.key !== key) };
}

/** A decision that was never sent is taken back on this desk only. */
export function takenBack(desk: Desk, taskId: string): Desk {
  const unsent = desk.decisions.find((each) => each.taskId === taskId && each.id === null);
  if (!unsent) return desk;
  return {
    ...desk,
    decisions: desk.decisions.filter((each) => each !== unsent),
    session: fewer(desk.session, unsent.kind),
    selectedId: taskId,
    replacement: null,
    said: `Task ${unsent.taskNumber} is open again; the decision had not been sent.`,
  };
}

/**
 * A decision was undone: its task is open again, and on the screen unless the reader, who pressed the key at
 * `fromId`, has gone on since. What else the undo did (`more`) is said with it.
 */
export function undone(desk: Desk, decision: LastDecision, fromId: string | null = null, more = ""): Desk {
  const isHere = desk.decisions.some((each) => each.id === decision.id);
  const shown = viewOf(desk).currentId;
  const comesUp = fromId === null || shown === fromId || shown === null;
  const said = [`Task ${decision.taskNumber} is open again.`, more].filter(Boolean).join(" ");
  const after: Desk = {
    ...desk,
    decisions: desk.decisions.filter((each) => each.id !== decision.id),
    takenBack: isHere ? desk.takenBack : desk.takenBack + 1,
    before: isHere ? desk.before : null,
    reopened: new Set([...desk.reopened, decision.taskId]),
    lost: without(desk.lost, decision.taskId),
    session: isHere ? fewer(desk.session, decision.kind) : desk.session,
    said,
  };
  if (!comesUp) return steady(desk, after, () => "");
  const replacement =
    shown !== null && shown !== decision.taskId
      ? { toId: decision.taskId, fromId: shown, said, isMoment: true }
      : null;
  return { ...after, selectedId: decision.taskId, replacement };
}

/** The reviewer goes to a task. */
export function go(desk: Desk, taskId: string | null): Desk {
  return { ...desk, selectedId: taskId, address: taskId, replacement: null };
}

/** On from a task that cannot be decided here, because somebody has it or had it, to the next free one. */
export function goOn(desk: Desk): Desk {
  const { currentId } = viewOf(desk);
  return currentId === null ? desk : go(desk, following(desk, currentId));
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
  const problem = desk.problems.get(taskId);
  const problems =
    by.message !== null
      ? new Map(desk.problems).set(taskId, { from: "hold" as const, message: by.message })
      : problem?.from === "hold"
        ? without(desk.problems, taskId)
        : desk.problems;
  const after = {
    ...desk,
    snapshot: { ...desk.snapshot, rows },
    known: task ? new Map(desk.known).set(taskId, change(task)) : desk.known,
    problems,
  };
  return by.name === null ? steady(desk, after, () => "") : passedBy(desk, after, taskId, by.name);
}

/**
 * A task that came up by itself a moment ago and that somebody else took before: the next free one comes instead, in
 * words. One that the reviewer chose stays, with who holds it.
 */
function passedBy(desk: Desk, after: Desk, taskId: string, holder: string): Desk {
  const { replacement } = desk;
  const nextId = following(after, taskId);
  if (
    replacement === null ||
    replacement.isMoment ||
    replacement.toId !== taskId ||
    nextId === null ||
    nextId === taskId
  )
    return steady(desk, after, () => "");
  const numberOf = (id: string) => viewOf(after).waiting.find((row) => row.id === id)?.number;
  const said = `Task ${numberOf(taskId) ?? "that came up"} was taken by ${holder} a moment before. This is task ${numberOf(nextId) ?? "after it"}.`;
  return { ...after, selectedId: nextId, said, replacement: { ...replacement, toId: nextId, said } };
}

function fewer(session: ReviewSession, kind: DecisionKind): ReviewSession {
  return { ...session, [kind]: Math.max(0, session[kind] - 1) };
}

function without<Value>(all: ReadonlyMap<string, Value>, key: string): ReadonlyMap<string, Value> {
  const next = new Map(all);
  next.delete(key);
  return next;
}

function withoutKey(all: ReadonlySet<string>, key: string): ReadonlySet<string> {
  return new Set([...all].filter((each) => each !== key));
}
