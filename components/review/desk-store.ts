import type { DecideTaskInput, Task } from "#schema/review";
import { type Answer, type Failure, type QueueCalls, queueCalls } from "./calls.ts";
import {
  type Desk,
  decide,
  gone,
  held,
  kept,
  type LastDecision,
  learn,
  neededTasks,
  openDesk,
  refused,
  see,
  type Snapshot,
  skip,
  undone,
  viewOf,
} from "./desk.ts";
import { Holder } from "./holder.ts";
import { Outbox } from "./outbox.ts";
import { decisionWords } from "./words.tsx";

/** How the desk speaks to whoever sits at it; without anybody, failures become toasts. */
export type Voice = {
  failed: (message: string, requestId?: string) => void;
  /** The words about the last decision no longer hold. */
  takeBack: () => void;
  /** True while somebody is in the middle of a sentence and must not be taken elsewhere. */
  isBusy: () => boolean;
};

/**
 * One reviewer's desk in one queue with what comes and goes: it outlives the page, so that decisions still on
 * their way, their failures and half-written edits are there when the reviewer comes back.
 */
export class DeskStore {
  #desk: Desk;
  #unsent = 0;
  #state: DeskState | null = null;
  #names: Readonly<Record<string, string>> = {};
  readonly #listeners = new Set<() => void>();
  readonly #loading = new Set<string>();
  readonly #calls: QueueCalls;
  readonly #outbox: Outbox;
  readonly holder: Holder;
  readonly #voice: Voice;
  #isAttended = false;
  /** Why the tasks asked for did not come, while they did not. */
  #loadFailure: string | null = null;

