import type { UIMessage, UIMessageChunk } from "ai";
import type { GuardrailFinding } from "#schema/observability";

/** What a message of the playground carries beside text, thinking, tools, files and sources. Null is unknown. */
export type PlaygroundData = {
  /** The first turn: the prompt, run with these values. */
  run: { versionNumber: number | null; variables: Record<string, unknown>; exampleId: string | null };
  /** The call behind an answer; recorded under this id once it is over. */
  generation: {
    id: string;
    model: string;
    connectionName: string;
    isSimulated: boolean;
    status: "running" | "succeeded" | "failed" | "cancelled";
    finishReason: string | null;
    refusal: string | null;
  };
  /** `isEstimated` until the provider has counted, or when it never did. */
  tokens: { input: number | null; output: number | null; reasoning: number | null; isEstimated: boolean };
  cost: { usd: number | null };
  carbon: { grams: number | null; low: number | null; high: number | null };
  /** `totalMs` is null while the answer is coming. */
  latency: { firstTokenMs: number | null; sinceStartMs: number; totalMs: number | null };
  findings: GuardrailFinding[];
  problem: { code: string; message: string };
};

export type PlaygroundMessage = UIMessage<unknown, PlaygroundData>;

export type PlaygroundChunk = UIMessageChunk<unknown, PlaygroundData>;

export type PlaygroundPart = PlaygroundMessage["parts"][number];
