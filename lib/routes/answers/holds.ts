import { gt, isNotNull, or, type SQL } from "drizzle-orm";
import { cachedAnswers } from "#db/schema/routes";
import type { Clock } from "#platform/clock";

/** What is given still: its time is not over, or somebody pinned it. */
export function holds({ clock }: { clock: Clock }): SQL | undefined {
  return or(gt(cachedAnswers.expiresAt, clock.now()), isNotNull(cachedAnswers.pinnedAt));
}
