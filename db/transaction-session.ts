import { setImmediate } from "node:timers/promises";

/** Guards what runs inside one transaction against the loss of its connection. */
export type TransactionSession = {
  /** Runs one statement or savepoint. Throws once the connection is lost, instead of running it on the next one. */
  statement<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Runs the body of a transaction or savepoint; once the connection is lost it settles no more. */
  scope<Result>(body: () => Promise<Result>): Promise<Result>;
};

class ConnectionLost extends Error {
  readonly code = "CONNECTION_CLOSED";
  constructor() {
    super("The connection to PostgreSQL was lost inside a transaction.");
  }
}

/** True for an error after which the connection is gone: from the network, or the server's last word (FATAL). */
export function isConnectionLost(error: unknown): boolean {
  const { severity } = (error ?? {}) as { severity?: string };
  return error instanceof Error && severity !== "ERROR" && ("errno" in error || severity !== undefined);
}

/**
 * Runs a transaction of postgres.js, whose `begin` fails at once when its connection is lost, but lets the body go on:
 * its further statements would run on whatever connection took the place, outside of any transaction, and its ROLLBACK
 * would end the process (a write to no socket). So nothing is sent any more, and a body that ends is not told to `begin`.
 */
export async function makeTransactionSession<Result>(
  begin: (session: TransactionSession) => Promise<Result>,
): Promise<Result> {
  let isLost = false;
  const session: TransactionSession = {
    statement: async (work) => {
      if (isLost) throw new ConnectionLost();
      try {
        return await work();
      } catch (error) {
        if (isConnectionLost(error)) isLost = true;
        throw error;
      }
    },
    scope: async (body) => {
      try {
        const result = await body();
        if (isLost) await new Promise<never>(() => undefined);
        return result;
      } catch (error) {
        // The news of the loss may be some microtasks behind the failure of a statement.
        await setImmediate();
        if (isLost) await new Promise<never>(() => undefined);
        throw error;
      }
    },
  };
  try {
    return await begin(session);
  } finally {
    isLost = true;
  }
}
