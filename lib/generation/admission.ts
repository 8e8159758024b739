import { AppError, toAppError } from "#platform/errors";
import { AttemptFailed } from "./attempt.ts";
import { emptyOutcome, failureOf, type Routed, type RoutedTarget } from "./call.ts";

/** A target that was not asked: its circuit is open, or it has all the calls it may have. The next one is asked whatever the route's fallbacks say. */
export class TargetSkipped extends AttemptFailed {}

/**
 * Lets a call to a target, or throws TargetSkipped. What it gives back must be called when the call has left the target.
 * Throws AttemptFailed where the call is stopped while it waits.
 */
export async function admit(call: Routed, position: number, target: RoutedTarget): Promise<() => void> {
  const { health, gone } = target;
  if (gone) throw skipped(call, target, "not offered now", gone);
  if (!health) return nothing;
  const admission = health.admit(call.ctx.clock.now(), call.route.breaker);
  if (!admission.isAdmitted) throw skipped(call, target, "circuit open", isResting(call, target, admission));
  const { endProbe } = admission;
  if (endProbe) call.probes.set(position, endProbe);
  try {
    await takePlace(call, target, health);
  } catch (thrown) {
    endProbe?.();
    throw thrown;
  }
  return () => {
    health.places.leave();
    endProbe?.();
  };
}

const nothing = () => undefined;

async function takePlace(
  call: Routed,
  target: RoutedTarget,
  { places }: NonNullable<RoutedTarget["health"]>,
): Promise<void> {
  const { concurrency } = target;
  if (places.enter(concurrency) || concurrency === null) return;
  const place = places.queue(concurrency);
  const over = new AbortController();
  const signal = AbortSignal.any([call.stop.signal, over.signal]);
  try {
    const waited = call.sleep(call.route.queueMs, signal).then(() => "waited" as const);
    if ((await Promise.race([place.taken, waited])) !== "waited") return;
  } catch (stopped) {
    if (!place.giveUp()) places.leave();
    const error = call.stop.reason() ?? toAppError(stopped);
    throw new AttemptFailed({ ...emptyOutcome(target.card), ...failureOf(error), error });
  } finally {
    over.abort();
  }
  // A place that came at the very end of the wait is a place.
  if (!place.giveUp()) return;
  throw skipped(call, target, "no free place", isBusy(call, target));
}

function isResting(
  call: Routed,
  { card }: RoutedTarget,
  { retryAfterMs }: { retryAfterMs: number },
): AppError {
  const seconds = Math.ceil(retryAfterMs / 1_000);
  return new AppError(
    "unavailable",
    `${card.connectionName}/${card.model} has failed too often and is left alone by ${routeWords(call)}. Try again in ${seconds} s.`,
    { details: { retryAfterMs } },
  );
}

function isBusy(call: Routed, { card, concurrency }: RoutedTarget): AppError {
  return new AppError(
    "rate_limited",
    `${card.connectionName}/${card.model} has the ${concurrency} calls at one time that ${routeWords(call)} allows. Try again in a moment.`,
    { details: { retryAfterMs: 1_000 } },
  );
}

const routeWords = ({ route }: Routed) => (route.origin ? `the route "${route.origin.name}"` : "this call");

function skipped(call: Routed, { card }: RoutedTarget, why: string, error: AppError): TargetSkipped {
  const { attributes } = call.root.span;
  const before = attributes[skippedKey];
  attributes[skippedKey] = [
    ...(Array.isArray(before) ? before : []),
    `${card.connectionName}/${card.model}: ${why}`,
  ];
  return new TargetSkipped({ ...emptyOutcome(card), ...failureOf(error), error });
}

/** On the root span: which targets were passed over, and why. */
const skippedKey = "valueloop.route.skipped";
