import { quantile, valuesNeeded } from "#statistics";

const mostValues = 128;
/** As long as a route is busy its figures are of the last minutes; a target that was slow once is asked again after it. */
const staleMs = 300_000;
const share = 0.95;

/** The last values of a while, for the 95th percentile that a moving average says nothing of. */
export class RecentValues {
  #values: { value: number; at: number }[] = [];

  add(value: number, now: Date): void {
    this.#values.push({ value, at: now.getTime() });
    if (this.#values.length > mostValues) this.#values.shift();
  }

  /** Null where there are too few to have one. */
  p95(now: Date): number | null {
    const since = now.getTime() - staleMs;
    const recent = this.#values.flatMap(({ value, at }) => (at >= since ? [value] : []));
    return recent.length < valuesNeeded(share) ? null : quantile(recent, share);
  }
}
