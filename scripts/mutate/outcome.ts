/** `isInDoubt`: no test said no; the time or the process ran out, for which other work on the machine may be to blame. */
export type MutantOutcome = { isKilled: boolean; by: string | null; isInDoubt: boolean };

/** What a machine with too much to do can cause by itself. */
export function isInDoubt(by: string): boolean {
  return /timed? ?out|runs for ever|ECONN|CONNECTION_|terminat|worker exited|too many clients|out of memory/i.test(
    by,
  );
}
