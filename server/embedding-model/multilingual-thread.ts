/** The thread that holds the multilingual embedding model; like `thread.ts`, which holds the English one. */
import { readFile } from "node:fs/promises";
import { workerData } from "node:worker_threads";
import type { EmbeddingThreadSettings } from "#lib/models";
import { openMultilingual } from "./multilingual.ts";
import { openRuntime, serveTexts, sessionOptions } from "./serve-texts.ts";

const { runtimeEntry, modelPath, tokenizerPath } = workerData as EmbeddingThreadSettings;
const runtime = await openRuntime(runtimeEntry);

serveTexts(
  await openMultilingual(
    { weights: await readFile(modelPath), pieces: await readFile(tokenizerPath) },
    async (model) => {
      const session = await runtime.InferenceSession.create(model, sessionOptions);
      return async (pieces, width, root) => {
        const { vector } = await session.run({
          pieces: new runtime.Tensor("float32", pieces, [pieces.length / width, width]),
          root: new runtime.Tensor("float32", Float32Array.of(root), [1]),
        });
        if (!vector) throw new Error("The embedding model gave no vector.");
        return vector.data;
      };
    },
  ),
);
