import type { CompiledPolicy } from "#lib/guardrails";
import type { Context } from "#lib/identity";
import type { AppError } from "#platform/errors";
import type { Random } from "#platform/random";
import type { ChatSettings, ChatUsage, FinishReason, ModelFacts, ToolCall } from "#schema/models";
import type { Generation, GuardrailFinding } from "#schema/observability";
import type { z } from "zod";
import type { ChatMessage, GenerateInput, GenerationEvent } from "./schema.ts";
import type { SetTimer, StoppableSignal } from "./stop.ts";
import type { OpenTarget } from "./target.ts";
import type { OpenSpan, TraceRecorder } from "./trace.ts";

/** Which stored prompt a call came from. */
export type PromptOrigin = Pick<
  Generation,
  "promptId" | "promptPath" | "promptVersionId" | "promptVersionNumber" | "label"
>;

/** How a call ended; `output` is what the caller received, before redaction for storage. */
export type Outcome = {
  status: Generation["status"];
  error: AppError | null;
  output: string;
  /** What the model thought, and its words for why it does not answer: neither is a part of the output. */
  reasoning: string;
  refusal: string | null;
  toolCalls: ToolCall[];
  finishReason: FinishReason | null;
  usage: ChatUsage | null;
  /** To the first token of any kind: thinking and tool calls are tokens as well. */
  timeToFirstTokenMs: number | null;
  /** Milliseconds the model itself worked, where the studio can measure it (the local model). */
  computeMs: number | null;
  computeThreads: number | null;
  facts: ModelFacts;
};

/** A call somebody stopped is neither a success nor a fault. */
export function spanStatusOf({ status }: Pick<Outcome, "status">): "ok" | "error" | "unset" {
  return status === "succeeded" ? "ok" : status === "failed" ? "error" : "unset";
}

/** One generation on its way through the pipeline; each step fills in its part. */
export type Call = {
  readonly ctx: Context;
  readonly input: z.output<typeof GenerateInput>;
  readonly generationId: string;
  readonly startedAt: Date;
  readonly trace: TraceRecorder;
  readonly root: OpenSpan;
  /** Null when nobody listens: then the provider may answer in one piece. */
  readonly emit: ((event: GenerationEvent) => void) | null;
  readonly stop: StoppableSignal;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly setTimer: SetTimer;
  readonly random: Random;
  origin: PromptOrigin;
  messages: ChatMessage[];
  settings: ChatSettings;
  targets: OpenTarget[];
  /** Read once, so that one call is judged by one state of the policies. */
  policies: readonly CompiledPolicy[];
  findings: GuardrailFinding[];
  /** Set as soon as it is known how the call ends. */
  outcome: Outcome | null;
};
