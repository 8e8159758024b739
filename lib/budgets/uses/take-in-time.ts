import type { Context } from "#lib/identity";
import { isOutage } from "#platform/outage";
import { once } from "#platform/runtime";
import type { Database } from "#db";
import { bookingsOf } from "./bookings.ts";
import { take, type Taken, type Wanted } from "./statements.ts";

/** A database that says nothing for so long counts as away, as it does for caches (docs/decisions/0035). */
const mostWaitMs = 1_000;
/** So long it is not asked again, so that calls are not kept waiting by a question each. */
const awayMs = 1_000;
const hangingMs = 5_000;

const awayUntil = () => once("budgets.awayUntil", () => new WeakMap<Database, number>());

type Asked = { callId: string; endsBy: Date; wanted: Wanted[] };

/** What the database gave of what a call wants; null where it is away. */
export async function takeInTime(ctx: Context, { callId, endsBy, wanted }: Asked): Promise<Taken[] | null> {
  const { db, project } = ctx;
  if (performance.now() < (awayUntil().get(db) ?? 0)) return null;
  const { promise: late, resolve } = Promise.withResolvers<"late">();
  const timer = setTimeout(() => resolve("late"), mostWaitMs);
  const asked = take(db, { project, callId, expiresAt: endsBy, wanted });
  try {
    const taken = await Promise.race([asked, late]);
    if (taken !== "late") {
      bookingsOf(ctx).heard(taken);
      return taken;
    }
    awayUntil().set(db, performance.now() + hangingMs);
    // By then the call is counted here: what the database takes after all is given back.
    asked.then(
      (taken) =>
        bookingsOf(ctx).giveBack(
          project,
          callId,
          wanted.filter((_, at) => taken[at]?.isTaken),
        ),
      () => undefined,
    );
    return null;
  } catch (error) {
    if (!isOutage(error)) throw error;
    awayUntil().set(db, performance.now() + awayMs);
    return null;
  } finally {
    clearTimeout(timer);
  }
}
