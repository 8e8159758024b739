import { shiftSystemClock } from "#platform/clock";

export const dayMs = 24 * 60 * 60 * 1000;

/** Sets the process's clock to so many days ago, at the present time of day plus `ms`. */
export function goBack(daysAgo: number, ms = 0): void {
  shiftSystemClock(ms - daysAgo * dayMs);
}

/** Back to the present. */
export function comeBack(): void {
  shiftSystemClock(0);
}
