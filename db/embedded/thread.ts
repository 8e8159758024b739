/** The thread that has the embedded database, so that the one that answers requests never waits for a statement. */
import { parentPort } from "node:worker_threads";
import type { PGlite, Transaction } from "@electric-sql/pglite";
import { openPglite } from "./pglite.ts";
import type { Answers, Failure, FromThread, QueryForm, Request, ToThread } from "./protocol.ts";

const port = parentPort;
if (!port) throw new Error("The embedded database runs in a worker thread.");

type OpenTransaction = { tx: Transaction; end: (isCommitted: boolean) => Promise<void> };

let opened: Promise<PGlite> | undefined;
const transactions = new Map<number, OpenTransaction>();
const listeners = new Map<number, () => Promise<void>>();
let last = 0;

port.on("message", ({ id, ...request }: ToThread) => {
  answer(request).then(
    (value) => port.postMessage({ id, value } satisfies FromThread),
    (thrown: unknown) => port.postMessage({ id, failure: failureOf(thrown) } satisfies FromThread),
  );
});

async function answer(request: Request): Promise<Answers[Request["kind"]]> {
  if (request.kind === "open") {
    opened = openPglite(request.folder, request.dump);
    await opened;
    return null;
  }
  if (!opened) throw new Error("The embedded database is not open.");
  const client = await opened;
  switch (request.kind) {
    case "query":
      return of(client, request.tx).query(request.text, request.values, optionsOf(request.options));
    case "exec":
      return of(client, request.tx).exec(request.text);
    case "begin":
      return begin(client);
    case "end":
      await transactions.get(request.tx)?.end(request.isCommitted);
      return null;
    case "listen":
      return listen(client, request.channel);
    case "unlisten":
      await listeners.get(request.listener)?.();
      listeners.delete(request.listener);
      return null;
    case "dump":
      return client.dumpDataDir("none");
    case "close":
      await client.close();
      return null;
    default:
      return request satisfies never;
  }
}

function of(client: PGlite, tx: number | null): PGlite | Transaction {
  if (tx === null) return client;
  const open = transactions.get(tx);
  if (!open) throw new Error("The transaction is over.");
  return open.tx;
}

function optionsOf({ rowMode, asText }: QueryForm) {
  return {
    ...(rowMode ? { rowMode } : {}),
    ...(asText ? { parsers: Object.fromEntries(asText.map((type) => [type, asItIs])) } : {}),
  };
}

const asItIs = (text: string) => text;

/** Undoes a transaction: PGlite rolls back what throws. */
class RolledBack extends Error {}

/** Resolves with the transaction's number once it has begun; it stays open, and others wait, until it is ended. */
function begin(client: PGlite): Promise<number> {
  last += 1;
  const number = last;
  return new Promise((begun, failed) => {
    const over = Promise.withResolvers<void>();
    const whole = client.transaction(async (tx) => {
      const end = async (isCommitted: boolean) => {
        transactions.delete(number);
        if (isCommitted) over.resolve();
        else over.reject(new RolledBack());
        await whole.catch((thrown: unknown) => {
          if (!(thrown instanceof RolledBack)) throw thrown;
        });
      };
      transactions.set(number, { tx, end });
      begun(number);
      await over.promise;
    });
    // Where it could not begin; what fails at its end is told there.
    whole.catch(failed);
  });
}

async function listen(client: PGlite, channel: string): Promise<number> {
  last += 1;
  const listener = last;
  const stop = await client.listen(channel, (payload) =>
    port?.postMessage({ listener, payload } satisfies FromThread),
  );
  listeners.set(listener, stop);
  return listener;
}

function failureOf(thrown: unknown): Failure {
  if (!(thrown instanceof Error))
    return { name: "Error", message: String(thrown), stack: undefined, members: {} };
  const { name, message, stack } = thrown;
  const members = Object.fromEntries(
    Object.entries(thrown).filter(
      ([key, value]) =>
        key !== "name" && (value === null || typeof value === "string" || typeof value === "number"),
    ),
  );
  return { name, message, stack, members };
}
