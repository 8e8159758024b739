import { formatNumber, formatSigned } from "#platform/format";
import type { FeedbackByVersion } from "./schema.ts";
import { shareDifference } from "#statistics";

/** Fewer scores than this on either side say nothing. */
const enoughScores = 10;

/** Whether end users like the newest version of the prompt with most feedback better than the one before, in a sentence. */
export function feedbackSentence(rows: readonly FeedbackByVersion[]): string {
  const count = rows.reduce((sum, row) => sum + row.count, 0);
  if (count === 0)
    return "What end users say and do about generations, booked on the version that made them.";
  const [after, before] = newestTwo(rows);
  if (!after || !before) return "Too few scores to compare two versions yet.";
  const change = {
    difference: after.positive / after.scored - before.positive / before.scored,
    ...shareDifference(
      { successes: before.positive, trials: before.scored },
      { successes: after.positive, trials: after.scored },
    ),
  };
  const points = (value: number) => formatSigned(value * 100, 0);
  const interval = `95 % interval ${points(change.low)} to ${points(change.high)}, n ${formatNumber(after.scored)} and ${formatNumber(before.scored)}`;
  const name = `${after.promptPath} v${after.promptVersionNumber}`;
  if (change.low > 0)
    return `End users like ${name} better than v${before.promptVersionNumber}: ${points(change.difference)} points positive (${interval}).`;
  if (change.high < 0)
    return `End users like ${name} less than v${before.promptVersionNumber}: ${points(change.difference)} points positive (${interval}).`;
  return `Nothing here says end users like ${name} better or less than v${before.promptVersionNumber}: ${points(change.difference)} points positive (${interval}).`;
}

function newestTwo(rows: readonly FeedbackByVersion[]): FeedbackByVersion[] {
  const known = rows.filter((row) => row.promptId !== null && row.promptVersionNumber !== null);
  const byPrompt = [...Map.groupBy(known, (row) => row.promptId).values()];
  const total = (of: readonly FeedbackByVersion[]) => of.reduce((sum, row) => sum + row.scored, 0);
  const [most = []] = byPrompt.toSorted((a, b) => total(b) - total(a));
  return most
    .filter((row) => row.scored >= enoughScores)
    .toSorted((a, b) => (b.promptVersionNumber ?? 0) - (a.promptVersionNumber ?? 0))
    .slice(0, 2);
}
