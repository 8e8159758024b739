import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEmbedded, openPostgres, migrate, type OpenDatabase } from "#db";
import { organisations, projects } from "#db/schema/identity";
import { type Context, systemContext } from "#lib/identity";
import { newId } from "#platform/ids";

const key = Buffer.alloc(32, 7).toString("base64");
/** For the test itself and the processes it starts, so that each reads what the other sealed. Set before anything reads it. */
export const sharedSettings = { VALUELOOP_ENCRYPTION_KEY: key, VALUELOOP_ALLOW_PRIVATE_URLS: "1" };

/** A database that several processes open one after the other (or, on PostgreSQL, at once), with one project in it. */
export type Place = {
  settings: Record<string, string>;
  projectId: string;
  /** Opens it, hands it to the work, closes it. */
  use<Result>(work: (ctx: Context, open: OpenDatabase) => Promise<Result>): Promise<Result>;
  remove(): Promise<void>;
};

/** Makes such a database: on TEST_DATABASE_URL's server, else in a folder. */
export async function makeInstallation(): Promise<Place> {
  const projectId = newId();
  const folder = mkdtempSync(join(tmpdir(), "valueloop-processes-"));
  const server = process.env["TEST_DATABASE_URL"];
  const url = new URL(server ?? "postgres://unused");
  const name = `process_${newId().replaceAll("-", "")}`;
  const asAdmin = async (statement: string) => {
    if (!server) return;
    const admin = await openPostgres(server, 1);
    await admin.driver.exec(statement);
    await admin.close();
  };
  url.pathname = `/${name}`;
  await asAdmin(`create database ${name}`);
  const open = () =>
    server ? openPostgres(url.toString(), 4) : openEmbedded(join(folder, "database"), template());
  let isMade = false;
  const place: Place = {
    settings: {
      ...sharedSettings,
      VALUELOOP_DATA_DIR: folder,
      ...(server ? { DATABASE_URL: url.toString() } : { DATABASE_URL: "" }),
    },
    projectId,
    use: async (work) => {
      const opened = await open();
      try {
        await migrate(opened);
        if (!isMade) await makeProject(opened, projectId);
        isMade = true;
        return await work(await systemContext(opened.db, projectId), opened);
      } finally {
        await opened.close();
      }
    },
    remove: async () => {
      await asAdmin(`drop database if exists ${name} with (force)`);
      rmSync(folder, { recursive: true, force: true });
    },
  };

  function template(): Blob | undefined {
    const file = process.env["VALUELOOP_TEST_TEMPLATE"];
    return isMade || !file ? undefined : new Blob([readFileSync(file)]);
  }
  return place;
}

async function makeProject({ db }: OpenDatabase, projectId: string): Promise<void> {
  const organisationId = newId();
  await db.insert(organisations).values({ id: organisationId, slug: organisationId, name: "Organisation" });
  await db.insert(projects).values({ id: projectId, organisationId, slug: projectId, name: "Project" });
}

/** A process of ours: what it said, and its end. */
export type Running = {
  child: ChildProcess;
  said(): string;
  ended: Promise<number | null>;
};

/** Starts one of our processes and waits until it says `ready`. Throws with what it said when it ends before. */
export async function start(file: string, settings: Record<string, string>, ready: string): Promise<Running> {
  const child = spawn(join("node_modules", ".bin", "node"), [file], {
    env: { ...process.env, NODE_ENV: "production", LOG_LEVEL: "info", ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  const ended = new Promise<number | null>((resolve) => {
    child.once("exit", resolve);
  });
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (part: Buffer) => {
        text += part.toString();
        if (text.includes(ready)) resolve();
      });
    child.once("exit", (code) =>
      reject(new Error(`${file} ended with ${code} before it was ready:\n${text}`)),
    );
  });
  return { child, said: () => text, ended };
}

/** A port nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => {
    probe.listen(0, "127.0.0.1", resolve);
  });
  const { port } = probe.address() as AddressInfo;
  await new Promise<void>((resolve) => {
    probe.close(() => resolve());
  });
  return port;
}
