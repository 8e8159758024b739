import { execFile } from "node:child_process";
import { environmentForChildren } from "#platform/env";
import { AppError } from "#platform/errors";

/** Runs a command to its end. Throws an error whose message is the last lines the command said, an AbortError once it is called off. */
export function runCommand(
  command: string,
  args: string[],
  options: { cwd: string; env?: Record<string, string>; signal: AbortSignal },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = environmentForChildren(options.env);
    execFile(
      command,
      args,
      { cwd: options.cwd, env, signal: options.signal, maxBuffer: 8_000_000 },
      (error, stdout, stderr) => {
        if (!error) return resolve(stdout);
        if (error.name === "AbortError") return reject(error);
        if (error.code === "ENOENT") return reject(new CommandMissing(command));
        const said = `${stderr}\n${stdout}`.trim();
        if (/ENOSPC|No space left on device/i.test(said)) return reject(new DiskFull(error));
        reject(
          new Error(`${command} ended with ${error.code ?? error.signal ?? "an error"}: ${reasonIn(said)}`, {
            cause: error,
          }),
        );
      },
    );
  });
}

/** Advice and file names that npm and pip print around the reason. */
const boilerplate =
  /complete log of this run|behind a proxy|npm help|notice|^npm (error|warn)?\s*$|^WARNING: Retrying/i;

/** The one line that says why: the line that names a failed request or the first error, else the last line. */
export function reasonIn(said: string): string {
  const lines = said
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !boilerplate.test(line));
  const telling =
    lines.find((line) => /request to|ENOTFOUND|ECONN|ETIMEDOUT|E\d{3}\b/.test(line)) ??
    lines.find((line) => /^(npm )?error/i.test(line)) ??
    lines.at(-1);
  return (telling ?? "no words").replace(/^npm error\s*/i, "").slice(0, 300);
}

/** The command is not installed on this machine. */
export class CommandMissing extends Error {
  readonly command: string;
  constructor(command: string) {
    super(`${command} is not installed on this machine.`);
    this.command = command;
  }
}

/** A command said that the disk is full. */
class DiskFull extends Error {
  readonly code = "ENOSPC";
  constructor(cause: unknown) {
    super("The disk is full.", { cause });
  }
}

/** How much to free and what to do then. */
export function diskFull(cause: unknown, plan: { roomMegabytes: number; again: string }): AppError {
  return new AppError(
    "unavailable",
    `The disk is full. Free about ${plan.roomMegabytes} MB in the data folder and ${plan.again}; what was left behind is removed.`,
    { cause, details: { reason: "disk_full" } },
  );
}

/** True for the operating system's own word for a full disk, wherever it is wrapped. */
export function isDiskFull(thrown: unknown): boolean {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if ("code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT")) return true;
  }
  return false;
}
