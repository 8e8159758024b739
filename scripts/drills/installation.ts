import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type OpenDatabase, openEmbedded, openPostgres } from "#db";
import { generations } from "#db/schema/observability";
import { closeQueue } from "#lib/jobs";
import { keptSecret } from "#platform/crypto";
import { newId } from "#platform/ids";
import { prepare } from "../../bench/prepare.ts";
import { freePort, start, stop } from "../../bench/processes.ts";
import type { Answers } from "./clients.ts";
import { compareSums } from "./sums.ts";

/** One installation of a drill: a data folder, a database, a mock provider, and the processes it starts. */
export type Installation = Awaited<ReturnType<typeof makeInstallation>>;

export type Process = "gateway" | "studio" | "worker";

/** What a drill found. `doubled` are calls in the sums beyond those in the table, which holds each once; any of `faults` fails it. */
export type Found = { acknowledged: number; lost: number; doubled: number; faults: string[] };

type Made = Awaited<ReturnType<typeof prepare>>;

/** Makes one, on a server or embedded, in `folder` where given; `fill` makes what the drill needs beside a prompt and a key. */
export async function makeInstallation<Filled = undefined>(
  server: string | null,
  {
    folder = mkdtempSync(join(tmpdir(), "valueloop-drill-")),
    delayMs = 0,
    fill,
  }: { folder?: string; delayMs?: number; fill?: (made: Made) => Promise<Filled> } = {},
) {
  const url = server ? await makeDatabase(server) : null;
  const port = await freePort();
  const upstreamUrl = `http://127.0.0.1:${port}`;
  const place = { name: "drill", folder, url, remove: () => Promise.resolve() };
  const made = await prepare(place, upstreamUrl);
  const filled = await fill?.(made);
  await closeQueue();
  await made.open.close();
  const upstream = await start("scripts/drills/provider.ts", {
    PORT: String(port),
    MOCK_DELAY_MS: String(delayMs),
  });
  endWithUs(upstream);

  const open = (): Promise<OpenDatabase> =>
    url ? openPostgres(url, 4) : openEmbedded(join(folder, "database"));

  async function startProcess(
    kind: Process,
    settings: Record<string, string> = {},
  ): Promise<{ child: ChildProcess; url: string }> {
    const own = await freePort();
    const child = await start(
      `server/${kind}.ts`,
      {
        NODE_ENV: "production",
        PORT: String(own),
        VALUELOOP_DATA_DIR: folder,
        DATABASE_URL: url ?? "",
        VALUELOOP_ENCRYPTION_KEY: keptSecret("encryption.key"),
        VALUELOOP_ALLOW_PRIVATE_URLS: "1",
        VALUELOOP_API_REQUESTS_PER_MINUTE: "0",
        VALUELOOP_LOCAL_MODEL: "off",
        LOG_LEVEL: "info",
        ...settings,
      },
      `${kind} ready`,
    );
    endWithUs(child);
    return { child, url: `http://127.0.0.1:${own}` };
  }

  /** Compares what clients were answers with what the database has, once nothing waits any more. */
  async function count(answers: Answers): Promise<Found> {
    const { db, driver, close } = await open();
    const ids = new Set((await db.select({ id: generations.id }).from(generations)).map(({ id }) => id));
    const { missing, surplus, faults } = await compareSums(driver);
    await close();
    const lost = [...answers.acknowledged].filter((id) => !ids.has(id)).length;
    // A call that is in the table and not in the sums is lost to every figure.
    return {
      acknowledged: answers.acknowledged.size,
      lost: lost + missing,
      doubled: surplus,
      faults,
    };
  }

  async function remove(): Promise<void> {
    await stop(upstream);
    rmSync(folder, { recursive: true, force: true });
  }
  return { made, filled, upstreamUrl, folder, url, open, startProcess, count, remove };
}

/** A drill that comes to no end leaves none of its processes behind. */
function endWithUs(child: ChildProcess): void {
  process.once("exit", () => child.kill("SIGKILL"));
}

/** Kills a process as nothing can be caught. */
export async function killHard(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => {
    child.once("exit", resolve);
  });
  child.kill("SIGKILL");
  await gone;
}

async function makeDatabase(server: string): Promise<string> {
  const name = `drill_${newId().replaceAll("-", "")}`;
  const admin = await openPostgres(server, 1);
  await admin.driver.exec(`create database ${name}`);
  await admin.close();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.toString();
}
