import type { GenerationEvent, GenerationProgress, LiveGeneration } from "#schema/generation";
import type { Trouble } from "../act.tsx";

/** One pane's call, from the press of the button to its last figure. */
export type PaneRun = {
  status: "waiting" | "streaming" | "done" | "stopped" | "failed";
  text: string;
  /** What the model thought; shown apart from the answer. */
  reasoning: string;
  connectionName: string | null;
  isSimulated: boolean;
  progress: GenerationProgress | null;
  generation: LiveGeneration | null;
  trouble: Trouble | null;
};

export const startedRun: PaneRun = {
  status: "waiting",
  text: "",
  reasoning: "",
  connectionName: null,
  isSimulated: false,
  progress: null,
  generation: null,
  trouble: null,
};

/** What an event changes. A fallback begins again with an empty answer. */
export function afterEvent(run: PaneRun, event: GenerationEvent): PaneRun {
  switch (event.type) {
    case "start":
      return {
        ...run,
        text: "",
        reasoning: "",
        connectionName: event.connectionName,
        isSimulated: event.isSimulated,
      };
    case "delta":
      return { ...run, status: "streaming", text: run.text + event.text };
    case "reasoning":
      return { ...run, status: "streaming", reasoning: run.reasoning + event.text };
    case "progress": {
      const { type: _, ...progress } = event;
      return { ...run, progress };
    }
    case "done":
      return {
        ...run,
        status: "done",
        text: event.generation.output || run.text,
        generation: event.generation,
      };
    case "error": {
      const { code, message, generation } = event;
      const isStopped = code === "cancelled";
      return {
        ...run,
        status: isStopped ? "stopped" : "failed",
        text: generation.output || run.text,
        generation,
        trouble: isStopped ? null : { code, message },
      };
    }
    default:
      return event satisfies never;
  }
}

/** A pane still at work. */
export function isRunning(run: PaneRun | undefined): boolean {
  return run?.status === "waiting" || run?.status === "streaming";
}

export type Figures = {
  inputTokens: number | null;
  outputTokens: number | null;
  /** Nobody counted yet, or the provider never did. */
  isEstimated: boolean;
  firstTokenMs: number | null;
  totalMs: number | null;
  tokensPerSecond: number | null;
  costUsd: number | null;
  carbonGrams: number | null;
  carbonRange: { low: number; high: number } | null;
};

/** The figures under an answer: the recorded ones once it is over, the running estimates before. */
export function figuresOf({ generation, progress }: PaneRun): Figures | null {
  const from = generation ?? progress;
  if (!from) return null;
  const {
    inputTokens,
    outputTokens,
    latencyMs,
    timeToFirstTokenMs,
    costUsd,
    carbonGrams,
    carbonGramsLow: low,
    carbonGramsHigh: high,
  } = from;
  const streamedMs = timeToFirstTokenMs === null ? 0 : latencyMs - timeToFirstTokenMs;
  // From a handful of tokens, or within a tenth of a second, no rate can be told.
  const hasRate = outputTokens !== null && outputTokens > 3 && streamedMs > 100;
  return {
    inputTokens,
    outputTokens,
    isEstimated: generation ? generation.isUsageEstimated === true : true,
    firstTokenMs: timeToFirstTokenMs,
    totalMs: generation ? latencyMs : null,
    tokensPerSecond: hasRate ? ((outputTokens - 1) * 1_000) / streamedMs : null,
    costUsd,
    carbonGrams,
    carbonRange: low !== null && high !== null ? { low, high } : null,
  };
}
