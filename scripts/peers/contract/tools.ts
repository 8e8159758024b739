import { spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where the tools live between two runs. */
export const folder = join(tmpdir(), "valueloop-contract");
/** A command of the Python tools. */
export const wheel = (name: string): string => join(folder, "venv/bin", name);
/** A command of the npm tools. */
export const npmTool = (name: string): string => join(folder, "node_modules/.bin", name);

/** Whole versions: what they find goes into docs/measurements/contract.md, and a new one may find more. */
const packages = ["openapi-typescript@7", "openapi-fetch@0", "typescript@5"];
const wheels = ["schemathesis==4.*", "openapi-python-client==0.*"];

export type Ended = { code: number | null; output: string };

/** Runs a command to its end in the tools' folder. */
export function run(command: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const [file = "", ...given] = command;
  const child = spawn(file, given, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (part: Buffer) => (output += part.toString()));
  child.stderr.on("data", (part: Buffer) => (output += part.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

/** The same; throws with its last words where it does not end well. */
export async function mustRun(command: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const { code, output } = await run(command, env);
  if (code !== 0) throw new Error(`${command.join(" ")} ended with ${code}: ${output.slice(-3_000)}`);
  return output;
}

/** Brings the tools from npm and PyPI, where they are not here yet. */
export async function install({ clients }: { clients: boolean }): Promise<void> {
  mkdirSync(folder, { recursive: true });
  if (clients && !existsSync(join(folder, "node_modules"))) {
    writeFileSync(join(folder, "package.json"), '{"private":true,"type":"module"}');
    await mustRun(["npm", "install", "--prefer-offline", "--no-audit", "--no-fund", ...packages]);
  }
  if (existsSync(wheel("schemathesis"))) return;
  await mustRun(["python3", "-m", "venv", join(folder, "venv")]);
  await mustRun([wheel("python"), "-m", "pip", "install", "-q", ...wheels]);
}
