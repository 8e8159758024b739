import { type FoundAnswer, getCheckShare } from "#lib/routes";
import type { RouteCache, SemanticCache } from "#schema/routes";
import type { Guarded } from "../call.ts";
import { type SpanEnd, type SpanStart, Step } from "../step.ts";
import { joinFlight } from "./flight.ts";
import { inTime } from "./in-time.ts";
import { isCacheable, keyOf } from "./key.ts";
import { meaningOf } from "./meaning.ts";
import { ageOf, replay } from "./replay.ts";
import { findNear } from "./semantic.ts";

/**
 * Gives a call of a program the answer that the same call of the same route had before, or waits for it where that call
 * is being answered now; where the route says so, the answer of a call that asks the same in other words. Runs and
 * people's tries always ask.
 */
class LookUpAnswer extends Step<Guarded, Guarded> {
  readonly stepName = "cache";

  override startOf(call: Guarded): SpanStart | null {
    return isCacheable(call) ? { name: "cache", kind: "internal", attributes: {} } : null;
  }
  override endOf({ cachedFromId, cacheUse, near }: Guarded): SpanEnd {
    return {
      status: "ok",
      attributes: {
        "valueloop.cache": cacheUse?.state ?? "miss",
        ...(cachedFromId ? { "valueloop.cache.generation": cachedFromId } : {}),
        ...(near
          ? { "valueloop.cache.zone": near.zone, "valueloop.cache.similarity": near.similar.cosine }
          : {}),
      },
    };
  }

  protected async act(call: Guarded): Promise<Guarded> {
    const { cache } = call.route;
    if (!cache || !isCacheable(call)) return call;
    const { mode = "use" } = call.input.cache ?? {};
    call.cacheUse = { state: mode === "use" ? "miss" : "bypass", ageSeconds: null };
    if (mode === "bypass") return call;
    call.cacheKey = keyOf(call);
    if (mode === "refresh") return call;
    const found = await joinFlight(call, { key: call.cacheKey, waitMs: cache.waitMs });
    const isAnswered = found !== null && isYoung(call, found) && replay(call, found, found.state);
    if (!isAnswered && call.flight) await lookAround(call, cache);
    return call;
  }
}

export const lookUpAnswer = new LookUpAnswer();

/** Looks for an answer to the same question in other words, and gives it unless this is one of the calls that check. */
async function lookAround(call: Guarded, { semantic }: RouteCache): Promise<void> {
  if (!semantic) return;
  const meaning = await inTime(call, meaningOf(call, semantic));
  if (!meaning) return;
  call.meaning = meaning;
  const near = await inTime(call, findNear(call, meaning, semantic));
  if (!near || !isYoung(call, near.similar)) return;
  call.near = near;
  if (near.zone === "grey") return;
  // A call that a limit lets through only for a kept answer asks no model, also to check one.
  if (!call.refusal && call.random() < (await shareToCheck(call, semantic))) return;
  if (!replay(call, near.similar, "semantic")) return;
  await call.flight?.end({ kind: "answer", found: { ...near.similar, state: "semantic" } });
}

/** All of them where nobody can say how the checks came out. */
async function shareToCheck(call: Guarded, semantic: SemanticCache): Promise<number> {
  const { origin } = call.route;
  return (origin && (await inTime(call, getCheckShare(call.ctx, { route: origin, semantic })))) ?? 1;
}

/** The caller may have said how old an answer may be. */
function isYoung(call: Guarded, { keptAt }: FoundAnswer): boolean {
  const { maxAgeSeconds } = call.input.cache ?? {};
  return maxAgeSeconds === undefined || ageOf(call, keptAt) <= maxAgeSeconds;
}
