import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A PostgreSQL of the drills' own, that may be killed. */
export type Server = {
  url: string;
  /** Ends the server and every process of it with SIGKILL. */
  kill(): Promise<void>;
  start(): void;
  remove(): Promise<void>;
};

/** Makes a server in a folder under /tmp. Commits are written before they are acknowledged; the disk itself is not waited for, since no drill cuts the power. */
export function makeServer(port: number): Server {
  const bin = newestBin();
  const folder = mkdtempSync(join(tmpdir(), "valueloop-drill-pg-"));
  const data = join(folder, "data");
  if (process.getuid?.() === 0) execFileSync("chown", ["postgres", folder]);
  asPostgres(join(bin, "initdb"), "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8");
  const settings = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=300`;
  const start = () => {
    asPostgres(
      join(bin, "pg_ctl"),
      "-D",
      data,
      "-w",
      "-t",
      "60",
      "-l",
      join(folder, "log"),
      "-o",
      settings,
      "start",
    );
  };
  const kill = async () => {
    const [pid] = readFileSync(join(data, "postmaster.pid"), "utf8").split("\n");
    // The parent first, so that it starts no further child; then they are nobody's but ours.
    const children = childrenOf(Number(pid));
    for (const each of [Number(pid), ...children]) end(each);
    while ([Number(pid), ...children].some(isThere)) await sleep(20);
  };
  start();
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    kill,
    start,
    remove: async () => {
      if (existsSync(join(data, "postmaster.pid"))) await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function newestBin(): string {
  const root = "/usr/lib/postgresql";
  const [newest] = existsSync(root) ? readdirSync(root).toSorted((a, b) => Number(b) - Number(a)) : [];
  if (!newest) throw new Error("No PostgreSQL is installed; run `node scripts/postgres.mjs` once.");
  return join(root, newest, "bin");
}

function asPostgres(...words: string[]): void {
  const [command = "", ...args] =
    process.getuid?.() === 0 ? ["runuser", "-u", "postgres", "--", ...words] : words;
  const { status, stderr, stdout } = spawnSync(command, args, {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (status !== 0) throw new Error(`${words.join(" ")} failed: ${stderr || stdout}`);
}

function childrenOf(parent: number): number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && parentOf(pid) === parent);
}

function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return 0;
  }
}

function isThere(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3) !== "Z";
  } catch {
    return false;
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It went with its parent.
  }
}
