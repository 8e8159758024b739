import { z } from "zod";
import type { EmbeddingDownload } from "#schema/downloads";
import { ModelTarget } from "../connections/schema.ts";

/** What turns texts into vectors in a project. */
export const SetEmbeddingModelInput = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("built_in") }),
  z.object({ kind: z.literal("connection"), ...ModelTarget.shape }),
]);
export type SetEmbeddingModelInput = z.infer<typeof SetEmbeddingModelInput>;
export type EmbeddingSetting = SetEmbeddingModelInput;

export type Embeddings = { model: string; dimensions: number; vectors: number[][] };

/** What embeds texts in a project: the name that is kept beside every vector and score, and how far the better one is. */
export type EmbeddingModelStatus = {
  inUse: string;
  /** Null where the better model is in use, or an endpoint was chosen. */
  download: EmbeddingDownload | null;
};
