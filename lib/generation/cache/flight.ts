import { answerLeaseMs, endAnswerLease, renewAnswerLease, takeAnswerLease, watchAnswer } from "#lib/routes";
import { once } from "#platform/runtime";
import type { Guarded } from "../call.ts";
import { inTime } from "./in-time.ts";
import type { Flight, FlightEnd, Met } from "./state.ts";

/** By project and key; Node's and Next's copies of the code share it. */
const flights = () => once("generation.flights", () => new Map<string, Flight>());

type Wait = { key: string; waitMs: number };

/**
 * The answer to a call, found or waited for, or null: then the call asks for itself. Where it is the one that asks for
 * all, `call.flight` is set and must be ended. Waits `waitMs` at most, and no longer than the caller does.
 */
export async function joinFlight(call: Guarded, { key, waitMs }: Wait): Promise<Met | null> {
  const until = call.trace.elapsedMs() + waitMs;
  const name = `${call.ctx.project} ${key}`;
  for (;;) {
    const open = flights().get(name);
    if (!open) return lead(call, { key, until, flight: begin(call, { name, key }) });
    const end = await within(call, open.ended, until);
    if (end?.kind === "answer") return end.found;
    if (end?.kind !== "left") return null;
  }
}

type Begun = Flight & { take(): Promise<boolean | null> };

function begin(call: Guarded, { name, key }: { name: string; key: string }): Begun {
  const { ctx, generationId: holder, setTimer } = call;
  const { promise: ended, resolve } = Promise.withResolvers<FlightEnd>();
  let isOver = false;
  let isLeased = false;
  let stopTimer: () => void = () => undefined;
  const renewLater = () => {
    stopTimer = setTimer(() => {
      void inTime(call, renewAnswerLease(ctx, { key, holder }));
      renewLater();
    }, answerLeaseMs / 3);
  };
  const flight: Begun = {
    ended,
    take: async () => {
      const isTaken = await inTime(call, takeAnswerLease(ctx, { key, holder }));
      if (isTaken) {
        isLeased = true;
        renewLater();
      }
      return isTaken;
    },
    end: async (how) => {
      if (isOver) return;
      isOver = true;
      stopTimer();
      flights().delete(name);
      resolve(how);
      if (isLeased) await inTime(call, endAnswerLease(ctx, { key, holder }, { isLeft: how.kind === "left" }));
    },
  };
  flights().set(name, flight);
  return flight;
}

/** The first of this process looks what is there, and asks where no other process does. */
async function lead(
  call: Guarded,
  { key, until, flight }: { key: string; until: number; flight: Begun },
): Promise<Met | null> {
  call.flight = flight;
  let hasWaited = false;
  for (let look = 0; ; look += 1) {
    const seen = await inTime(call, watchAnswer(call.ctx, key));
    if (seen?.found) {
      const found: Met = { ...seen.found, state: "hit" };
      await flight.end({ kind: "answer", found });
      return found;
    }
    // Who asked elsewhere has ended and kept nothing: to wait for another one would be in vain.
    if (!seen || (hasWaited && seen.turn === "free")) return null;
    if (seen.turn !== "busy") {
      const isTaken = await flight.take();
      if (isTaken !== false) return null;
    }
    hasWaited ||= seen.turn === "busy";
    const leftMs = until - call.trace.elapsedMs();
    if (leftMs <= 0 || !(await pause(call, Math.min(leftMs, pauseMs(look))))) return null;
  }
}

/** Twice as long each time, from a twentieth of a second to half a second. */
function pauseMs(look: number): number {
  return Math.min(500, 50 * 2 ** Math.min(look, 4));
}

/** False where the caller left, or its time was over. */
async function pause({ sleep, stop }: Guarded, ms: number): Promise<boolean> {
  try {
    await sleep(ms, stop.signal);
    return true;
  } catch {
    return false;
  }
}

/** How a flight ended, or null where that is waited for no longer. */
async function within(
  { trace, stop, setTimer }: Guarded,
  ended: Promise<FlightEnd>,
  until: number,
): Promise<FlightEnd | null> {
  if (stop.signal.aborted) return null;
  const { promise: over, resolve } = Promise.withResolvers<null>();
  const giveUp = () => resolve(null);
  const stopTimer = setTimer(giveUp, Math.max(0, until - trace.elapsedMs()));
  stop.signal.addEventListener("abort", giveUp, { once: true });
  try {
    return await Promise.race([ended, over]);
  } finally {
    stopTimer();
    stop.signal.removeEventListener("abort", giveUp);
  }
}
