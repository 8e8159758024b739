import type { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import { type Runnable, RunnableSequence } from "@langchain/core/runnables";
import type { Begun } from "./call.ts";
import { keepAnswer } from "./cache/keep.ts";
import { lookUpAnswer } from "./cache/look-up.ts";
import { guardInput } from "./guard.ts";
import { holdLimits } from "./limits.ts";
import { AfterSteps, BeforeSteps, type OwnSteps } from "./own-steps.ts";
import { record } from "./record.ts";
import { render } from "./render.ts";
import { askFused, composedRoute } from "./route.ts";
import type { LiveGeneration } from "./schema.ts";

/** What a call wants beside its steps; any of it needs LangChain between them. */
export type Extras = { steps?: OwnSteps | undefined; callbacks?: readonly BaseCallbackHandler[] | undefined };

/**
 * Every generation's way, composed: (own steps) -> render -> guard input -> (limits) -> (cache) -> route: call -> guard output ->
 * (own steps) -> record. The cache is a step of routes that have one, the limits one of projects that have any.
 */
export function generationSequence(
  { route, limits }: Pick<Begun, "route" | "limits">,
  { before, after }: OwnSteps = {},
): Runnable<Begun, LiveGeneration> {
  const sequence = RunnableSequence.from<Begun, LiveGeneration>([
    render,
    guardInput,
    ...(limits.length > 0 ? [holdLimits] : []),
    ...(hasCache(route) ? [lookUpAnswer, composedRoute(route), keepAnswer] : [composedRoute(route)]),
    ...(after?.length ? [new AfterSteps(after)] : []),
    record,
  ]);
  return before?.length ? new BeforeSteps(before).pipe(sequence) : sequence;
}

function hasCache({ cache }: Begun["route"]): boolean {
  return cache !== null;
}

/** True where the steps can run fused: nobody listens to LangChain's callbacks, and nothing else stands between them. */
export function mayFuse({ steps, callbacks }: Extras): boolean {
  return !steps?.before?.length && !steps?.after?.length && !callbacks?.length;
}

/** Runs a call as LangChain runs a sequence; spans are made by the callback handler. */
export async function runComposed(call: Begun, { steps, callbacks = [] }: Extras): Promise<LiveGeneration> {
  return generationSequence(call, steps).invoke(call, {
    callbacks: [call.handler, ...callbacks],
    runName: "generate",
  });
}

/** The same steps, without LangChain between them. */
export async function runFused(call: Begun): Promise<LiveGeneration> {
  const judged = await guardInput.fused(await render.fused(call));
  const guarded = call.limits.length > 0 ? await holdLimits.fused(judged) : judged;
  const answered = hasCache(call.route)
    ? await keepAnswer.fused(await askFused(await lookUpAnswer.fused(guarded)))
    : await askFused(guarded);
  return await record.fused(answered);
}
