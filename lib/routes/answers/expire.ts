import { and, eq, inArray, isNull, lte } from "drizzle-orm";
import type { Database } from "#db";
import { cachedAnswers } from "#db/schema/routes";
import { defineJob } from "#lib/jobs";
import { type Clock, systemClock } from "#platform/clock";

// A route drops its own when it keeps another; one that nobody calls any more would hold what people wrote for ever.
defineJob<object>({
  name: "routes.drop_expired_answers",
  cron: "47 2 * * *",
  expireInSeconds: 3_600,
  handler: ({ open, signal }) => dropExpiredAnswers(open.db, { signal }),
});

type Options = { signal: AbortSignal; clock?: Clock; batchSize?: number };

/** Removes the answers of every route whose time is over. Every batch stands for itself, so a stop in the middle loses nothing. */
export async function dropExpiredAnswers(
  db: Database,
  { signal, clock = systemClock, batchSize = 1_000 }: Options,
): Promise<void> {
  const now = clock.now();
  const { projectId, routeId, key, expiresAt, pinnedAt } = cachedAnswers;
  const places = await db
    .selectDistinct({ projectId, routeId })
    .from(cachedAnswers)
    .where(and(lte(expiresAt, now), isNull(pinnedAt)));
  for (const place of places) {
    const isExpired = and(
      eq(projectId, place.projectId),
      eq(routeId, place.routeId),
      lte(expiresAt, now),
      isNull(pinnedAt),
    );
    let gone: number;
    do {
      signal.throwIfAborted();
      const oldest = db
        .select({ key })
        .from(cachedAnswers)
        .where(isExpired)
        .orderBy(expiresAt)
        .limit(batchSize);
      // The time once more: a call may have kept it again since it was chosen.
      const rows = await db
        .delete(cachedAnswers)
        .where(and(isExpired, inArray(key, oldest)))
        .returning({ key });
      gone = rows.length;
    } while (gone === batchSize);
  }
}
