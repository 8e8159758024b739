/** How far the local model is on this installation. */
export type LocalModelStatus = {
  status: "off" | "absent" | "waiting" | "running" | "verifying" | "ready" | "failed";
  step: string;
  receivedBytes: number;
  totalBytes: number | null;
  error: string | null;
  updatedAt: Date | null;
  model: string;
  licence: { name: string; notice: string };
};

/** How far the embedding model is on this installation. */
export type EmbeddingDownload = {
  status: "off" | "absent" | "waiting" | "running" | "verifying" | "ready" | "failed";
  error: string | null;
};
