import type { Mutant } from "./mutant.ts";
import type { Seen, Session } from "./session.ts";
import type { MutantOutcome } from "./outcome.ts";

/** So many mutants share a process; after the last of them the tests are run as they are, and must be green. */
const perProcess = 12;

type Job = { test: Seen; ids: number[]; isFromLoad: boolean };
type Note = (mutant: Mutant, verdict: MutantOutcome, reached: boolean) => void;

/**
 * Tries each mutant under the test files that reach it, the quickest file first, and notes each once. Gives how many were
 * killed by a time-out: one counts when it comes again in a run by itself, just after the same tests were green without
 * the mutant, since a machine with other work makes time-outs too.
 */
export async function judgeAll(
  sessions: readonly [Session, ...Session[]],
  mutants: readonly Mutant[],
  seen: readonly Seen[],
  note: Note,
): Promise<number> {
  const alive = new Map(mutants.map((mutant) => [mutant.id, mutant]));
  const inDoubt = new Map<number, Mutant>();
  const tests = seen.toSorted((a, b) => a.durationMs - b.durationMs);
  for (const test of tests) {
    const jobs = jobsOf(
      test,
      [...alive.keys()].filter((id) => test.hits.has(id)),
    );
    await Promise.all(
      sessions.map(async (session) => {
        for (let job = jobs.shift(); job; job = jobs.shift())
          for (const [id, verdict] of await verdictsOf(session, job)) {
            const mutant = alive.get(id);
            if (!mutant || !verdict.isKilled) continue;
            alive.delete(id);
            if (verdict.isInDoubt) inDoubt.set(id, mutant);
            else note(mutant, verdict, true);
          }
      }),
    );
  }
  for (const mutant of alive.values())
    note(
      mutant,
      { isKilled: false, by: null, isInDoubt: false },
      tests.some(({ hits }) => hits.has(mutant.id)),
    );
  let hung = 0;
  for (const mutant of inDoubt.values()) {
    const verdict = await judgeByItself(sessions[0], mutant, tests);
    if (verdict.isInDoubt) hung += 1;
    note(mutant, verdict, true);
  }
  return hung;
}

/** What is computed while modules are loaded can be mutated in a process of its own only. */
function jobsOf(test: Seen, ids: readonly number[]): Job[] {
  const shared = ids.filter((id) => !test.atLoad.has(id));
  const jobs = ids
    .filter((id) => test.atLoad.has(id))
    .map((id): Job => ({ test, ids: [id], isFromLoad: true }));
  for (let start = 0; start < shared.length; start += perProcess)
    jobs.push({ test, ids: shared.slice(start, start + perProcess), isFromLoad: false });
  return jobs;
}

async function verdictsOf(
  session: Session,
  { test, ids, isFromLoad }: Job,
): Promise<[number, MutantOutcome][]> {
  const control = isFromLoad ? [] : [null];
  const verdicts = await session.judge(test, [...ids, ...control], isFromLoad);
  // Where the tests are red without a mutant, an earlier one left something behind: none of the red ones is believed.
  const isSpoilt = verdicts.get(null)?.isKilled ?? false;
  return ids.flatMap((id) => {
    const verdict = verdicts.get(id);
    return verdict
      ? [[id, isSpoilt ? { ...verdict, isInDoubt: true } : verdict] as [number, MutantOutcome]]
      : [];
  });
}

async function judgeByItself(
  session: Session,
  { id }: Mutant,
  tests: readonly Seen[],
): Promise<MutantOutcome> {
  for (const test of tests.filter(({ hits }) => hits.has(id))) {
    const control = (await session.judge(test, [null])).get(null);
    if (control?.isKilled) throw new Error(`red without a mutant: ${control.by}`);
    const verdict = (await session.judge(test, [id], test.atLoad.has(id))).get(id);
    if (verdict?.isKilled) return verdict;
  }
  return { isKilled: false, by: null, isInDoubt: false };
}
