export type HoldCalls = {
  claim: (taskId: string) => Promise<unknown>;
  /** Must get through although the page is going away. */
  release: (taskId: string) => Promise<unknown>;
};

/**
 * Holds the task on the screen and lets it go when the reviewer leaves it, so that a colleague can take it at
 * once and not after five minutes. One call after the other: a release never overtakes the claim before it.
 */
export class Holder {
  readonly #calls: HoldCalls;
  #wanted: string | null = null;
  #held: string | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(calls: HoldCalls) {
    this.#calls = calls;
  }

  /** Takes a task, or keeps it for longer; nothing is asked for a task that was left meanwhile. */
  keep(taskId: string): void {
    this.#wanted = taskId;
    this.#then(() => {
      if (this.#wanted !== taskId) return undefined;
      this.#held = taskId;
      return this.#calls.claim(taskId);
    });
  }

  /** The server gave the task without being asked, as an undo does. */
  took(taskId: string): void {
    this.#wanted = taskId;
    this.#then(() => {
      this.#held = taskId;
      return undefined;
    });
  }

  /** The task is no longer on the screen. */
  leave(taskId: string): void {
    if (this.#wanted === taskId) this.#wanted = null;
    this.#then(() => {
      if (this.#held !== taskId || this.#wanted === taskId) return undefined;
      this.#held = null;
      return this.#calls.release(taskId);
    });
  }

  /** The task was decided or skipped, by which the server lets it go itself. */
  forget(taskId: string): void {
    if (this.#wanted === taskId) this.#wanted = null;
    this.#then(() => {
      if (this.#held === taskId) this.#held = null;
      return undefined;
    });
  }

  /** The page goes away: there is no time to wait for a turn. */
  leaveNow(): void {
    const held = this.#held;
    this.#wanted = null;
    this.#held = null;
    if (held !== null) void this.#calls.release(held);
  }

  #then(work: () => Promise<unknown> | undefined): void {
    this.#last = this.#last.then(work).catch(() => undefined);
  }
}
