import type { Results } from "@electric-sql/pglite";

/** What the main thread asks of the thread that has the embedded database. A statement with `tx` belongs to that transaction. */
export type Request =
  | { kind: "open"; folder: string; dump: Blob | undefined }
  | { kind: "query"; tx: number | null; text: string; values: unknown[] | undefined; options: QueryForm }
  | { kind: "exec"; tx: number | null; text: string }
  | { kind: "begin" }
  | { kind: "end"; tx: number; isCommitted: boolean }
  | { kind: "listen"; channel: string }
  | { kind: "unlisten"; listener: number }
  | { kind: "dump" }
  | { kind: "close" };

/** How the rows of one statement come; values of the types in `asText` stay as PostgreSQL writes them. */
export type QueryForm = { rowMode?: "array" | "object"; asText?: number[] };

/** What each kind of request is answered with. */
export type Answers = {
  open: null;
  query: Results;
  exec: Results[];
  begin: number;
  end: null;
  listen: number;
  unlisten: null;
  dump: Blob;
  close: null;
};

export type ToThread = Request & { id: number };

/** An error's own members that are plain values, such as PostgreSQL's code; nothing else crosses. */
export type Failure = { name: string; message: string; stack: string | undefined; members: object };

export type FromThread =
  | { id: number; value: unknown }
  | { id: number; failure: Failure }
  | { listener: number; payload: string };
