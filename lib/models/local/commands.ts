import { execFile } from "node:child_process";
import { environmentForChildren } from "#platform/env";
import { AppError } from "#platform/errors";

/** Runs a command to its end. Throws an error whose message is the last lines the command said. */
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
        if (error.code === "ENOENT") return reject(new CommandMissing(command));
        const said = `${stderr}\n${stdout}`.trim();
        if (/ENOSPC|No space left on device/i.test(said)) return reject(diskFull(error));
        reject(
          new Error(
            `${command} ended with ${error.code ?? error.signal ?? "an error"}: ${said.split("\n").slice(-3).join(" ").slice(-400)}`,
            { cause: error },
          ),
        );
      },
    );
  });
}

/** The command is not installed on this machine. */
export class CommandMissing extends Error {
  readonly command: string;
  constructor(command: string) {
    super(`${command} is not installed on this machine.`);
    this.command = command;
  }
}

export function diskFull(cause: unknown): AppError {
  return new AppError(
    "unavailable",
    "The disk is full. Free about 700 MB in the data folder and press Retry; what was left behind is removed.",
    {
      cause,
      details: { reason: "disk_full" },
    },
  );
}

/** True for the operating system's own word for a full disk, wherever it is wrapped. */
export function isDiskFull(thrown: unknown): boolean {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if ("code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT")) return true;
  }
  return false;
}
