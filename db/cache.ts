import { LRUCache } from "lru-cache";
import { env } from "#platform/env";
import { isOutage, markOutage } from "#platform/outage";
import { once } from "#platform/runtime";
import { subscribeToInvalidations, isSubscribed, type Topic } from "./invalidation.ts";
import type { Database } from "./driver.ts";

type CacheSettings = {
  /** The announced changes that make what is held out of date. */
  topic: Topic;
  /** When so many are held, the one unused longest is forgotten. */
  maxEntries?: number;
  /** Even unannounced, nothing is served that was read longer ago. */
  freshMs?: number;
  /** The same while other processes cannot be heard; 0 reads every time. */
  unsubscribedMs?: number;
};

type Entry<Value> = { value: Value; at: number; isFresh: boolean };
type Held<Value> = {
  /** By scope and key; a scope is an id or "", so a space parts the two. */
  entries: LRUCache<string, Entry<Value>>;
  loading: Map<string, Promise<Value>>;
  epoch: number;
  /** Until then the database counts as away, so that calls are not kept waiting by a question each. */
  awayUntil: number;
};

/** How long after a failed read what is held is given without another one; longer after one that only kept calls waiting. */
const awayMs = 1_000;
const hangingMs = 5_000;
/** A database that answers nothing for so long counts as away where something is held, and where nothing is after the second. */
const heldAfterMs = 1_000;
const mostWaitMs = 10_000;

class Late extends Error {}

/** What was read from the database a moment ago and is still so. Values are shared: nobody may change one. */
export type Cache<Value> = {
  get(ctx: { db: Database }, scope: string, key: string, load: () => Promise<Value>): Promise<Value>;
};

/**
 * A process-wide cache of reads, forgotten by `publishInvalidation`. Inside a transaction it steps aside, in both
 * directions. A read that began before a change is never kept or shared after it. Failures are not kept. While the
 * database is away, and nobody can change anything, what was read before it went is given for VALUELOOP_STALE_SECONDS.
 */
export function makeCache<Value>(name: string, settings: CacheSettings): Cache<Value> {
  const { topic, maxEntries = 1_000, freshMs = 5_000, unsubscribedMs = 0 } = settings;
  const held = () =>
    once<Held<Value>>(`cache.${name}`, () => ({
      entries: new LRUCache<string, Entry<Value>>({ max: maxEntries }),
      loading: new Map(),
      epoch: 0,
      awayUntil: 0,
    }));

  function forget(scope: string): void {
    const all = held();
    for (const key of all.entries.keys()) if (key.startsWith(`${scope} `)) all.entries.delete(key);
    startAgain(all);
  }

  /** Something may have changed unheard: all is read again, and given only while it cannot be. */
  function doubtAll(): void {
    for (const entry of held().entries.values()) entry.isFresh = false;
    startAgain(held());
  }

  /** Reads under way may have seen the old state: whoever waits for one gets it, nobody else does. */
  function startAgain(all: Held<Value>): void {
    all.loading.clear();
    all.epoch += 1;
  }

  /** Who reads every time shares no read, and keeps what was read for when it cannot be. */
  async function read(
    all: Held<Value>,
    id: string,
    load: () => Promise<Value>,
    isShared: boolean,
  ): Promise<Value> {
    const { epoch } = all;
    const loading = load();
    if (isShared) all.loading.set(id, loading);
    try {
      const value = await loading;
      if (all.epoch === epoch) all.entries.set(id, { value, at: performance.now(), isFresh: isShared });
      all.awayUntil = 0;
      return value;
    } finally {
      if (all.loading.get(id) === loading) all.loading.delete(id);
    }
  }

  /** What a read gives, or what is held where the database is away. */
  async function orHeld(all: Held<Value>, id: string, loading: Promise<Value>): Promise<Value> {
    try {
      return await inTime(all, id, loading);
    } catch (error) {
      const entry = isOutage(error) ? bearable(all, id) : undefined;
      if (!entry) throw error;
      all.awayUntil = performance.now() + (error instanceof Late ? hangingMs : awayMs);
      return entry.value;
    }
  }

  /** Throws Late where it takes longer than anybody should wait; then the next reader begins a read of its own. */
  async function inTime(all: Held<Value>, id: string, loading: Promise<Value>): Promise<Value> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const give = () => {
      if (all.loading.get(id) === loading) all.loading.delete(id);
      reject(markOutage(new Late("The database does not answer.")));
    };
    const soon = setTimeout(() => {
      if (bearable(all, id)) give();
    }, heldAfterMs);
    const last = setTimeout(give, mostWaitMs);
    // What comes too late is kept, or its failure is nobody's any more.
    loading.catch(() => undefined);
    return Promise.race([loading, late]).finally(() => {
      clearTimeout(soon);
      clearTimeout(last);
    });
  }

  function bearable(all: Held<Value>, id: string): Entry<Value> | undefined {
    const entry = all.entries.get(id);
    return entry && isBearable(entry) ? entry : undefined;
  }

  const isBearable = ({ at }: Entry<Value>) => performance.now() - at < env().VALUELOOP_STALE_SECONDS * 1_000;

  subscribeToInvalidations(name, {
    onChange: (changed, scope) => {
      if (changed === topic) forget(scope);
    },
    onGap: doubtAll,
  });

  return {
    async get({ db }, scope, key, load) {
      const isListening = isSubscribed(db);
      if (isListening === null) return load();
      const boundMs = isListening ? freshMs : unsubscribedMs;
      const all = held();
      const id = `${scope} ${key}`;
      const entry = all.entries.get(id);
      if (entry?.isFresh && performance.now() - entry.at < boundMs) return entry.value;
      if (entry && performance.now() < all.awayUntil && isBearable(entry)) return entry.value;
      if (boundMs === 0) return orHeld(all, id, read(all, id, load, false));
      return orHeld(all, id, all.loading.get(id) ?? read(all, id, load, true));
    },
  };
}