  constructor(calls: QueueCalls, snapshot: Snapshot, selectedId: string | null, voice: Voice) {
    this.#calls = calls;
    this.#desk = openDesk(snapshot, selectedId);
    this.#voice = voice;
    this.#outbox = new Outbox((size) => {
      this.#unsent = size;
      warnBeforeLeaving(size > 0);
      this.#tell();
    });
    this.holder = new Holder({
      // A claim lets the tasks before it go, so it waits until their decisions have arrived.
      claim: async (taskId) => {
        await this.#outbox.settled();
        this.#claimed(taskId, await calls.claim(taskId));
      },
      release: (taskId) => calls.release(taskId),
    });
  }

  /** One object per state, as React wants it. */
  get state(): DeskState {
    this.#state ??= {
      desk: this.#desk,
      unsent: this.#unsent,
      names: this.#names,
      loadFailure: this.#loadFailure,
    };
    return this.#state;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  change(change: (desk: Desk) => Desk): void {
    const next = change(this.#desk);
    if (next === this.#desk) return;
    this.#desk = next;
    this.#tell();
  }

  see(snapshot: Snapshot): void {
    this.change((desk) => see(desk, snapshot));
  }

  /** Whether somebody sits at the desk. */
  attend(isAttended: boolean): void {
    this.#isAttended = isAttended;
  }

  /** Decides and goes on; false when the task is decided already. */
  decide(task: Task, verdict: DecideTaskInput): boolean {
    const before = this.#desk;
    this.change((desk) =>
      decide(desk, task, verdict.kind, `Task ${task.number} ${decisionWords[verdict.kind]}.`),
    );
    if (this.#desk === before) return false;
    this.holder.forget(task.id);
    void this.#outbox.put(async () => {
      const answer = await this.#calls.decide(verdict);
      if ("data" in answer) this.change((desk) => kept(desk, task.id, answer.data.id));
      else this.#giveBack(task, answer.error);
    });
    return true;
  }

  skip(task: Task): void {
    this.change((desk) => skip(desk, task));
    this.holder.forget(task.id);
    void this.#outbox.put(async () => {
      const answer = await this.#calls.skip(task.id);
      if ("error" in answer) this.#voice.failed(answer.error.message, answer.error.requestId);
    });
  }

  /** Takes back the newest decision, once all have arrived. */
  undo(): Promise<LastDecision | null> {
    return this.#outbox.put(async () => {
      const { last } = viewOf(this.#desk);
      if (!last) {
        this.change((desk) => ({ ...desk, said: "There is nothing to undo." }));
        return null;
      }
      const answer = await this.#calls.undo(last.id);
      if ("error" in answer) {
        const { message, requestId } = answer.error;
        this.#voice.failed(message, requestId);
        this.change((desk) => ({ ...desk, said: message }));
        return null;
      }
      this.change((desk) => undone(desk, last));
      this.holder.took(last.taskId);
      return last;
    });
  }

  /** Fetches the tasks that come next in full: many at once, when the nearer half of them is not all here. */
  async loadAhead(count: number): Promise<void> {
    const isMissing = (id: string) => !this.#loading.has(id);
    if (!neededTasks(this.#desk, count / 2).some(isMissing)) return;
    const missing = neededTasks(this.#desk, count).filter(isMissing);
    for (const id of missing) this.#loading.add(id);
    const answer = await this.#calls.load(missing);
    for (const id of missing) this.#loading.delete(id);
    this.#loadFailure = "error" in answer ? answer.error.message : null;
    if ("data" in answer) {
      this.#names = { ...this.#names, ...answer.data.datasetNames };
      const given = new Set(answer.data.tasks.map((task) => task.id));
      this.#desk = gone(
        learn(this.#desk, answer.data.tasks),
        missing.filter((id) => !given.has(id)),
      );
    }
    this.#tell();
  }

  settled(): Promise<unknown> {
    return this.#outbox.settled();
  }

  #giveBack(task: Task, { message, requestId }: Failure): void {
    this.#voice.takeBack();
    // Nobody is torn away from a sentence they are writing: the task waits in the list.
    const isQuiet = this.#isAttended && !this.#voice.isBusy();
    this.change((desk) => refused(desk, task.id, message, { goBack: isQuiet }));
    if (!isQuiet) this.#voice.failed(`Task ${task.number} was not decided. ${message}`, requestId);
  }

  #claimed(taskId: string, answer: Answer<Task>): void {
    if ("data" in answer) {
      const task = answer.data;
      this.change((desk) => held(learn(desk, [task]), taskId, { name: null, until: null, message: null }));
      return;
    }
    // Without an answer the next heartbeat asks again; deciding does not need the hold.
    if (answer.error.code === "unreachable") return;
    const holder = holderIn(answer.error.details);
    this.change((desk) =>
      held(desk, taskId, {
        name: holder?.name ?? null,
        until: holder?.until ?? null,
        message: answer.error.message,
      }),
    );
  }

  #tell(): void {
    this.#state = null;
    for (const listener of this.#listeners) listener();
  }
}

export type DeskState = {
  desk: Desk;
  unsent: number;
  names: Readonly<Record<string, string>>;
  loadFailure: string | null;
};

function holderIn(details: unknown): { name: string; until: Date } | null {
  if (typeof details !== "object" || details === null) return null;
  const { kind, heldByName, heldUntil } = details as Record<string, unknown>;
  return kind === "task_held" && typeof heldByName === "string" && typeof heldUntil === "string"
    ? { name: heldByName, until: new Date(heldUntil) }
    : null;
}

/** Decisions still on their way would be lost with the window; the browser asks before it closes. */
function warnBeforeLeaving(isSending: boolean): void {
  if (typeof window === "undefined") return;
  window.removeEventListener("beforeunload", ask);
  if (isSending) window.addEventListener("beforeunload", ask);
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

const desks = new Map<string, DeskStore>();

type Seat = {
  project: string;
  queueId: string;
  userId: string;
  snapshot: Snapshot;
  selectedId: string | null;
};

/** The desk of this person in this queue: the one left a while ago, or a new one. */
export function sitDown({ project, queueId, userId, snapshot, selectedId }: Seat, voice: Voice): DeskStore {
  const make = () => new DeskStore(queueCalls(project, queueId), snapshot, selectedId, voice);
  // What the server draws belongs to one request alone.
  if (typeof window === "undefined") return make();
  const key = `${userId} ${project} ${queueId}`;
  const desk = desks.get(key) ?? make();
  desks.set(key, desk);
  return desk;
}
