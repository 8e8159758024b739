import { queueCalls } from "./calls.ts";
import type { Snapshot } from "./desk-state.ts";
import { browserStore, DeskStorage } from "./desk-storage.ts";
import { DeskStore, type DeskCallbacks } from "./desk-store.ts";

const desks = new Map<string, DeskStore>();

type Seat = {
  project: string;
  queueId: string;
  userId: string;
  snapshot: Snapshot;
  selectedId: string | null;
};

/** The desk of this person in this queue: the one left a while ago, or a new one. */
export function openDeskSession(
  { project, queueId, userId, snapshot, selectedId }: Seat,
  callbacks: DeskCallbacks,
): DeskStore {
  const storage = new DeskStorage(browserStore(), { userId, project, queueId });
  const make = () =>
    new DeskStore(
      { calls: queueCalls({ project, queueId, userId }), storage, callbacks },
      snapshot,
      selectedId,
    );
  // What the server draws belongs to one request only.
  if (typeof window === "undefined") return make();
  const key = `${userId} ${project} ${queueId}`;
  const desk = desks.get(key) ?? make();
  desks.set(key, desk);
  return desk;
}
