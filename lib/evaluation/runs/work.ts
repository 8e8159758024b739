import { setTimeout as sleep } from "node:timers/promises";
import { newId } from "#platform/ids";
import type { Context } from "#lib/identity";
import { finishRun } from "./finish.ts";
import {
  type ClaimedCase,
  claimCases,
  countOpenCases,
  extendLease,
  isCancelRequested,
  releaseLease,
} from "./lease.ts";
import { performCase } from "./perform-case.ts";
import { beginRun, type RunPlan } from "./plan.ts";
import { runningHere } from "./running.ts";
import { untilItPasses } from "./until-it-passes.ts";
import { openWriter } from "./write-results.ts";

const lookAtRowEveryMs = 1_000;
const extendEveryLooks = 8;
const waitForOthersMs = 500;

/**
 * Works on a run until no case is left, it is cancelled, or `signal` fires (then unfinished cases are handed
 * back). Safe to call for one run from several processes at once and after a crash; a second call in one
 * process returns at once.
 */
export async function workOnRun(
  ctx: Context,
  { runId }: { runId: string },
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  const here = runningHere();
  if (here.has(runId)) return;
  const stop = new AbortController();
  here.set(runId, stop);
  const handBack = () => stop.abort("shutdown");
  options.signal?.addEventListener("abort", handBack, { once: true });
  if (options.signal?.aborted) handBack();
  try {
    const plan = await beginRun(ctx, runId);
    if (!plan) return;
    if (await isCancelRequested(ctx, runId)) stop.abort("cancelled");
    await workThrough(ctx, plan, stop);
    if (!stop.signal.aborted) await finishRun(ctx, runId, "succeeded");
    else if (stop.signal.reason === "cancelled") await finishRun(ctx, runId, "cancelled");
  } finally {
    options.signal?.removeEventListener("abort", handBack);
    here.delete(runId);
  }
}

async function workThrough(ctx: Context, plan: RunPlan, stop: AbortController): Promise<void> {
  const leaseId = newId();
  const pulse = startPulse(ctx, plan.runId, leaseId, stop);
  try {
    while (!stop.signal.aborted) {
      await workOnFree(ctx, plan, leaseId, stop);
      if (stop.signal.aborted || (await countOpenCases(ctx, plan.runId)) === 0) break;
      // The rest is with another process, or with one that died and whose lease must run out first.
      await sleep(waitForOthersMs, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  } finally {
    await pulse.stop();
    await releaseLease(ctx, plan.runId, leaseId);
  }
}

/** Works with as many workerSlots as the run allows until nothing free is left, then writes what is still in memory. */
async function workOnFree(
  ctx: Context,
  plan: RunPlan,
  leaseId: string,
  stop: AbortController,
): Promise<void> {
  const writer = openWriter(ctx, plan.runId, leaseId, stop.signal);
  const next = queueOfCases(ctx, plan, leaseId, stop.signal);
  const workerSlot = async () => {
    for (let item = await next(); item && !stop.signal.aborted; item = await next()) {
      writer.add(await performCase(ctx, plan, item, stop.signal));
      const failure = writer.failure();
      if (failure !== undefined) throw failure;
    }
  };
  const workerSlots = await Promise.allSettled(Array.from({ length: plan.concurrency }, workerSlot));
  await writer.close();
  const failure = writer.failure() ?? workerSlots.find((outcome) => outcome.status === "rejected")?.reason;
  if (failure !== undefined && !stop.signal.aborted) throw failure;
}

/** Hands out claimed cases and claims the next ones before the last is gone, so that no workerSlot waits for the database. */
function queueOfCases(
  ctx: Context,
  plan: RunPlan,
  leaseId: string,
  signal: AbortSignal,
): () => Promise<ClaimedCase | undefined> {
  const size = Math.max(plan.concurrency, 8);
  const claimed: ClaimedCase[] = [];
  let claiming: Promise<void> | null = null;
  let isExhausted = false;
  const claim = () => {
    claiming ??= untilItPasses(() => claimCases(ctx, plan.runId, leaseId, size), signal)
      .then((found) => {
        claimed.push(...found);
        isExhausted = found.length === 0;
      })
      .finally(() => {
        claiming = null;
      });
    return claiming;
  };
  return async () => {
    while (claimed.length === 0 && !isExhausted && !signal.aborted) await claim();
    // A failed claim shows itself to the workerSlot that needs it next; here it only must not go unhandled.
    if (claimed.length <= size / 2 && !isExhausted && !claiming && !signal.aborted)
      claim().catch(() => undefined);
    return claimed.shift();
  };
}

/** Looks at the run's row every second for a wish to cancel, and keeps the lease alive. */
function startPulse(
  ctx: Context,
  runId: string,
  leaseId: string,
  stop: AbortController,
): { stop(): Promise<void> } {
  let looks = 0;
  let looking: Promise<void> = Promise.resolve();
  const look = async () => {
    if (await isCancelRequested(ctx, runId)) stop.abort("cancelled");
    looks += 1;
    if (looks % extendEveryLooks === 0) await extendLease(ctx, runId, leaseId);
  };
  // A look that fails says nothing about the run; the next one may succeed, and writes report their own faults.
  const timer = setInterval(() => {
    looking = looking.then(look).catch(() => undefined);
  }, lookAtRowEveryMs);
  return {
    stop: () => {
      clearInterval(timer);
      return looking;
    },
  };
}
