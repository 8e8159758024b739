import type { Context } from "#lib/identity";
import type { AppError } from "#platform/errors";
import { periodAt } from "../period.ts";
import type { Limit } from "../schema.ts";
import { bookingsOf } from "./bookings.ts";
import { isSurelyUsedUp, knownOf } from "./known.ts";
import { type HeldCall, type Hold, type Part, partsOf, refusesAsUnknown, statesOf } from "./parts.ts";
import { refusalOf, unknownRefusalOf } from "./refusal.ts";
import type { Taken } from "./statements.ts";
import { sweepNow } from "./sweep.ts";
import { takeHere } from "./take-here.ts";
import { takeInTime } from "./take-in-time.ts";

/** `isOfRequests`: the refusal holds for a call that asks no model too. */
export type Reservation = { hold: Hold } | { refusal: AppError; isOfRequests: boolean };

/**
 * Holds what a call may use against every limit it counts for, all or nothing, before any model is asked. Right under
 * concurrency and across processes: the limit's row decides, under its own lock (see `take`). While the database is away each
 * process goes on by what it last heard and its own calls. Not a verb: the call it is for has been permitted.
 */
export async function reserve(ctx: Context, limits: readonly Limit[], call: HeldCall): Promise<Reservation> {
  const unknown = limits.find(
    (limit) => refusesAsUnknown(limit, call) && partsOf(ctx, [limit], call).length > 0,
  );
  if (unknown) return { refusal: unknownRefusalOf(unknown), isOfRequests: false };
  const parts = partsOf(ctx, limits, call);
  const { callId } = call;
  if (parts.length === 0) return { hold: { callId, wanted: [], isStored: true, states: [] } };
  bookingsOf(ctx).meet(ctx, parts);
  const surely = parts.filter(({ limit, wanted }) => limit.isHard && isSurelyUsedUp(wanted, limit.amount));
  if (surely.length > 0) return refused(ctx, surely);
  const wanted = parts.map((part) => part.wanted);
  const { taken, left } = await takeTwice(ctx, call, parts);
  if (left.length > 0) return refused(ctx, left);
  if (taken)
    return { hold: { callId, wanted, isStored: true, states: statesOf(parts, taken, ctx.clock.now()) } };
  const here = takeHere(ctx, parts);
  if (here.left.length > 0) return refused(ctx, here.left);
  return { hold: { callId, wanted, isStored: false, states: here.states } };
}

type Tried = { taken: Taken[] | null; left: Part[] };

/** Where only what is held for other calls is in the way, those that have ended are booked, and it is tried once more. */
async function takeTwice(ctx: Context, call: HeldCall, parts: readonly Part[]): Promise<Tried> {
  const first = await takeAll(ctx, call, parts);
  const mayFit = first.left.every(({ limit, wanted }) => {
    const { used, held } = knownOf(wanted);
    return held > 0 && used + wanted.amount <= limit.amount;
  });
  if (first.left.length === 0 || !mayFit) return first;
  await bookingsOf(ctx).settled();
  await sweepNow(ctx);
  return takeAll(ctx, call, parts);
}

/** All or nothing: where something had no room, the rest is given back. `taken` is null where the database is away. */
async function takeAll(ctx: Context, { callId, endsBy }: HeldCall, parts: readonly Part[]): Promise<Tried> {
  const wanted = parts.map((part) => part.wanted);
  const taken = await takeInTime(ctx, { callId, endsBy, wanted });
  if (taken === null) return { taken, left: [] };
  const left = parts.filter((_, at) => !taken[at]?.isTaken);
  if (left.length > 0)
    await bookingsOf(ctx).giveBack(
      ctx.project,
      callId,
      wanted.filter((_, at) => taken[at]?.isTaken && !taken[at].isGone),
    );
  return { taken, left };
}

/** Says no by the limit that takes longest to begin again. */
function refused(ctx: Context, parts: readonly Part[]): Reservation {
  const now = ctx.clock.now();
  for (const { wanted } of parts) {
    const { budgetId, subject, periodStart } = wanted;
    const key = { project: ctx.project, budgetId, subject, periodStart };
    bookingsOf(ctx).add({ ...key, used: 0, refused: 1, unknown: 0 });
  }
  const [last] = parts.toSorted(
    (a, b) => periodAt(b.limit.period, now).endsAt.getTime() - periodAt(a.limit.period, now).endsAt.getTime(),
  );
  if (!last) throw new Error("a call was refused by no limit");
  const { used, held } = knownOf(last.wanted);
  return {
    refusal: refusalOf(last.limit, { used, held, wanted: last.wanted.amount }, now),
    isOfRequests: parts.some(({ limit }) => limit.measure === "requests"),
  };
}
