import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";

/** A free port of the moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/** Starts one of our Node files, as the checkout's own `npm run` does where it has one for it, and waits until what it prints contains `ready`. */
export async function start(
  file: string,
  env: Record<string, string>,
  ready = "ready",
  { cwd = process.cwd(), args = [] }: { cwd?: string; args?: string[] } = {},
): Promise<ChildProcess> {
  const child = spawn(process.execPath, [...flagsOf(file, cwd), file, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  await new Promise<void>((resolve, reject) => {
    const onData = (part: Buffer) => {
      output += part.toString();
      if (output.includes(ready)) resolve();
    };
    child.stdout.on("data", onData);
    child.stderr.on("data", onData);
    child.once("exit", (code) => reject(new Error(`${file} ended with ${code}: ${output.slice(-800)}`)));
  });
  return child;
}

/** The flags of Node by which a checkout's own `npm run` starts a file. */
function flagsOf(file: string, cwd: string): string[] {
  const { scripts = {} } = JSON.parse(readFileSync(join(cwd, "package.json"), "utf8")) as {
    scripts?: Record<string, string>;
  };
  const commands = Object.values(scripts).map((command) => command.split(" "));
  return commands.find(([node, ...words]) => node === "node" && words.at(-1) === file)?.slice(1, -1) ?? [];
}

/** Ends a process and waits for it. */
export function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) {
      resolve();
      return;
    }
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}

/**
 * Processor time a process has used so far, in microseconds (Linux), of all its threads and of the main one: steadier than
 * throughput where others work too. Of threads that have ended it is not counted.
 */
export function cpuUs({ pid }: ChildProcess): { all: number; main: number } {
  const tasks = `/proc/${pid}/task`;
  const of = (thread: string | number) =>
    Number(readFileSync(`${tasks}/${thread}/schedstat`, "utf8").split(" ")[0]) / 1_000;
  return { all: readdirSync(tasks).reduce((sum, thread) => sum + of(thread), 0), main: of(pid ?? 0) };
}

/** Resident memory of a process in MB (Linux). */
export function residentMb(child: ChildProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
