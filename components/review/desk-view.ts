import type { TaskRow } from "#schema/review";
import {
  type Depth,
  type Desk,
  type LastDecision,
  type SessionDecision,
  none,
  untouched,
} from "./desk-state.ts";

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
  const now = depthOf(desk, desk.decisions);
  const then = desk.depths.get(lastDecision?.id ?? none) ?? now;
  // What the snapshot still counts as waiting and somebody else decided since.
  const lostShown = desk.snapshot.rows.filter((row) => desk.lost.has(row.id) && !isMade(desk, row.id)).length;
  return {
    waiting,
    currentId,
    current: currentId === null ? null : (desk.known.get(currentId) ?? null),
    draft: (currentId === null ? undefined : desk.drafts.get(currentId)) ?? untouched,
    problem: currentId === null ? null : (desk.problems.get(currentId)?.message ?? null),
    done: Math.max(0, progress.decided + now.closing - then.closing + lostShown),
    left: Math.max(0, progress.waitingForMe - (now.all - then.all) - lostShown),
    /** What an undo would take back once everything has arrived. */
    last: lastOn(desk),
    /** True when the server's word is older than what was done here. */
    isBehind: now.all !== then.all || lostShown > 0,
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
    .filter((row) => !isMade(desk, row.id) && !desk.lost.has(row.id))
    .toSorted((a, b) => rank(desk, a) - rank(desk, b) || a.number - b.number);
}

function rank(desk: Desk, row: TaskRow): number {
  return row.isSkippedByMe || desk.skipped.has(row.id) ? 1 : 0;
}

function lastOn(desk: Desk): LastDecision | null {
  const newest = desk.decisions.findLast((each) => each.id !== null);
  return newest?.id
    ? { id: newest.id, taskId: newest.taskId, taskNumber: newest.taskNumber, kind: newest.kind }
    : desk.before;
}

export function isMade(desk: Desk, taskId: string): boolean {
  return desk.decisions.some((each) => each.taskId === taskId);
}

export function depthOf(desk: Desk, decisions: readonly SessionDecision[]): Depth {
  const closing = decisions.filter((each) => each.isClosing).length;
  return { all: decisions.length - desk.takenBack, closing: closing - desk.takenBack };
}

/**
 * A decision the desk has not heard of: one on its way whose answer is late, one from before this session that
 * came to light by undoing those after it, or one made in another window. Ids sort by time.
 */
export function depthOfUnknown(desk: Desk, last: LastDecision | null): Depth {
  const onItsWay = desk.decisions.findIndex((each) => each.id === null && each.taskId === last?.taskId);
  if (onItsWay >= 0) return depthOf(desk, desk.decisions.slice(0, onItsWay + 1));
  const isOlder = last === null || [...desk.depths.keys()].every((id) => id === none || last.id < id);
  const arrived = desk.decisions.filter((each) => each.id !== null);
  return depthOf(desk, isOlder ? [] : arrived);
}
