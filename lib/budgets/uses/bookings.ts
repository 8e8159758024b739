import { setTimeout as sleep } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import type { Database } from "#db";
import { asStudio, type Context } from "#lib/identity";
import { logger } from "#platform/logger";
import { isOutage } from "#platform/outage";
import { once } from "#platform/runtime";
import type { Limit } from "../schema.ts";
import { alertWhereNear } from "./alerts.ts";
import { hear, keyOf } from "./known.ts";
import type { Part } from "./parts.ts";
import {
  addDeltas,
  type Counter,
  type Delta,
  settleCalls,
  type Settlement,
  type Wanted,
} from "./statements.ts";

/** Of one statement. */
const mostCalls = 500;
const againMs = 1_000;
/** A call waits no longer for the bookings of others. */
const mostWaitMs = 1_000;
const mostLimits = 20_000;

type Met = { ctx: Context; limit: Limit };

/**
 * Books what ended calls used, behind their answers: all that waits goes in one statement, and nothing is given up while the
 * database is away. What waits is one entry for each reserved call and each counter.
 */
class Bookings {
  readonly #db: Database;
  #settlements: Settlement[] = [];
  #deltas = new Map<string, Delta>();
  #running: Promise<void> | null = null;
  /** Runs while the database is away, until it is asked again. */
  #pause: NodeJS.Timeout | null = null;
  readonly #alerts = new Set<Promise<void>>();
  /** Whose counters these are, by the limit's id. */
  readonly #met = new LRUCache<string, Met>({ max: mostLimits });

  constructor(db: Database) {
    this.#db = db;
  }

  /** Says which limits the counters to come belong to. */
  meet(ctx: Context, parts: readonly Part[]): void {
    for (const { limit } of parts)
      if (this.#met.get(limit.id)?.limit !== limit) this.#met.set(limit.id, { ctx: asStudio(ctx), limit });
  }

  /** Books what a reserved call used. */
  settle(settlement: Settlement): void {
    this.#settlements.push(settlement);
    this.#start();
  }

  /** Adds to a counter what no reservation stands for. */
  add(delta: Delta): void {
    this.#keep(delta);
    this.#start();
  }

  /** Gives back what a call took that is not made: what it held, and its place among the requests. */
  async giveBack(project: string, callId: string, wanted: readonly Wanted[]): Promise<void> {
    if (wanted.length === 0) return;
    for (const { measure, amount, budgetId, subject, periodStart } of wanted)
      if (measure === "requests")
        this.add({ project, budgetId, subject, periodStart, used: -amount, refused: 0, unknown: 0 });
    this.settle({ project, callId, tokens: 0, usd: 0, grams: 0 });
    await this.settled();
  }

  /** Resolves when all that was handed in is booked, or soon where the database does not answer. */
  async settled(): Promise<void> {
    const over = new AbortController();
    await Promise.race([
      this.idle(),
      sleep(mostWaitMs, undefined, { signal: over.signal }).catch(() => undefined),
    ]);
    over.abort();
  }

  /** Resolves when all that was handed in is booked and said, or the database is away. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
    await Promise.all(this.#alerts);
  }

  /** Takes in what the database says of counters, and what is to be said of them. */
  heard(counters: readonly Omit<Counter, "project">[]): void {
    for (const counter of counters) {
      hear(counter);
      const met = this.#met.get(counter.budgetId);
      const alert = met && alertWhereNear(met.ctx, met.limit, counter);
      if (!alert) continue;
      this.#alerts.add(alert);
      void alert.finally(() => this.#alerts.delete(alert));
    }
  }

  #start(): void {
    if (this.#pause) return;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      // What came after the last look.
      if (this.#hasMore) this.#start();
    });
  }

  get #hasMore(): boolean {
    return this.#settlements.length > 0 || this.#deltas.size > 0;
  }

  async #run(): Promise<void> {
    while (this.#hasMore && !this.#pause) {
      const calls = this.#settlements.splice(0, mostCalls);
      const isBooked = await this.#book(calls, () => settleCalls(this.#db, calls));
      if (!isBooked) this.#settlements.unshift(...calls);
      const deltas = [...this.#deltas.values()].slice(0, mostCalls);
      for (const delta of deltas) this.#deltas.delete(keyOf(delta));
      const isAdded = await this.#book(deltas, () => addDeltas(this.#db, deltas));
      if (!isAdded) for (const delta of deltas) this.#keep(delta);
      if (!isBooked || !isAdded) this.#tryAgainLater();
    }
  }

  #tryAgainLater(): void {
    this.#pause = setTimeout(() => {
      this.#pause = null;
      if (this.#hasMore) this.#start();
    }, againMs).unref();
  }

  #keep(delta: Delta): void {
    const key = keyOf(delta);
    const known = this.#deltas.get(key);
    this.#deltas.set(key, known ? sumOf(known, delta) : delta);
  }

  /** False where the database is away, and the same is to be tried again. */
  async #book(rows: readonly unknown[], work: () => Promise<Counter[]>): Promise<boolean> {
    if (rows.length === 0) return true;
    try {
      this.heard(await work());
    } catch (error) {
      if (isOutage(error)) return false;
      logger().error({ err: error, rows: rows.length }, "what calls used was not booked on their limits");
    }
    return true;
  }
}

function sumOf(one: Delta, other: Delta): Delta {
  return {
    ...one,
    used: one.used + other.used,
    refused: one.refused + other.refused,
    unknown: one.unknown + other.unknown,
  };
}

const all = () => once("budgets.bookings", () => new WeakMap<Database, Bookings>());

/** The bookings of a database in this process. */
export function bookingsOf({ db }: Pick<Context, "db">): Bookings {
  const found = all().get(db);
  if (found) return found;
  const made = new Bookings(db);
  all().set(db, made);
  return made;
}

/** Resolves when what this process's calls used is booked; at once where there is nothing. */
export async function awaitBooked(db: Database): Promise<void> {
  await all().get(db)?.idle();
}
