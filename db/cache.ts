import { once } from "#platform/runtime";
import { hearChanges, isHearing, type Topic } from "./changes.ts";
import type { Database } from "./driver.ts";

type CacheSettings = {
  /** The announced changes that make what is held out of date. */
  topic: Topic;
  /** When so many are held all are forgotten. */
  maxEntries?: number;
  /** Even unannounced, nothing is served that was read longer ago. */
  freshMs?: number;
  /** The same while other processes cannot be heard; 0 reads every time. */
  unheardMs?: number;
};

type Entry<Value> = { value: Value; at: number };
type Held<Value> = {
  entries: Map<string, Map<string, Entry<Value>>>;
  loading: Map<string, Promise<Value>>;
  size: number;
  epoch: number;
};

/** What was read from the database a moment ago and is still so. Values are shared: nobody may change one. */
export type Cache<Value> = {
  get(ctx: { db: Database }, scope: string, key: string, load: () => Promise<Value>): Promise<Value>;
};

/**
 * A process-wide cache of reads, forgotten by `announceChange`. Inside a transaction it steps aside, in both
 * directions. A read that began before a change is never kept or shared after it. Failures are not kept.
 */
export function makeCache<Value>(name: string, settings: CacheSettings): Cache<Value> {
  const { topic, maxEntries = 1_000, freshMs = 5_000, unheardMs = 0 } = settings;
  const held = () => once<Held<Value>>(`cache.${name}`, emptyHeld);

  function forget(scope: string): void {
    const all = held();
    all.size -= all.entries.get(scope)?.size ?? 0;
    all.entries.delete(scope);
    startAnew(all);
  }

  function forgetAll(): void {
    const all = held();
    all.entries.clear();
    all.size = 0;
    startAnew(all);
  }

  /** Reads under way may have seen the old state: whoever waits for one gets it, nobody else does. */
  function startAnew(all: Held<Value>): void {
    all.loading.clear();
    all.epoch += 1;
  }

  function keep(all: Held<Value>, scope: string, key: string, value: Value): void {
    if (all.size >= maxEntries) forgetAll();
    const own = all.entries.get(scope) ?? new Map<string, Entry<Value>>();
    if (!own.has(key)) all.size += 1;
    own.set(key, { value, at: performance.now() });
    all.entries.set(scope, own);
  }

  async function read(
    all: Held<Value>,
    scope: string,
    key: string,
    load: () => Promise<Value>,
  ): Promise<Value> {
    const { epoch } = all;
    const id = `${scope} ${key}`;
    const loading = load();
    all.loading.set(id, loading);
    try {
      const value = await loading;
      if (all.epoch === epoch) keep(all, scope, key, value);
      return value;
    } finally {
      if (all.loading.get(id) === loading) all.loading.delete(id);
    }
  }

  hearChanges(name, {
    onChange: (changed, scope) => {
      if (changed === topic) forget(scope);
    },
    onGap: forgetAll,
  });

  return {
    async get({ db }, scope, key, load) {
      const isHeard = isHearing(db);
      if (isHeard === null) return load();
      const boundMs = isHeard ? freshMs : unheardMs;
      if (boundMs === 0) return load();
      const all = held();
      const entry = all.entries.get(scope)?.get(key);
      if (entry && performance.now() - entry.at < boundMs) return entry.value;
      return all.loading.get(`${scope} ${key}`) ?? read(all, scope, key, load);
    },
  };
}

function emptyHeld<Value>(): Held<Value> {
  return { entries: new Map(), loading: new Map(), size: 0, epoch: 0 };
}
