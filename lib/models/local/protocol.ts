/** What the thread with the model and the process say to each other. Types only: the thread loads nothing of ours. */
export type GenerateOptions = {
  maxTokens: number;
  temperature: number;
  topP: number | null;
  seed: number | null;
  stop: string[];
  responseSchema: Record<string, unknown> | null;
};

export type ToWorker =
  | { type: "generate"; id: number; prompt: string; options: GenerateOptions }
  | { type: "cancel"; id: number };

export type FromWorker =
  | { type: "ready"; contextTokens: number }
  | { type: "delta"; id: number; text: string }
  | {
      type: "end";
      id: number;
      inputTokens: number;
      outputTokens: number;
      finishReason: "stop" | "length";
      computeMs: number;
      /** Threads in use, averaged over the time. */
      threads?: number;
    }
  | {
      type: "error";
      id: number;
      reason: "cancelled" | "too_large" | "bad_schema" | "failed";
      message: string;
    };

export type WorkerSettings = {
  runtimeEntry: string;
  modelPath: string;
  threads: number;
  contextTokens: number;
};
