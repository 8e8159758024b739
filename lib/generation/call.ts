import type { Hold, Limit, LimitState } from "#lib/budgets";
import type { CompiledPolicy, Restorations } from "#lib/guardrails";
import type { Context } from "#lib/identity";
import type { ChatModel } from "#lib/models";
import type { FallbackRules, TargetHealth } from "#lib/routes";
import type { AppError } from "#platform/errors";
import type { Random } from "#platform/random";
import type {
  AnswerMembers,
  ChatSettings,
  ChatUsage,
  FinishReason,
  ModelCard,
  ToolCall,
} from "#schema/models";
import type { Generation, GuardrailFinding } from "#schema/observability";
import type { RouteBreaker, RouteCache, RouteChoice, RouteSla } from "#schema/routes";
import type { GuardrailFinding as PolicyFinding } from "#schema/guardrails";
import type { z } from "zod";
import type { Flight, Meaning, Near } from "./cache/state.ts";
import type { RetryRules } from "./retry.ts";
import type { CacheUse, ChatMessage, GenerateInput, GenerationEvent, LiveGeneration } from "./schema.ts";
import type { Traced } from "./step.ts";
import type { SetTimer, StoppableSignal } from "./stop.ts";

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
  /** What an OpenAI-compatible provider said beside what has a place here. */
  members: AnswerMembers | null;
  finishReason: FinishReason | null;
  usage: ChatUsage | null;
  /** To the first token of any kind: thinking and tool calls are tokens as well. */
  timeToFirstTokenMs: number | null;
  /** Milliseconds the model itself worked, where the studio can measure it (the local model). */
  computeMs: number | null;
  computeThreads: number | null;
  card: ModelCard;
};

/** An outcome before anything was answered. */
export function emptyOutcome(card: ModelCard): Outcome {
  return {
    status: "succeeded",
    error: null,
    output: "",
    reasoning: "",
    refusal: null,
    toolCalls: [],
    members: null,
    finishReason: null,
    usage: null,
    timeToFirstTokenMs: null,
    computeMs: null,
    computeThreads: null,
    card,
  };
}

/** A call that was stopped is cancelled; every other error is a failure. */
export function failureOf(error: AppError): Pick<Outcome, "status" | "error"> {
  return { status: error.code === "cancelled" ? "cancelled" : "failed", error };
}

/** A call somebody stopped is neither a success nor a fault. */
export function spanStatusOf({ status }: Pick<Outcome, "status">): "ok" | "error" | "unset" {
  return status === "succeeded" ? "ok" : status === "failed" ? "error" : "unset";
}

/** A model that can be asked, with the card its cost and carbon rest on. */
export type OpenTarget = { card: ModelCard; model: ChatModel };

/** What a call may ask, and how: opened from a stored route, or made of the targets a caller names. */
export type OpenRoute = {
  /** The stored route it is; null for targets named in the call. */
  origin: { id: string; name: string; version: number } | null;
  /** Targets of a lower order are asked first; which of one order is, `choice` says. */
  targets: readonly RoutedTarget[];
  choice: RouteChoice;
  /** What the route promises; null for nothing. */
  sla: RouteSla | null;
  /** When a target is left alone for a while; null for never. */
  breaker: RouteBreaker | null;
  /** How long a call waits for a place at a target, in milliseconds. */
  queueMs: number;
  retry: RetryRules;
  /** After which kinds of failure the next target is asked. */
  fallbackOn: FallbackRules;
  timeoutMs: number | null;
  firstTokenTimeoutMs: number | null;
  /** The longest silence within a stream; null for the connection's own. */
  idleTimeoutMs: number | null;
  /** The most tokens an answer may have, whatever the call asks for. */
  maxTokens: number | null;
  /** Policies that hold for it also while they are off for the project. */
  policyIds: readonly string[];
  /** How long an answer is given again to the same call, and how long the same call waits for it; null where every call asks. */
  cache: RouteCache | null;
};
export type RoutedTarget = OpenTarget & {
  order: number;
  weight: number;
  /** By which a condition of the route names it. */
  name?: string | undefined;
  /** The most calls at one time; null for no bound. */
  concurrency: number | null;
  /** How it is doing in this process; null for targets that are no route's. */
  health: TargetHealth | null;
  /** Why it cannot be asked now, whatever a call says: it is passed over. */
  gone?: AppError | undefined;
};

/**
 * One generation on its way. The steps hand on one object, to which each adds its part; the types say what is there
 * after which step.
 */
export type Begun = Traced & {
  readonly ctx: Context;
  input: z.output<typeof GenerateInput>;
  readonly generationId: string;
  readonly startedAt: Date;
  /** Null when nobody listens: then the provider may answer in one piece. */
  readonly emit: ((event: GenerationEvent) => void) | null;
  readonly stop: StoppableSignal;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly setTimer: SetTimer;
  readonly random: Random;
  readonly route: OpenRoute;
  /** The most that all of it may take, in milliseconds. */
  readonly timeoutMs: number;
  /** The project's limits; empty in most. */
  readonly limits: readonly Limit[];
  readonly onLimits: ((states: readonly LimitState[]) => void) | null;
  /** Asks another model something about this call: a call of its own, recorded and paid like every other. */
  readonly ask?: (input: GenerateInput, signal: AbortSignal) => Promise<LiveGeneration>;
  /** What it holds of them, from before it asks anybody. */
  hold?: Hold;
  /** Why it may ask no model, though a cache may answer it. */
  refusal?: AppError;
  /** The caller said which trace the call belongs to, so that the provider is told as well. */
  readonly tellsOfTrace: boolean;
  findings: GuardrailFinding[];
  /** What the input's policies took out and the caller gets back. Of this call only; never stored, never logged. */
  readonly restorations: Restorations;
  /** What the cache keeps the answer under, where the call may be answered by it. */
  cacheKey?: string;
  /** Set while others may wait for this call's answer; ended by whoever keeps it, at the latest with the call. */
  flight?: Flight;
  /** What it asks, where the cache of its route looks for the same in other words. */
  meaning?: Meaning;
  /** An answer to a question near its own. */
  near?: Near;
  /** How the cache met the call, where its route has one. */
  cacheUse?: CacheUse;
  /** The generation whose answer was given again. */
  cachedFromId?: string;
};

export type Rendered = Begun & { messages: ChatMessage[]; settings: ChatSettings; origin: PromptOrigin };

/** `outcome` is set where a policy has already ended the call; `policies` are read once, so that one call is judged by one state of them. */
export type Guarded = Rendered & {
  policies: readonly CompiledPolicy[];
  inputFindings: PolicyFinding[];
  outcome: Outcome | null;
};

/**
 * `order` names the route's targets, the one to be asked first first; `tries` counts how often each was asked. `probes`
 * holds, for a target that this call tries out for its circuit breaker, what lets the next one do so.
 */
export type Routed = Guarded & {
  order: readonly number[];
  tries: Map<number, number>;
  probes: Map<number, () => void>;
};

/** `wasRetried`: it failed although a target was asked more than once. */
export type Answered = Guarded & { outcome: Outcome; parsed?: unknown; wasRetried?: boolean };
