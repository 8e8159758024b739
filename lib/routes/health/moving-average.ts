/** How much a new value counts; the last ten make nine tenths of the average. */
const share = 0.2;
/** A target that was slow once must be asked again some time, or nobody would see that it has recovered. */
const staleMs = 60_000;

/** An exponentially weighted moving average that forgets: a minute after its last value it knows nothing. */
export class MovingAverage {
  #value = 0;
  #at: number | null = null;

  add(value: number, now: Date): void {
    this.#value = this.value(now) === null ? value : this.#value + share * (value - this.#value);
    this.#at = now.getTime();
  }

  value(now: Date): number | null {
    return this.#at === null || now.getTime() - this.#at > staleMs ? null : this.#value;
  }
}
