type Waiter = { limit: number; take: () => void };

/** The calls that are at a target, and those that wait to be, first come first served. */
export class Places {
  #active = 0;
  readonly #waiters = new Set<Waiter>();

  get active(): number {
    return this.#active;
  }
  get waiting(): number {
    return this.#waiters.size;
  }

  /** Takes a place where fewer than `limit` are taken; null is no limit. Each place taken is given back by `leave`. */
  enter(limit: number | null): boolean {
    if (limit !== null && this.#active >= limit) return false;
    this.#active += 1;
    return true;
  }

  /** Waits for one of `limit` places. `taken` settles when it has one; `giveUp` says false where that was already so. */
  queue(limit: number): { taken: Promise<void>; giveUp(): boolean } {
    let take: () => void = () => undefined;
    const taken = new Promise<void>((resolve) => {
      take = resolve;
    });
    const waiter = { limit, take };
    this.#waiters.add(waiter);
    return { taken, giveUp: () => this.#waiters.delete(waiter) };
  }

  /** Gives a place back: to whoever has waited longest and whose limit, which a new version may have lowered, has room. */
  leave(): void {
    this.#active -= 1;
    for (const waiter of this.#waiters) {
      if (this.#active >= waiter.limit) continue;
      this.#active += 1;
      this.#waiters.delete(waiter);
      waiter.take();
    }
  }
}
