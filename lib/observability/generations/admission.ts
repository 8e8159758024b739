import { setTimeout as sleep } from "node:timers/promises";
import { env } from "#platform/env";
import { AppError } from "#platform/errors";
import { generationWriter } from "./writer.ts";
import type { WriterState } from "./writer-settings.ts";

export type Bounds = { logBytes: number; ageMs: number; memoryBytes: number };

/** How near the record of calls is to where no further call is taken, from 0 to 1, and what is the reason. */
export type Pressure = { share: number; because: string };

const bounds = (): Bounds => ({
  logBytes: env().VALUELOOP_CALL_LOG_MB * 1_000_000,
  ageMs: env().VALUELOOP_CALL_LOG_SECONDS * 1_000,
  memoryBytes: env().VALUELOOP_CALL_QUEUE_MB * 1_000_000,
});

/** Pure. A log that cannot be written counts as full as soon as the database takes nothing either. */
export function pressureOf(state: WriterState, { logBytes, ageMs, memoryBytes }: Bounds): Pressure {
  if (!state.hasLog) return { share: 0, because: "" };
  if (state.isLogBroken)
    return {
      share: state.isStoreFailing && state.rows > 0 ? 1 : Math.min(1, state.bytes / memoryBytes),
      because: "The log of calls cannot be written (is the disk of the data folder full?)",
    };
  const byBytes = state.logBytes / logBytes;
  const byAge = state.ageMs / ageMs;
  return {
    share: Math.min(1, Math.max(byBytes, byAge)),
    because:
      byBytes >= byAge
        ? `The database is behind, and the log of calls holds ${Math.round(state.logBytes / 1_000_000)} MB`
        : `The database is behind: the oldest call has waited for ${Math.round(state.ageMs / 1_000)} s`,
  };
}

/** From this share on calls are slowed, up to so long at the bound. */
const slowedFrom = 0.5;
const slowestMs = 1_000;
const retryAfterMs = 5_000;

/** How long a call waits before it begins. Pure. */
export function slowedMs(share: number): number {
  return share <= slowedFrom ? 0 : ((share - slowedFrom) / (1 - slowedFrom)) * slowestMs;
}

/**
 * Lets a call begin, later the further storage is behind. Throws unavailable where its record could not be kept: a call
 * that nobody could account for is not made.
 */
export async function admitCall(): Promise<void> {
  const { share, because } = pressureOf(generationWriter().state(), bounds());
  if (share >= 1) throw behind(because);
  const waitMs = slowedMs(share);
  if (waitMs > 0) await sleep(waitMs);
}

/** Throws unavailable while no call is admitted, or the log cannot be written; a log that failed is tried again. */
export async function checkRecording(): Promise<void> {
  const writer = generationWriter();
  await writer.probe();
  const state = writer.state();
  const { share, because } = pressureOf(state, bounds());
  if (share >= 1 || state.isLogBroken) throw behind(because);
}

function behind(because: string): AppError {
  return new AppError("unavailable", `${because}. Try again in a moment.`, { details: { retryAfterMs } });
}
