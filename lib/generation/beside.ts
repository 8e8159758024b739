import { type Hold, limitsOf, reserve, settle, spentOf } from "#lib/budgets";
import { redactForStorage } from "#lib/guardrails";
import type { Context } from "#lib/identity";
import { costOf, getModelCard } from "#lib/models";
import { admitCall, endUserOf, enqueueGeneration } from "#lib/observability";
import { type AppError, toAppError } from "#platform/errors";
import { newId } from "#platform/ids";
import type { ChatUsage, ModelCard, ModelTarget } from "#schema/models";
import type { GenerationRecord, GenerationSource } from "#schema/observability";
import type { GenerateOptions } from "./begin.ts";
import { failureOf } from "./call.ts";
import { TraceRecorder } from "./trace.ts";

/** A call that asks a model for something other than an answer in words. */
export type BesideCall<Answer> = {
  /** Its own, so that no figure of answers counts it: the scope of those is the source `api`. */
  source: Extract<GenerationSource, "embedding" | "moderation">;
  /** Null for the project's own embedding model, whose name `ownModel` says. */
  target: ModelTarget | null;
  ownModel?: string | undefined;
  /** How much was sent, in place of the texts: of those nothing is stored. */
  settings: Record<string, unknown>;
  metadata: Record<string, unknown> | null;
  ask: () => Promise<Answer>;
  onLimits: NonNullable<GenerateOptions["onLimits"]>;
  /** What was used, and in words what came of it. */
  read: (answer: Answer) => { usage: ChatUsage | null; output: string };
};

/**
 * Asks, and records the call with its tokens, cost and time whatever became of it. Throws what `ask` throws, not_found,
 * what a limit of the project refuses, and unavailable where the record of calls is so far behind that none is taken.
 */
export async function besideCall<Answer>(
  ctx: Context,
  call: BesideCall<Answer>,
): Promise<{ answer: Answer; generationId: string }> {
  await admitCall();
  const { target, metadata } = call;
  const card = target ? await getModelCard(ctx, target) : null;
  const startedAt = ctx.clock.now();
  const generationId = newId();
  const trace = new TraceRecorder(generationId, startedAt);
  const hold = await held(ctx, call, generationId);
  const keep = async ({ usage, output, error }: Ended) => {
    const { value } = await redactForStorage(ctx, { metadata, errorMessage: error?.message ?? null });
    const generation = await enqueueGeneration(ctx, {
      ...value,
      id: generationId,
      traceId: trace.traceId,
      startedAt,
      source: call.source,
      status: error ? failureOf(error).status : "succeeded",
      input: [],
      output,
      settings: call.settings,
      errorCode: error?.code,
      latencyMs: trace.elapsedMs(),
      ...modelOf(card, call.ownModel),
      ...(usage ? tokensOf(usage) : {}),
      ...costsOf(card, usage, startedAt),
    });
    settle(ctx, hold, spentOf(generation));
  };
  let answer: Answer;
  try {
    answer = await call.ask();
  } catch (thrown) {
    await keep({ usage: null, output: "", error: toAppError(thrown) });
    throw thrown;
  }
  await keep({ ...call.read(answer), error: null });
  return { answer, generationId };
}

type Ended = { usage: ChatUsage | null; output: string; error: AppError | null };

function modelOf(
  card: ModelCard | null,
  ownModel = "",
): Pick<GenerationRecord, "provider" | "model"> & Partial<GenerationRecord> {
  if (!card) return { provider: "local", model: ownModel };
  const { connectionId, connectionName, provider, model, isSimulated } = card;
  return { connectionId, connectionName, provider, model, isSimulated };
}

function tokensOf({ inputTokens, outputTokens, isEstimated }: ChatUsage): Partial<GenerationRecord> {
  return { inputTokens, outputTokens, isUsageEstimated: isEstimated };
}

function costsOf(card: ModelCard | null, usage: ChatUsage | null, at: Date): Partial<GenerationRecord> {
  // Nobody meters the project's own model.
  if (!card) return { costUsd: 0 };
  const cost = usage ? costOf(card, usage, at) : null;
  if (!cost) return { costUsd: null };
  const { usd, parts, source, sourceDate, overrideId } = cost;
  return { costUsd: usd, costBasis: { parts, source, sourceDate, overrideId } };
}

/** No longer is a server waited for; what is held after that is anybody's to settle. */
const mostMs = 720_000;

/** Counts as a request at once, and with what it used when it has ended: nobody can say before what vectors take. */
async function held<Answer>(
  ctx: Context,
  { metadata, onLimits }: BesideCall<Answer>,
  callId: string,
): Promise<Hold> {
  const reserved = await reserve(ctx, await limitsOf(ctx), {
    callId,
    facts: {
      apiKeyId: ctx.actor.kind === "api_key" ? ctx.actor.id : null,
      endUser: endUserOf(metadata),
      routeId: null,
      metadata: null,
    },
    estimate: null,
    endsBy: new Date(ctx.clock.now().getTime() + mostMs),
  });
  if (!("hold" in reserved)) throw reserved.refusal;
  onLimits(reserved.hold.states);
  return reserved.hold;
}
