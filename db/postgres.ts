import { LRUCache } from "lru-cache";
import type { Sql, TransactionSql } from "postgres";
import { markOutage } from "#platform/outage";
import { registerRoot } from "./invalidation.ts";
import type { Database, Driver, OpenDatabase } from "./driver.ts";
import { parameterText, rowsWithDates, types } from "./postgres-values.ts";
import * as schema from "./schema/index.ts";
import { makeSlots } from "./slots.ts";
import { isConnectionLost, makeTransactionSession, type TransactionSession } from "./transaction-session.ts";

/** What every connection of ours has in common. A lost server is tried again every second, and named at once. */
const shared = {
  onnotice: () => undefined,
  backoff: (retries: number) => Math.min(0.1 * 2 ** retries, 1),
  connection: { application_name: "valueloop" },
  types,
};

/** Opens a PostgreSQL database with a pool of its own. `?prepare=false` in the URL is for poolers that know no prepared statements. */
export async function openPostgres(url: string, maxConnections = 10): Promise<OpenDatabase> {
  const [{ drizzle }, { default: postgres }] = await Promise.all([
    import("drizzle-orm/postgres-js"),
    import("postgres"),
  ]);
  let hasLostConnection = false;
  const onclose = () => {
    hasLostConnection = true;
  };
  const sql = postgres(url, { ...shared, max: maxConnections, onclose }) as unknown as Sql;
  const client = pooled(sql, maxConnections);
  const db = drizzle(client as unknown as Sql, { schema }) as unknown as Database;
  const listeners = new Set<() => Promise<void>>();
  let isClosed = false;

  const driver: Driver = {
    kind: "postgres",
    query: async (text, values) => ({ rows: rowsWithDates(await client.unsafe(text, values)) }),
    exec: (text) => client.script(text),
    listen: async (channel, onPayload, onLost) => {
      const listener = listenOn((options) => postgres(url, options), channel, {
        payload: onPayload,
        lost: () => {
          if (listeners.delete(listener.stop) && !isClosed) onLost?.();
        },
      });
      await listener.started;
      listeners.add(listener.stop);
      return async () => {
        if (listeners.delete(listener.stop)) await listener.stop();
      };
    },
  };
  registerRoot(db, driver.kind);
  const close = async () => {
    isClosed = true;
    const stops = [...listeners];
    listeners.clear();
    await Promise.all(stops.map((stop) => stop()));
    await client.end(hasLostConnection);
  };
  return { db, driver, isClosed: () => isClosed, close };
}

/** A statement as drizzle awaits it: for objects, or by `.values()` for arrays. */
type Statement = PromiseLike<Record<string, unknown>[]> & { values(): Promise<unknown[][]> };
type Run = <Result>(work: () => Promise<Result>) => Promise<Result>;

/**
 * The client that drizzle gets. One statement a connection at a time: postgres.js would otherwise send the next ones
 * behind a slow one on the same connection. Statements seen often are prepared, which drizzle leaves to its caller.
 */
function pooled(sql: Sql, maxConnections: number) {
  const slots = makeSlots(maxConnections);
  const run: Run = async (work) => {
    try {
      return await slots.run(work);
    } catch (error) {
      throw isConnectionLost(error) ? markOutage(error) : error;
    }
  };
  const isPrepared = makePreparedTexts();
  const statementOn =
    (on: Sql | TransactionSql, run: Run) =>
    (text: string, values: readonly unknown[] = []): Statement => {
      const send = () => on.unsafe(text, values.map(parameterText) as never[], { prepare: isPrepared(text) });
      return {
        // oxlint-disable-next-line unicorn/no-thenable -- drizzle awaits a statement, or asks for its values
        then: (onRows, onError) => run(async () => await send()).then(onRows as never, onError),
        values: () => run(async () => await send().values()),
      };
    };
  const transactionOn = (tx: TransactionSql, session: TransactionSession): object => ({
    options: sql.options,
    unsafe: statementOn(tx, session.statement),
    savepoint: (work: (inner: object) => Promise<unknown>) =>
      session.statement(() =>
        tx.savepoint((inner) => session.scope(() => work(transactionOn(inner, session)))),
      ),
  });
  return {
    options: sql.options,
    unsafe: statementOn(sql, run),
    begin: (work: (tx: object) => Promise<unknown>) =>
      run(() =>
        makeTransactionSession((session) =>
          sql.begin((tx) => session.scope(() => work(transactionOn(tx, session)))),
        ),
      ),
    /**
     * All our statements have ended by now. postgres.js may still be connecting, which it must finish; but of a lost
     * connection it awaits the last statement for ever.
     */
    end: async (hasLostConnection: boolean) => {
      await slots.whenIdle();
      await sql.end({ timeout: hasLostConnection ? 1 : 10 });
    },
    script: (text: string) => run(() => runScript(sql, text)),
  };
}

/** Several statements on one connection, which may open a transaction of their own; a failed one must not stay open. */
async function runScript(sql: Sql, text: string): Promise<{ rows: Record<string, unknown>[] }> {
  const connection = await sql.reserve();
  try {
    const answer = (await connection.unsafe(text)) as unknown as Parameters<typeof rowsWithDates>[0][];
    const results = Array.isArray(answer[0]) ? answer : [answer as unknown as (typeof answer)[number]];
    connection.release();
    return { rows: results.flatMap(rowsWithDates) };
  } catch (error) {
    // A lost connection has left the pool; given back, it would be handed out as an open one.
    if (!isConnectionLost(error)) {
      await connection.unsafe("rollback");
      connection.release();
    }
    throw error;
  }
}

const preparedAtMost = 400;
const longestPrepared = 8_000;
const preparedFromSight = 3;

/**
 * Which statements are prepared by name: those seen three times, 400 at most, since a server keeps each for every
 * connection and texts with a parameter per row are endless.
 */
function makePreparedTexts(): (text: string) => boolean {
  const prepared = new Set<string>();
  const sights = new LRUCache<string, number>({ max: 1_000 });
  return (text) => {
    if (prepared.has(text)) return true;
    if (text.length > longestPrepared || prepared.size >= preparedAtMost) return false;
    const count = (sights.get(text) ?? 0) + 1;
    sights.set(text, count);
    if (count < preparedFromSight) return false;
    sights.delete(text);
    prepared.add(text);
    return true;
  };
}

type ListenerEvents = { payload(payload: string): void; lost(): void };

/** LISTEN on a connection of its own. postgres.js would join again by itself and not say that something may be missed. */
function listenOn(connect: (options: object) => Sql, channel: string, on: ListenerEvents) {
  const sql = connect({
    ...shared,
    max: 1,
    idle_timeout: null,
    max_lifetime: null,
    fetch_types: false,
    onnotify: (_channel: string, payload: string) => on.payload(payload),
    onclose: on.lost,
  });
  const stop = () => sql.end({ timeout: 0 });
  const started = sql.unsafe(`listen "${channel.replaceAll('"', '""')}"`).then(
    () => undefined,
    async (error: unknown) => {
      await stop();
      throw error;
    },
  );
  return { started, stop };
}
