import { setTimeout as sleep } from "node:timers/promises";
import { studioRoute } from "#app/_route";
import { getRunProgress } from "#lib/evaluation";
import type { Context } from "#lib/identity";
import { byteStreamOf } from "#platform/stream";

const everyMs = 500;

/** The run's progress as server-sent events, one when something changed, until it has ended. */
export const GET = studioRoute<{ project: string; run: string }>(
  "run.progress",
  async ({ ctx, request, params: { run: runId } }) => {
    // Before the stream begins, so that a refusal has a status of its own.
    await getRunProgress(ctx, { runId });
    return new Response(byteStreamOf(progressEvents(ctx, runId, request.signal)), {
      headers: {
        "content-type": "text/event-stream",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
      },
    });
  },
);

async function* progressEvents(ctx: Context, runId: string, signal: AbortSignal): AsyncGenerator<string> {
  for (let last = ""; !signal.aborted; await sleep(everyMs)) {
    const progress = await getRunProgress(ctx, { runId });
    const key = JSON.stringify(progress);
    yield key === last ? ": still\n\n" : `data: ${JSON.stringify({ ...progress, now: ctx.clock.now() })}\n\n`;
    last = key;
    if (progress.finishedAt) return;
  }
}
