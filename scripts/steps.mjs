// Shared by check, verify and quickstart: run a command with Node 24 first on the PATH, and say how long it took.
import { spawn } from "node:child_process";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const path = `${join(root, "node_modules/.bin")}:${process.env.PATH}`;

/** Seconds since `start`, with one digit. */
export function secondsSince(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

/** Runs a command; resolves with its exit code and everything it printed. `live` shows the output as it comes. */
export function run(command, args, { live = false, env = {} } = {}) {
  return new Promise((resolveRun) => {
    const child = spawn(command, args, {
      cwd: root,
      // The path last: what is handed in may hold the whole environment, with another Node first on it.
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env, PATH: path },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output += chunk;
        if (live) process.stdout.write(chunk);
      });
    }
    child.on("error", (error) => resolveRun({ code: 127, output: String(error) }));
    child.on("close", (code) => resolveRun({ code: code ?? 1, output }));
  });
}
