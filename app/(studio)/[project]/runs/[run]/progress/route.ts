import { setTimeout as sleep } from "node:timers/promises";
import { currentContext } from "#app/_context";
import { getRunProgress } from "#lib/evaluation";

type Params = { params: Promise<{ project: string; run: string }> };

const everyMs = 500;

/** The run's progress as server-sent events, one when something changed, until it has ended. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const { project, run: runId } = await params;
  const ctx = await currentContext(project);
  await getRunProgress(ctx, { runId });
  const encoder = new TextEncoder();
  async function* events() {
    for (let last = ""; !request.signal.aborted; await sleep(everyMs)) {
      const progress = await getRunProgress(ctx, { runId });
      const text = JSON.stringify({ ...progress, now: ctx.clock.now() });
      const key = JSON.stringify(progress);
      yield encoder.encode(key === last ? ": still\n\n" : `data: ${text}\n\n`);
      last = key;
      if (progress.finishedAt) return;
    }
  }
  const iterator = events();
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { value, done } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => {
      await iterator.return();
    },
  });
  return new Response(body, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" },
  });
}
