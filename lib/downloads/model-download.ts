import { eq } from "drizzle-orm";
import type { Database } from "#db";
import { downloads } from "#db/schema/downloads";
import { systemClock } from "#platform/clock";
import { logger } from "#platform/logger";
import { type Download, type DownloadState, runDownload } from "./run-download.ts";
import type { DownloadPaths } from "./paths.ts";

type Running = { done: Promise<DownloadState>; abort: AbortController };

/** A model that this process downloads: at most one attempt at a time, its progress kept under its name. */
export class ModelDownload<Paths extends DownloadPaths> {
  readonly #name: string;
  #running: Running | null = null;

  constructor(name: string) {
    this.#name = name;
  }

  /** Begins, or joins the attempt that runs. `whenReady` runs before the attempt is called done. */
  begin(
    db: Database,
    download: Omit<Download<Paths>, "save" | "signal">,
    whenReady: () => Promise<void>,
  ): Promise<DownloadState> {
    if (this.#running) return this.#running.done;
    const abort = new AbortController();
    const save = (state: DownloadState) => saveState(db, this.#name, state);
    const done = runDownload({ ...download, save, signal: abort.signal })
      .then(async (state) => {
        if (state.status === "ready") await whenReady();
        else logger().warn({ error: state.error }, `${download.plan.name} not here`);
        return state;
      })
      .finally(() => {
        this.#running = null;
      });
    this.#running = { done, abort };
    return done;
  }

  /** Stops a running attempt; what is here is kept. At shutdown. */
  async stop(): Promise<void> {
    const running = this.#running;
    running?.abort.abort();
    await running?.done.catch(() => undefined);
  }
}

/** How far something was at its last attempt; undefined when there was none. */
export async function readState(
  db: Database,
  name: string,
): Promise<typeof downloads.$inferSelect | undefined> {
  const [row] = await db.select().from(downloads).where(eq(downloads.name, name));
  return row;
}

/** Progress is news, not the work: a database that hiccups must not stop a download. */
async function saveState(db: Database, name: string, state: DownloadState): Promise<void> {
  try {
    await writeState(db, name, state);
  } catch (error) {
    logger().warn({ err: error, name }, "progress of a download not kept");
  }
}

/** Keeps how far something is. */
export async function writeState(db: Database, name: string, state: DownloadState): Promise<void> {
  const values = { ...state, updatedAt: systemClock.now() };
  await db
    .insert(downloads)
    .values({ name, ...values })
    .onConflictDoUpdate({ target: downloads.name, set: values });
}
