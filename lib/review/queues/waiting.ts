import type { QueueWithProgress } from "../schema.ts";
import { formatNumber } from "#platform/format";
import { paceSentence } from "../pace.ts";

/** A queue with tasks for this person. */
export type NextQueue = { id: string; name: string; waiting: number };

/** Where most waits for this person, the queue they are in aside; null where nothing does. */
export function nextQueueOf(
  queues: readonly QueueWithProgress[],
  currentQueueId: string | null,
): NextQueue | null {
  const [next] = queues
    .filter(({ id, progress }) => id !== currentQueueId && progress.waitingForMe > 0)
    .toSorted((a, b) => b.progress.waitingForMe - a.progress.waitingForMe);
  return next ? { id: next.id, name: next.name, waiting: next.progress.waitingForMe } : null;
}

/** What waits for this person in all open queues, and how long it takes. */
export function waitingSentence(queues: readonly QueueWithProgress[]): string {
  const open = queues.filter(({ archivedAt }) => archivedAt === null);
  const waiting = open.reduce((sum, { progress }) => sum + progress.waitingForMe, 0);
  if (waiting === 0) return "Nothing waits for you.";
  const tasks = waiting === 1 ? "1 task waits" : `${formatNumber(waiting)} tasks wait`;
  return `${tasks} for you, ${paceSentence(waiting, paceOver(open))}.`;
}

/** Milliseconds for a task, each queue's by what waits there; a queue without a pace yet is taken to go like the others. */
function paceOver(queues: readonly QueueWithProgress[]): number | null {
  const known = queues.flatMap(({ progress: { waitingForMe, medianDecisionMs } }) =>
    medianDecisionMs === null || waitingForMe === 0 ? [] : [{ waitingForMe, medianDecisionMs }],
  );
  const tasks = known.reduce((sum, { waitingForMe }) => sum + waitingForMe, 0);
  const all = known.reduce((sum, each) => sum + each.waitingForMe * each.medianDecisionMs, 0);
  return tasks === 0 ? null : all / tasks;
}
