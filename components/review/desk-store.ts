import { v7 } from "uuid";
import type { DecideTaskInput, Task } from "#schema/review";
import { holderIn, isOver, refusalOf } from "./answers.ts";
import type { Answer, Failure, QueueCalls } from "./calls.ts";
import { Connection, isPassing, type Reach } from "./connection.ts";
import {
  confirmReplacement,
  type Desk,
  decide,
  dismissed,
  gone,
  held,
  kept,
  type LastDecision,
  learn,
  neededTasks,
  openDesk,
  refused,
  restored,
  see,
  type Snapshot,
  skip,
  takenBack,
  undone,
  viewOf,
} from "./desk.ts";
import type { DeskStorage, UnsentDecision } from "./desk-storage.ts";
import { Holder } from "./holder.ts";
import { Outbox } from "./outbox.ts";
import { decisionWords } from "./labels.tsx";

/** How the desk speaks to the page that shows it; without anybody, failures become toasts. */
export type DeskCallbacks = {
  failed: (message: string, requestId?: string) => void;
  /** The words about the last decision no longer hold. */
  takeBack: () => void;
};

/** What a desk needs from outside: the studio, the browser's storage, the time. */
export type Ground = {
  calls: QueueCalls;
  storage: DeskStorage;
  callbacks: DeskCallbacks;
  nowMs?: () => number;
  connection?: (onChange: (reach: Reach) => void) => Connection;
};

/** A task that came up by an undo: for this long no key decides it. */
const momentMs = 700;
/** A pause after which a replaced task may be confirmed: a key already on its way is none. */
const settleMs = 600;

/**
 * One reviewer's desk in one queue with what comes and goes: it outlives the page, and what was written and not
 * sent outlives the browser, so that decisions on their way, refusals and half-written edits are there when the
 * reviewer comes back.
 */
export class DeskStore {
  #desk: Desk;
  #unsent = 0;
  #state: DeskState | null = null;
  #names: Readonly<Record<string, string>> = {};
  readonly #listeners = new Set<() => void>();
  readonly #loading = new Set<string>();
  readonly #calls: QueueCalls;
  readonly #storage: DeskStorage;
  readonly #nowMs: () => number;
  readonly #connection: Connection;
  readonly #outbox: Outbox;
  readonly holder: Holder;
  readonly #callbacks: DeskCallbacks;
  /** Decisions not yet answered; one that was never tried can be taken back here only. */
  readonly #sending = new Map<string, { decision: UnsentDecision; isTried: boolean }>();
  #isRestored = false;
  #replacedAtMs = 0;
  /** False once the browser refused to keep something: then it asks before the window closes. */
  #isKept = true;
  /** Why the tasks asked for did not come, while they did not. */
  #loadFailure: string | null = null;

  constructor(
    { calls, storage, callbacks, nowMs = Date.now, connection }: Ground,
    snapshot: Snapshot,
    selectedId: string | null,
  ) {
    this.#calls = calls;
    this.#storage = storage;
    this.#nowMs = nowMs;
    this.#desk = openDesk(snapshot, selectedId);
    this.#callbacks = callbacks;
    const tell = () => this.#tell();
    this.#connection = connection?.(tell) ?? new Connection(tell);
    this.#outbox = new Outbox((size) => {
      this.#unsent = size;
      warnBeforeLeaving(size > 0 && !this.#isKept);
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
      reach: this.#connection.reach,
    };
    return this.#state;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  change(change: (desk: Desk) => Desk): void {
    const before = this.#desk;
    const next = change(before);
    if (next === before) return;
    this.#desk = next;
    if (next.replacement !== null && next.replacement !== before.replacement) this.#watch(next.replacement);
    this.#keepDrafts(before, next);
    this.#tell();
  }

