import { sql } from "drizzle-orm";
import { logger } from "#platform/logger";
import { newId } from "#platform/ids";
import { once } from "#platform/runtime";
import type { Database, Driver, OpenDatabase } from "./driver.ts";

/** What caches hold. A change of a topic is announced with the project it happened in, or "" for none. */
export type Topic =
  | "api_keys"
  | "budgets"
  | "cache_checks"
  | "connections"
  | "policies"
  | "prompt_words"
  | "prompts"
  | "routes";
type Subscriber = { onChange(topic: string, scope: string): void; onGap(): void };

const channel = "valueloop_changes";
const pingMs = 3_000;
const againMs = 1_000;

/** Shared by Node's and Next's copies of the code, as the database is. */
const state = () =>
  once("db.changes", () => ({
    /** Tells our own announcements, which need not be heard twice, from those of other processes. */
    processId: newId(),
    subscribers: new Map<string, Subscriber>(),
    /** Databases that are no transaction, and whether every change in them reaches this process. */
    roots: new WeakMap<Database, boolean>(),
    /** What waits for the end of each open transaction. */
    waiting: new WeakMap<Database, (() => void)[]>(),
  }));

/** Says that a database is none inside a transaction; PGlite has one process, which hears itself. */
export function registerRoot(db: Database, kind: Driver["kind"]): void {
  state().roots.set(db, kind === "pglite");
}

/** Null inside a transaction (read there what was written there), else whether all changes are heard. */
export function isSubscribed(db: Database): boolean | null {
  return state().roots.get(db) ?? null;
}

/** Runs work as a transaction whose `afterCommit` hooks run once the outermost one is committed, or never. */
export async function withHooks<Result>(
  outer: Database,
  begin: (opened: (tx: Database) => void) => Promise<Result>,
): Promise<Result> {
  const { waiting } = state();
  const own: (() => void)[] = [];
  const result = await begin((tx) => waiting.set(tx, own));
  const around = waiting.get(outer);
  if (around) around.push(...own);
  else for (const hook of own) hook();
  return result;
}

/**
 * Announces that something of a topic has changed: this process forgets it the moment the transaction is
 * committed, so that its very next read is a new one; other processes hear of it by NOTIFY, milliseconds later.
 */
export async function publishInvalidation(tx: { db: Database }, topic: Topic, scope: string): Promise<void> {
  await tx.db.execute(sql`select pg_notify(${channel}, ${`${state().processId} ${topic} ${scope}`})`);
  afterCommit(tx, () => tell(topic, scope));
}

/** Calls back once the outermost transaction is committed, or at once outside of one; never when it is rolled back. */
export function afterCommit(tx: { db: Database }, hook: () => void): void {
  const hooks = state().waiting.get(tx.db);
  if (hooks) hooks.push(hook);
  else hook();
}

/** Calls back at every change, and when some may have been missed. One per name: a second copy's takes its place. */
export function subscribeToInvalidations(name: string, subscriber: Subscriber): void {
  state().subscribers.set(name, subscriber);
}

/**
 * Listens to the other processes on a PostgreSQL for as long as the database is open. Until the first announcement
 * is heard, and while the connection is lost, `isSubscribed` is false and caches keep to their shorter bound.
 */
export async function listenForInvalidations(open: OpenDatabase): Promise<void> {
  if (open.driver.kind === "pglite") return;
  try {
    await listen(open);
  } catch (error) {
    logger().warn({ err: error }, "changes of other processes are not heard; trying again");
    again(open);
  }
}

async function listen(open: OpenDatabase): Promise<void> {
  const { roots, processId } = state();
  const ping = `${processId} ping ${newId()}`;
  const { promise: heard, resolve } = Promise.withResolvers<boolean>();
  const stop = await open.driver.listen(
    channel,
    (payload) => {
      if (payload === ping) resolve(true);
      const [from, topic = "", scope = ""] = payload.split(" ");
      if (from !== processId) tell(topic, scope);
    },
    () => {
      roots.set(open.db, false);
      gap();
      again(open);
    },
  );
  // A pooler in transaction mode takes LISTEN and never delivers, so it is tried out.
  const late = setTimeout(() => resolve(false), pingMs);
  open.driver.query("select pg_notify($1, $2)", [channel, ping]).catch(() => resolve(false));
  const isListening = await heard;
  clearTimeout(late);
  gap();
  roots.set(open.db, isListening);
  if (isListening) return;
  await stop();
  logger().warn("NOTIFY does not arrive (a connection pooler?); changes of other processes are seen later");
}

function again(open: OpenDatabase): void {
  setTimeout(() => {
    if (!open.isClosed()) void listenForInvalidations(open);
  }, againMs).unref();
}

function tell(topic: string, scope: string): void {
  for (const subscriber of state().subscribers.values()) subscriber.onChange(topic, scope);
}

function gap(): void {
  for (const subscriber of state().subscribers.values()) subscriber.onGap();
}
