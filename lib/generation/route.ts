import { type Runnable, RunnableBranch, RunnableLambda, RunnableSequence } from "@langchain/core/runnables";
import { mayFallBack } from "#lib/routes";
import { toAppError } from "#platform/errors";
import { admit, TargetSkipped } from "./admission.ts";
import { Attempt, AttemptFailed } from "./attempt.ts";
import {
  type Answered,
  failureOf,
  type Guarded,
  type OpenRoute,
  type Routed,
  type RoutedTarget,
} from "./call.ts";
import { chooseOrderStep } from "./choose-order.ts";
import { type RetryRules, retryDelayMs } from "./retry.ts";
import { type Inside, Step } from "./step.ts";

function isSettled(call: Guarded): call is Answered {
  return call.outcome !== null;
}

/** The route as LangChain's branches, fallbacks and retries; nothing is asked where a policy has ended the call. */
export function composedRoute(route: OpenRoute): Runnable<Guarded, Answered> {
  return RunnableBranch.from<Guarded, Answered>([
    [isSettled, RunnableLambda.from<Guarded, Answered>(settled)],
    RunnableSequence.from<Guarded, Answered>([chooseOrderStep, compile(route)]),
  ]);
}

function settled(call: Guarded): Answered {
  if (!isSettled(call)) throw new Error("a call was passed by that nothing had ended");
  return call;
}

/**
 * As many places as there are targets, each of which falls back to the next one. Which target stands at a place is settled
 * for each call, by its order.
 */
function compile({ targets, retry }: OpenRoute): Runnable<Routed, Answered> {
  const asked = targets.map((target, position) => new Target(position, target, retry));
  const [only, ...more] = asked;
  if (!only) throw new Error("a route without targets");
  if (more.length === 0) return only;
  const [first, ...others] = asked.map((_, place) => atPlace(asked, place));
  return first && others.length > 0 ? first.withFallbacks(others) : only;
}

/** LangChain runs the Runnable that a lambda gives back. */
function atPlace(asked: readonly Target[], place: number): Runnable<Routed, Answered> {
  return RunnableLambda.from<Routed, Answered>((call) => {
    const target = asked[call.order[place] ?? -1];
    if (!target) throw new Error("a route ended without an outcome");
    return target;
  });
}

/** One target with its tries. Throws AttemptFailed where the next target may take over; else it settles the outcome. */
class Target extends Step<Routed, Answered> {
  readonly stepName = "target";
  readonly position: number;
  readonly #target: RoutedTarget;
  readonly #attempt: Attempt;
  readonly #retry: RetryRules;

  constructor(position: number, target: RoutedTarget, retry: RetryRules) {
    super();
    this.position = position;
    this.#target = target;
    this.#retry = retry;
    this.#attempt = new Attempt(position, target);
  }

  protected async act(call: Routed, { config }: Inside): Promise<Answered> {
    try {
      const leave = await admit(call, this.position, this.#target);
      try {
        return await this.#tries(call, config);
      } finally {
        leave();
      }
    } catch (thrown) {
      if (!(thrown instanceof AttemptFailed) || mayGoOn(call, this.position, thrown)) throw thrown;
      const wasRetried = [...call.tries.values()].some((tries) => tries > 1);
      return Object.assign(call, { outcome: thrown.outcome, wasRetried });
    }
  }

  #tries(call: Routed, config: Inside["config"]): Promise<Answered> {
    if (!config) return this.#fusedTries(call);
    return this.#attempt
      .withRetry({
        stopAfterAttempt: this.#retry.attempts,
        onFailedAttempt: (thrown: unknown) => this.#waitAfter(call, thrown),
      })
      .invoke(call, config);
  }

  async #fusedTries(call: Routed): Promise<Answered> {
    for (;;) {
      try {
        return await this.#attempt.fused(call);
      } catch (thrown) {
        await this.#waitAfter(call, thrown);
      }
    }
  }

  /** Waits until the same target may be asked again; throws the failure where it may not. */
  async #waitAfter(call: Routed, thrown: unknown): Promise<void> {
    if (!(thrown instanceof AttemptFailed) || hasBegun(thrown) || call.stop.reason()) throw thrown;
    const tries = call.tries.get(this.position) ?? 1;
    // A circuit that this failure has opened holds for the call that opened it too.
    if (this.#isResting(call)) throw thrown;
    const delay = retryDelayMs(thrown.outcome.error, tries, call.random, this.#retry);
    // A wait that the call would not outlive is none: another target, or the caller, may have the time instead.
    if (delay === null || delay >= call.timeoutMs - call.trace.elapsedMs()) throw thrown;
    try {
      await call.sleep(delay, call.stop.signal);
    } catch (stopped) {
      const error = call.stop.reason() ?? toAppError(stopped);
      throw new AttemptFailed({ ...thrown.outcome, ...failureOf(error), error });
    }
  }

  #isResting({ ctx, route }: Routed): boolean {
    return route.breaker !== null && this.#target.health?.state(ctx.clock.now()) === "open";
  }
}

/** Neither retry nor fallback once a token has come: it would be said twice. */
function hasBegun({ outcome }: AttemptFailed): boolean {
  return outcome.timeToFirstTokenMs !== null;
}

function mayGoOn(call: Routed, position: number, failed: AttemptFailed): boolean {
  const isLast = call.order.at(-1) === position;
  if (isLast || hasBegun(failed) || call.stop.reason()) return false;
  return failed instanceof TargetSkipped || mayFallBack(failed.errorClass, call.route.fallbackOn);
}

/** The same as the composed route, without LangChain between the tries. */
export async function askFused(call: Guarded): Promise<Answered> {
  return isSettled(call) ? call : await askInOrder(await chooseOrderStep.fused(call));
}

async function askInOrder(call: Routed): Promise<Answered> {
  const { targets, retry } = call.route;
  for (const position of call.order) {
    const target = targets[position];
    if (!target) continue;
    try {
      return await new Target(position, target, retry).fused(call);
    } catch (thrown) {
      if (!(thrown instanceof AttemptFailed)) throw thrown;
    }
  }
  throw new Error("a route ended without an outcome");
}
