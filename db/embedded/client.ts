import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { PGlite, QueryOptions, Results, Transaction } from "@electric-sql/pglite";
import { markOutage } from "#platform/outage";
import { threadOptions } from "#platform/threads";
import type { Answers, Failure, FromThread, QueryForm, Request, ToThread } from "./protocol.ts";

/** Of PGlite what drizzle, the queue and we use of it. */
export type EmbeddedClient = Pick<PGlite, "listen" | "dumpDataDir" | "close" | "closed"> &
  Pick<Transaction, "query" | "exec"> & {
    transaction<Result>(work: (tx: Pick<Transaction, "query" | "exec">) => Promise<Result>): Promise<Result>;
  };

type Waiting = { settle: (value: unknown) => void; fail: (error: Error) => void };

/** Starts a thread with PGlite on a folder and gives a client of it. Rejects where the folder cannot be opened. */
export async function openInThread(
  folder: string,
  dump: Blob | undefined,
  start: () => Worker = startThread,
): Promise<EmbeddedClient> {
  const thread = start();
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<number, (payload: string) => void>();
  let lastId = 0;
  let ended: Error | undefined;

  /** The process lives as long as somebody waits for an answer, and no longer for this thread's sake. */
  function ask<Kind extends Request["kind"]>(
    request: Extract<Request, { kind: Kind }>,
  ): Promise<Answers[Kind]> {
    if (ended) return Promise.reject(ended);
    return new Promise((settle, fail) => {
      lastId += 1;
      thread.postMessage({ id: lastId, ...request } satisfies ToThread);
      if (waiting.size === 0) thread.ref();
      // The thread answers each kind with what `Answers` says of it.
      waiting.set(lastId, { settle: settle as Waiting["settle"], fail });
    });
  }

  function take(message: FromThread): void {
    if ("listener" in message) return listeners.get(message.listener)?.(message.payload);
    const one = waiting.get(message.id);
    waiting.delete(message.id);
    if (waiting.size === 0) thread.unref();
    if ("failure" in message) one?.fail(errorOf(message.failure));
    else one?.settle(message.value);
  }

  function end(error: Error): void {
    ended ??= error;
    const all = [...waiting.values()];
    waiting.clear();
    thread.unref();
    for (const { fail } of all) fail(ended);
  }

  thread.on("message", take);
  const lost = (cause?: unknown) =>
    markOutage(new Error("The thread with the embedded database ended; start the program again.", { cause }));
  thread.on("error", (error) => end(lost(error)));
  thread.on("exit", () => end(lost()));

  const statementsOf = (tx: number | null) => ({
    query: <Row>(text: string, values?: unknown[], options?: QueryOptions) =>
      ask<"query">({ kind: "query", tx, text, values, options: formOf(options) }) as Promise<Results<Row>>,
    exec: (text: string) => ask<"exec">({ kind: "exec", tx, text }),
  });

  async function transaction<Result>(
    work: (tx: Pick<Transaction, "query" | "exec">) => Promise<Result>,
  ): Promise<Result> {
    const tx = await ask<"begin">({ kind: "begin" });
    let result: Result;
    try {
      result = await work(statementsOf(tx));
    } catch (error) {
      await ask<"end">({ kind: "end", tx, isCommitted: false });
      throw error;
    }
    await ask<"end">({ kind: "end", tx, isCommitted: true });
    return result;
  }

  async function listen(channel: string, onPayload: (payload: string) => void) {
    const listener = await ask<"listen">({ kind: "listen", channel });
    listeners.set(listener, onPayload);
    return async () => {
      listeners.delete(listener);
      if (!ended) await ask<"unlisten">({ kind: "unlisten", listener });
    };
  }

  async function close(): Promise<void> {
    if (ended) return;
    await ask<"close">({ kind: "close" });
    ended = new Error("The embedded database is closed.");
    await thread.terminate();
  }

  await ask<"open">({ kind: "open", folder, dump }).catch(async (error: unknown) => {
    await thread.terminate();
    throw error;
  });
  return {
    ...statementsOf(null),
    transaction,
    listen,
    dumpDataDir: () => ask<"dump">({ kind: "dump" }),
    close,
    get closed() {
      return ended !== undefined;
    },
  };
}

function startThread(): Worker {
  // Beside this code, wherever the process was started. Asked for when needed: a bundle has no such place.
  const file = join(import.meta.dirname, "thread.ts");
  return new Worker(file, { name: "database", ...threadOptions });
}

/** Functions do not cross to a thread. Drizzle's only ones leave a value as PostgreSQL wrote it, so that it reads it itself. */
function formOf({ rowMode, parsers }: QueryOptions = {}): QueryForm {
  return {
    ...(rowMode ? { rowMode } : {}),
    ...(parsers ? { asText: Object.keys(parsers).map(Number) } : {}),
  };
}

function errorOf({ name, message, stack, members }: Failure): Error {
  return Object.assign(new Error(message), { name, ...(stack ? { stack } : {}) }, members);
}
