import { sql } from "drizzle-orm";
import type { Database } from "./driver.ts";

/** What an advisory lock is for. Each has its own number, so that two purposes never wait for each other. */
const numbers = {
  /** The next number of an audit chain. */
  audit: 7,
  /** Environments, gates and promotions of a project: one writer at a time. */
  releases: 11,
  /** The next number of a run in a project. */
  runs: 12,
  /** The first account of an installation. */
  firstOwner: 13,
  /** Bringing the schema up to date. */
  migration: 14,
  /** The vocabulary of the prompts of a project. */
  prompt_words: 16,
  /** What is stored from a log of calls, and what is erased of an end user's calls, in a project. */
  erasure: 15,
} as const;

export type LockPurpose = keyof typeof numbers;

/** Waits for the lock of a purpose on one subject and holds it until the transaction ends. */
export async function acquireLock(
  tx: Pick<Database, "execute">,
  purpose: LockPurpose,
  subject: string,
): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${subject}, ${numbers[purpose]}))`);
}

/** One at a time in a project for a purpose, until the transaction ends. */
export async function lockProject(
  tx: { db: Database; project: string },
  purpose: Extract<LockPurpose, "prompt_words" | "releases" | "runs">,
): Promise<void> {
  await acquireLock(tx.db, purpose, tx.project);
}
