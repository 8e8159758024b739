import { LRUCache } from "lru-cache";
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

type Entry<Value> = { value: Value; at: number };
type Held<Value> = {
  /** By scope and key; a scope is an id or "", so a space parts the two. */
  entries: LRUCache<string, Entry<Value>>;
  loading: Map<string, Promise<Value>>;
  epoch: number;
};

/** What was read from the database a moment ago and is still so. Values are shared: nobody may change one. */
export type Cache<Value> = {
  get(ctx: { db: Database }, scope: string, key: string, load: () => Promise<Value>): Promise<Value>;
};

/**
 * A process-wide cache of reads, forgotten by `publishInvalidation`. Inside a transaction it steps aside, in both
 * directions. A read that began before a change is never kept or shared after it. Failures are not kept.
 */
export function makeCache<Value>(name: string, settings: CacheSettings): Cache<Value> {
  const { topic, maxEntries = 1_000, freshMs = 5_000, unsubscribedMs = 0 } = settings;
  const held = () =>
    once<Held<Value>>(`cache.${name}`, () => ({
      entries: new LRUCache<string, Entry<Value>>({ max: maxEntries }),
      loading: new Map(),
      epoch: 0,
    }));

  function forget(scope: string): void {
    const all = held();
    for (const key of all.entries.keys()) if (key.startsWith(`${scope} `)) all.entries.delete(key);
    startAgain(all);
  }

  function forgetAll(): void {
    held().entries.clear();
    startAgain(held());
  }

  /** Reads under way may have seen the old state: whoever waits for one gets it, nobody else does. */
  function startAgain(all: Held<Value>): void {
    all.loading.clear();
    all.epoch += 1;
  }

  async function read(all: Held<Value>, id: string, load: () => Promise<Value>): Promise<Value> {
    const { epoch } = all;
    const loading = load();
    all.loading.set(id, loading);
    try {
      const value = await loading;
      if (all.epoch === epoch) all.entries.set(id, { value, at: performance.now() });
      return value;
    } finally {
      if (all.loading.get(id) === loading) all.loading.delete(id);
    }
  }

  subscribeToInvalidations(name, {
    onChange: (changed, scope) => {
      if (changed === topic) forget(scope);
    },
    onGap: forgetAll,
  });

  return {
    async get({ db }, scope, key, load) {
      const isListening = isSubscribed(db);
      if (isListening === null) return load();
      const boundMs = isListening ? freshMs : unsubscribedMs;
      if (boundMs === 0) return load();
      const all = held();
      const id = `${scope} ${key}`;
      const entry = all.entries.get(id);
      if (entry && performance.now() - entry.at < boundMs) return entry.value;
      return all.loading.get(id) ?? read(all, id, load);
    },
  };
}
