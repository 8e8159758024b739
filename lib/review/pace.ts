/** Minutes the waiting tasks take at a pace, rounded up; null while there is no pace yet. */
export function minutesLeft(waiting: number, medianDecisionMs: number | null): number | null {
  if (medianDecisionMs === null || waiting < 0) return null;
  return Math.ceil((waiting * medianDecisionMs) / 60_000);
}

/** "about 9 minutes left at your pace", in the unit a person would use. */
export function paceSentence(waiting: number, medianDecisionMs: number | null): string {
  if (waiting === 0) return "nothing left to decide";
  const minutes = minutesLeft(waiting, medianDecisionMs);
  if (minutes === null) return `${waiting === 1 ? "1 task" : `${waiting} tasks`} left`;
  if (minutes <= 1) return "about a minute left at your pace";
  if (minutes < 90) return `about ${minutes} minutes left at your pace`;
  const hours = Math.round(minutes / 30) / 2;
  return `about ${hours} hours left at your pace`;
}

/** The middle value; null of nothing. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
