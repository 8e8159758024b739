import type { Context } from "#lib/identity";

/**
 * Whom an export or an erasure is about: somebody who works here, or an end user by the key that programs send for them.
 * `hash` is what rows keep of that key (`endUserHash`), `calls` are the ids of the generations that are theirs, as the kinds' `callsOf` found them.
 */
export type Person =
  | { kind: "member"; id: string; name: string }
  | { kind: "end_user"; key: string; hash: string; calls: readonly string[] };

/** What may go by age. All of one project; a transaction where `ctx.db` is one. */
export type RetentionHandler = {
  /** What the law, or the studio's own purpose, asks at least, and why, as a sentence. */
  minimumDays: number;
  because: string;
  /** What figures over a span lack when it goes, as a sentence. */
  figures: string;
  /** How many there are, and how many of them began before a moment. */
  count(ctx: Context, before: Date): Promise<{ all: number; old: number }>;
  /** Removes at most `limit` of the old ones, the oldest first, and returns how many went. */
  prune(tx: Context, before: Date, limit: number): Promise<number>;
};

/**
 * A kind of data that a room holds. Governance asks it from verbs that have checked permission and written the audit event;
 * every function looks at the project of its context.
 */
export type DataKind = {
  /** `room.noun` */
  name: string;
  /** As pages say it. */
  label: string;
  retention?: RetentionHandler;
  /** The ids of generations known to be an end user's. */
  callsOf?(ctx: Context, key: string): Promise<string[]>;
  /** What is held about a person, oldest first; fields that an export may show. */
  exportOf?(ctx: Context, person: Person): Promise<Record<string, unknown>[]>;
  /** Takes the person out, keeping what figures and evidence rest on, and returns how many rows it touched. */
  erase?(tx: Context, person: Person, pseudonym: string): Promise<number>;
};
