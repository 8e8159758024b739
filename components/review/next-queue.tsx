import type { QueueWithProgress } from "#schema/review";

/** A queue with tasks for this person. */
export type NextQueue = { id: string; name: string; waiting: number };

/** Where most waits for this person, the queue they are in aside. */
export function nextQueueOf(
  queues: readonly QueueWithProgress[],
  currentQueueId: string | null,
): NextQueue | null {
  const [next] = queues
    .filter(({ id, progress }) => id !== currentQueueId && progress.waitingForMe > 0)
    .toSorted((a, b) => b.progress.waitingForMe - a.progress.waitingForMe);
  return next ? { id: next.id, name: next.name, waiting: next.progress.waitingForMe } : null;
}