  see(snapshot: Snapshot): void {
    this.change((desk) => see(desk, snapshot, this.#nowMs()));
  }

  /**
   * Puts back what was written before a reload. Called once the page is open: the server draws the page without
   * it, so the browser's first drawing must be without it too.
   */
  restore(): void {
    if (this.#isRestored) return;
    this.#isRestored = true;
    const drafts = this.#storage.drafts();
    this.change((desk) => ({ ...desk, drafts: new Map([...drafts, ...desk.drafts]) }));
    for (const decision of this.#storage.unsent()) {
      if (decision.refusal !== undefined) {
        const refusal = refusalOf(decision, decision.refusal);
        this.change((desk) => ({ ...desk, refusals: [...desk.refusals, refusal] }));
        continue;
      }
      const task = {
        id: decision.taskId,
        number: decision.taskNumber,
        decisionsNeeded: decision.decisionsNeeded,
      };
      this.change((desk) => restored(desk, task, decision.verdict.kind));
      this.#post(decision);
    }
  }

  /** Decides and goes on; false when the task is not the one on the screen, or is decided already. */
  decide(task: Task, verdict: DecideTaskInput): boolean {
    const before = this.#desk;
    // Bound to what the reader saw when the key went down.
    if (before.replacement !== null || viewOf(before).currentId !== verdict.taskId) return false;
    const key = v7();
    const decision: UnsentDecision = {
      key,
      taskId: task.id,
      taskNumber: task.number,
      decisionsNeeded: task.decisionsNeeded,
      verdict: { ...verdict, requestKey: key },
    };
    for (const refusal of before.refusals)
      if (refusal.taskId === task.id) this.#storage.dropUnsent(refusal.key);
    this.change((desk) =>
      decide(desk, task, verdict.kind, `Task ${task.number} ${decisionWords[verdict.kind]}.`),
    );
    if (this.#desk === before) return false;
    this.#isKept = this.#storage.keepUnsent(decision) && this.#isKept;
    this.holder.forget(task.id);
    this.#post(decision);
    return true;
  }

  skip(task: Task): void {
    if (this.#desk.replacement !== null || viewOf(this.#desk).currentId !== task.id) return;
    this.change((desk) => skip(desk, task));
    this.holder.forget(task.id);
    void this.#outbox.put(async () => {
      const answer = await this.#persist(() => this.#calls.skip(task.id));
      if (answer === null || "data" in answer) return;
      if (isOver(answer.error)) this.change((desk) => gone(desk, [task.id], this.#nowMs()));
      else this.#callbacks.failed(answer.error.message, answer.error.requestId);
    });
  }

  /** Takes back the newest decision: one that was never sent here and now, any other once all have arrived. */
  undo(): Promise<LastDecision | null> {
    const fromId = viewOf(this.#desk).currentId;
    const newest = this.#desk.decisions.at(-1);
    const waiting = [...this.#sending.values()].find(({ decision }) => decision.taskId === newest?.taskId);
    if (newest?.id === null && waiting && !waiting.isTried) {
      this.#forget(waiting.decision.key);
      this.change((desk) => takenBack(desk, waiting.decision.taskId));
      return Promise.resolve(null);
    }
    if (this.#connection.reach !== "online")
      this.change((desk) => ({ ...desk, said: "The undo follows when the connection is back." }));
    return this.#outbox.put(() => this.#undoNow(fromId));
  }

  async #undoNow(fromId: string | null): Promise<LastDecision | null> {
    const { last } = viewOf(this.#desk);
    if (!last) {
      this.change((desk) => ({ ...desk, said: "There is nothing to undo." }));
      return null;
    }
    const answer = await this.#persist(() => this.#calls.undo(last.id));
    if (answer === null) return null;
    if ("error" in answer) {
      const { message, requestId } = answer.error;
      this.#callbacks.failed(message, requestId);
      this.change((desk) => ({ ...desk, said: message }));
      return null;
    }
    this.change((desk) => undone(desk, last, fromId, answer.data?.note ?? ""));
    if (viewOf(this.#desk).currentId === last.taskId) this.holder.took(last.taskId);
    return last;
  }

  /** The reader has seen the task that took another's place; a key pressed for the one before does not say so. */
  confirm = (): void => {
    if (this.#nowMs() - this.#replacedAtMs >= settleMs) this.change(confirmReplacement);
  };

  /** The reader still types at what is gone: the pause before a confirmation begins again. */
  touch = (): void => {
    this.#replacedAtMs = this.#nowMs();
  };

  /** The reader has looked at a refusal. */
  dismiss(key: string): void {
    this.#storage.dropUnsent(key);
    this.change((desk) => dismissed(desk, key));
  }

  /** Asks which of the tasks shown still wait, and lets go of those that somebody else decided. */
  async checkWaiting(): Promise<void> {
    const ids = viewOf(this.#desk)
      .waiting.slice(0, 50)
      .map((row) => row.id);
    if (ids.length === 0 || this.#unsent > 0) return;
    const answer = await this.#calls.waiting(ids);
    if ("error" in answer) return this.#connection.failed(answer.error.code);
    this.#connection.answered();
    const still = new Set(answer.data);
    const over = ids.filter((id) => !still.has(id) && !this.#desk.reopened.has(id));
    this.change((desk) => gone(desk, over, this.#nowMs()));
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
      const lost = missing.filter((id) => !given.has(id));
      this.change((desk) => gone(learn(desk, answer.data.tasks), lost, this.#nowMs()));
    }
    this.#tell();
  }

  settled(): Promise<unknown> {
    return this.#outbox.settled();
  }

  #post(decision: UnsentDecision): void {
    this.#sending.set(decision.key, { decision, isTried: false });
    void this.#outbox.put(async () => {
      const answer = await this.#persist(() => {
        const waiting = this.#sending.get(decision.key);
        if (!waiting) return null;
        waiting.isTried = true;
        return this.#calls.decide(decision.verdict);
      });
      if (answer === null) return;
      if ("data" in answer) {
        this.#forget(decision.key);
        this.change((desk) => kept(desk, decision.taskId, answer.data.id));
      } else this.#refuse(decision, answer.error);
    });
  }

  /** Does it until there is an answer, however long the studio is away; null when it was called off meanwhile. */
  async #persist<Value>(work: () => Promise<Answer<Value>> | null): Promise<Answer<Value> | null> {
    for (;;) {
      const answer = await work();
      if (answer === null) return null;
      if ("data" in answer || !isPassing(answer.error.code)) {
        this.#connection.answered();
        return answer;
      }
      this.#connection.failed(answer.error.code);
      await this.#connection.worthTrying();
    }
  }

  #refuse(decision: UnsentDecision, failure: Failure): void {
    const { code, message, requestId } = failure;
    this.#callbacks.takeBack();
    this.#sending.delete(decision.key);
    this.#storage.keepUnsent({ ...decision, refusal: message });
    this.change((desk) => refused(desk, refusalOf(decision, message)));
    if (isOver(failure)) this.change((desk) => gone(desk, [decision.taskId], this.#nowMs()));
    if (requestId && code === "internal") this.#callbacks.failed(message, requestId);
  }

  #forget(key: string): void {
    this.#sending.delete(key);
    this.#storage.dropUnsent(key);
  }

  #claimed(taskId: string, answer: Answer<Task>): void {
    if ("data" in answer) {
      const task = answer.data;
      this.#connection.answered();
      this.change((desk) => held(learn(desk, [task]), taskId, { name: null, until: null, message: null }));
      return;
    }
    // Without an answer the next heartbeat asks again; deciding does not need the hold.
    if (isPassing(answer.error.code)) return this.#connection.failed(answer.error.code);
    if (isOver(answer.error)) return this.change((desk) => gone(desk, [taskId], this.#nowMs()));
    const holder = holderIn(answer.error.details);
    this.change((desk) =>
      held(desk, taskId, {
        name: holder?.name ?? null,
        until: holder?.until ?? null,
        message: answer.error.message,
      }),
    );
  }

  #watch({ isMoment }: { isMoment: boolean }): void {
    this.#replacedAtMs = this.#nowMs();
    if (!isMoment) return;
    const { replacement } = this.#desk;
    setTimeout(
      () => this.change((desk) => (desk.replacement === replacement ? confirmReplacement(desk) : desk)),
      momentMs,
    );
  }

  #keepDrafts(before: Desk, after: Desk): void {
    if (before.drafts === after.drafts || !this.#isRestored) return;
    for (const [taskId, draft] of after.drafts)
      if (before.drafts.get(taskId) !== draft)
        this.#isKept = this.#storage.keepDraft(taskId, draft) && this.#isKept;
    for (const taskId of before.drafts.keys())
      if (!after.drafts.has(taskId)) this.#storage.keepDraft(taskId, null);
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
  reach: Reach;
};

/** Where the browser keeps nothing, what is on its way would be lost with the window; it asks before it closes. */
function warnBeforeLeaving(isAtRisk: boolean): void {
  if (typeof window === "undefined") return;
  window.removeEventListener("beforeunload", ask);
  if (isAtRisk) window.addEventListener("beforeunload", ask);
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
