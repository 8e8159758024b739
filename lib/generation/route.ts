import { type Runnable, RunnableBranch, RunnableLambda, RunnableSequence } from "@langchain/core/runnables";
import { toAppError } from "#platform/errors";
import { Attempt, AttemptFailed } from "./attempt.ts";
import {
  type Answered,
  failureOf,
  type Guarded,
  type OpenRoute,
  type OpenTarget,
  type Routed,
} from "./call.ts";
import { mayFallBack, type RetryRules, retryDelayMs } from "./retry.ts";
import { type Inside, Step } from "./step.ts";

/** True where the order of a route's targets is a matter of chance. */
export function isDrawn({ targets }: OpenRoute): boolean {
  return groupsOf(targets).some((group) => group.length > 1);
}

/** The positions of the targets, grouped by their order. */
export function groupsOf(targets: OpenRoute["targets"]): number[][] {
  const orders = [...new Set(targets.map(({ order }) => order))].toSorted((a, b) => a - b);
  return orders.map((order) => targets.flatMap((target, at) => (target.order === order ? [at] : [])));
}

/** Settles in which order the targets are asked: the drawn one of each group first, then the rest of it as listed. */
class ChooseOrder extends Step<Guarded, Routed> {
  readonly stepName = "route";

  protected async act(call: Guarded): Promise<Routed> {
    const { targets } = call.route;
    const order = groupsOf(targets).flatMap((group) => {
      const first = draw(group, (at) => targets[at]?.weight ?? 0, call.random);
      return [first, ...group.filter((at) => at !== first)];
    });
    return Object.assign(call, { order, tries: new Map<number, number>() });
  }
}

/** One of several by its weight; the only one without asking chance. */
function draw(group: readonly number[], weightOf: (at: number) => number, random: () => number): number {
  const [only = 0, ...others] = group;
  if (others.length === 0) return only;
  let left = random() * group.reduce((sum, at) => sum + weightOf(at), 0);
  for (const at of group) {
    left -= weightOf(at);
    if (left < 0) return at;
  }
  return only;
}

const chooseOrder = new ChooseOrder();

function isSettled(call: Guarded): call is Answered {
  return call.outcome !== null;
}

/** The route as LangChain's branches, fallbacks and retries; nothing is asked where a policy has ended the call. */
export function composedRoute(route: OpenRoute): Runnable<Guarded, Answered> {
  return RunnableBranch.from<Guarded, Answered>([
    [isSettled, RunnableLambda.from<Guarded, Answered>(settled)],
    RunnableSequence.from<Guarded, Answered>([chooseOrder, compile(route)]),
  ]);
}

function settled(call: Guarded): Answered {
  if (!isSettled(call)) throw new Error("a call was passed by that nothing had ended");
  return call;
}

function compile({ targets, retry }: OpenRoute): Runnable<Routed, Answered> {
  const asked = targets.map((target, position) => new Target(position, target, retry));
  const [first, ...others] = groupsOf(targets).map((group) =>
    compileGroup(asked.filter((_, at) => group.includes(at))),
  );
  if (!first) throw new Error("a route without targets");
  return others.length > 0 ? first.withFallbacks(others) : first;
}

/** The targets of one order: which of them is drawn decides the branch. */
function compileGroup(group: readonly Target[]): Runnable<Routed, Answered> {
  const branches = group.map((first): Runnable<Routed, Answered> => {
    const others = group.filter((other) => other !== first);
    return others.length > 0 ? first.withFallbacks(others) : first;
  });
  const [only, ...more] = branches;
  if (!only) throw new Error("a route's group without targets");
  if (more.length === 0) return only;
  const isDrawnFirst = (position: number) => (call: Routed) => {
    const among = call.order.filter((at) => group.some((target) => target.position === at));
    return among[0] === position;
  };
  const drawn = more.map((branch, at): [(call: Routed) => boolean, Runnable<Routed, Answered>] => [
    isDrawnFirst(group[at + 1]?.position ?? -1),
    branch,
  ]);
  return RunnableBranch.from<Routed, Answered>([...drawn, only]);
}

/** One target with its tries. Throws AttemptFailed where the next target may take over; else it settles the outcome. */
class Target extends Step<Routed, Answered> {
  readonly stepName = "target";
  readonly position: number;
  readonly #attempt: Attempt;
  readonly #retry: RetryRules;

  constructor(position: number, target: OpenTarget, retry: RetryRules) {
    super();
    this.position = position;
    this.#retry = retry;
    this.#attempt = new Attempt(position, target);
  }

  protected async act(call: Routed, { config }: Inside): Promise<Answered> {
    try {
      return config
        ? await this.#attempt
            .withRetry({
              stopAfterAttempt: this.#retry.attempts,
              onFailedAttempt: (thrown: unknown) => this.#waitAfter(call, thrown),
            })
            .invoke(call, config)
        : await this.#fusedTries(call);
    } catch (thrown) {
      if (!(thrown instanceof AttemptFailed) || mayGoOn(call, this.position, thrown)) throw thrown;
      return Object.assign(call, { outcome: thrown.outcome });
    }
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
    const delay = retryDelayMs(thrown.outcome.error, tries, call.random, this.#retry);
    if (delay === null) throw thrown;
    try {
      await call.sleep(delay, call.stop.signal);
    } catch (stopped) {
      const error = call.stop.reason() ?? toAppError(stopped);
      throw new AttemptFailed({ ...thrown.outcome, ...failureOf(error), error });
    }
  }
}

/** Neither retry nor fallback once a token has come: it would be said twice. */
function hasBegun({ outcome }: AttemptFailed): boolean {
  return outcome.timeToFirstTokenMs !== null;
}

function mayGoOn(call: Routed, position: number, failed: AttemptFailed): boolean {
  const isLast = call.order.at(-1) === position;
  return (
    !isLast &&
    !hasBegun(failed) &&
    !call.stop.reason() &&
    mayFallBack(failed.errorClass, call.route.fallbackOn)
  );
}

/** The same as the composed route, without LangChain between the tries. */
export async function askFused(call: Guarded): Promise<Answered> {
  return isSettled(call) ? call : askInOrder(await chooseOrder.fused(call));
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
