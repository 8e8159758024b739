/**
 * Chooses between all cores and half of them by what tokens cost. llama.cpp's threads wait for each other by spinning:
 * on an idle machine all cores are twice as fast, beside other work on them ten times slower.
 */
export class ThreadChoice {
  readonly #all: number;
  readonly #half: number;
  readonly #cost = new Map<number, number>();
  #threads: number;
  #sinceProbe = 0;

  constructor(cores: number) {
    this.#all = Math.max(1, cores);
    this.#half = Math.max(1, Math.floor(cores / 2));
    this.#threads = this.#all;
  }

  /** How many threads to use now. */
  get threads(): number {
    return this.#threads;
  }

  /** Takes what a token cost on average over the last few, and decides for the next few. */
  note(msPerToken: number): void {
    const before = this.#cost.get(this.#threads);
    this.#cost.set(this.#threads, before === undefined ? msPerToken : 0.5 * before + 0.5 * msPerToken);
    const [all, half] = [this.#cost.get(this.#all), this.#cost.get(this.#half)];
    const better = half === undefined || (all !== undefined && half < all) ? this.#half : this.#all;
    const isSlowing = before !== undefined && msPerToken > 2 * before;
    this.#sinceProbe += 1;
    // The other choice is tried again when this one got worse, and now and then while half the cores lie idle.
    if (isSlowing || (better === this.#half && this.#sinceProbe >= 8)) {
      this.#sinceProbe = 0;
      this.#threads = this.#threads === this.#all ? this.#half : this.#all;
    } else {
      this.#threads = better;
    }
  }
}
