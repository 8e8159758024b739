export type Slots = {
  /** Runs the work when a slot is free; the others wait in the order they came. */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Resolves when no slot is taken. */
  whenIdle(): Promise<void>;
};

/** Lets at most `count` pieces of work run at once. */
export function makeSlots(count: number): Slots {
  const waiting: (() => void)[] = [];
  let idle: (() => void)[] = [];
  let free = count;
  const acquire = (): Promise<void> | undefined => {
    if (free === 0) return new Promise((resolve) => waiting.push(resolve));
    free -= 1;
    return undefined;
  };
  // A slot is handed to the next in line, not freed: nobody who comes meanwhile may overtake.
  const release = () => {
    const next = waiting.shift();
    if (next) return next();
    free += 1;
    if (free < count) return;
    for (const tell of idle) tell();
    idle = [];
  };
  return {
    run: async (work) => {
      const turn = acquire();
      if (turn) await turn;
      try {
        return await work();
      } finally {
        release();
      }
    },
    whenIdle: () =>
      new Promise((resolve) => {
        if (free === count) resolve();
        else idle.push(resolve);
      }),
  };
}
