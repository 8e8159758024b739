export type WriterSettings = {
  /** How long a generation waits for others to be stored with; each flush costs some two milliseconds whatever it holds. */
  flushMs: number;
  batchRows: number;
  batchBytes: number;
  /** What waits in memory: more is left to the log, and without one `add` waits for room. */
  maxRows: number;
  maxBytes: number;
  retryMs: number;
  mostRetryMs: number;
  /** How long a call whose record the log did not take waits for storage to have it, before it is refused. */
  patienceMs: number;
  /** What waited so long may have been erased meanwhile, which is looked up before it is stored. */
  lateMs: number;
};

export const defaults: WriterSettings = {
  flushMs: 100,
  batchRows: 500,
  batchBytes: 16_000_000,
  maxRows: 20_000,
  maxBytes: 64_000_000,
  retryMs: 200,
  mostRetryMs: 2_000,
  patienceMs: 10_000,
  lateMs: 2_000,
};

/** How storage and log do: what decides whether further calls are taken. */
export type WriterState = {
  /** What waits in memory. */
  rows: number;
  bytes: number;
  /** How long the oldest of what is not stored has been waiting; 0 where nothing is. */
  ageMs: number;
  logBytes: number;
  hasLog: boolean;
  isLogBroken: boolean;
  isStoreFailing: boolean;
};
