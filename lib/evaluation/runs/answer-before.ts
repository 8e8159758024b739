import type { LiveGeneration } from "#lib/generation";
import type { Context } from "#lib/identity";
import { getGeneration, listGenerations } from "#lib/observability";

/** Pages of a run's calls that are looked through; a case's answer before a crash is among the newest. */
const mostPages = 20;
const pageSize = 100;

/**
 * The answer that a worker got for a case before it died, so that the model is not asked and paid a second time; null without
 * one. One that was redacted is not what the model answered, so it cannot be judged, and the model is asked again.
 */
export async function answerBefore(
  ctx: Context,
  runId: string,
  caseId: string,
): Promise<LiveGeneration | null> {
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const found: Awaited<ReturnType<typeof listGenerations>> = await listGenerations(ctx, {
      runId,
      source: "run",
      status: "succeeded",
      limit: pageSize,
      ...(cursor ? { cursor } : {}),
    });
    const match = found.items.find((item) => item.caseId === caseId);
    if (match) {
      const generation = await getGeneration(ctx, { generationId: match.id });
      const isRedacted = generation.guardrails?.some(({ stage }) => stage === "stored") ?? false;
      return isRedacted ? null : { ...generation, storedOutput: generation.output, isStoredAsSaid: true };
    }
    cursor = found.nextCursor;
    if (!cursor) break;
  }
  return null;
}
