/** Where "now" comes from; tests hand in one they move themselves. */
export type Clock = { now(): Date };

let shiftMs = 0;
export const systemClock: Clock = { now: () => new Date(Date.now() + shiftMs) };

/** Moves the process's clock by this much against the true time; 0 ends it. For the demo seed, which lives through a month. */
export function shiftSystemClock(ms: number): void {
  shiftMs = ms;
}

/**
 * A clock that stands still until it is moved.
 * @internal The clock of tests.
 */
export function manualClock(
  start: Date | string,
): Clock & { set(at: Date): void; advance(ms: number): void } {
  let current = new Date(start);
  return {
    now: () => new Date(current),
    set: (at) => {
      current = new Date(at);
    },
    advance: (ms) => {
      current = new Date(current.getTime() + ms);
    },
  };
}
