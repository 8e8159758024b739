/** What the embedding model's thread is started with. */
export type EmbeddingThreadSettings = { runtimeEntry: string; modelPath: string; tokenizerPath: string };

export type ToEmbeddingThread = { id: number; texts: string[] };
export type FromEmbeddingThread = { id: number; vectors: number[][] } | { id: number; failed: string };
