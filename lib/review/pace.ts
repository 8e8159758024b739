/** Minutes the waiting tasks take at a pace, rounded up; null while there is no pace yet. */
export function minutesLeft(waiting: number, medianDecisionMs: number | null): number | null {
  if (medianDecisionMs === null || waiting < 0) return null;
  return Math.ceil((waiting * medianDecisionMs) / 60_000);
}

/** "about 9 minutes", in the unit a person would use; the tasks themselves while there is no pace yet. */
export function workLeft(waiting: number, medianDecisionMs: number | null): string {
  if (waiting === 0) return "nothing";
  const minutes = minutesLeft(waiting, medianDecisionMs);
  if (minutes === null) return waiting === 1 ? "1 task" : `${waiting} tasks`;
  if (minutes <= 1) return "about a minute";
  return minutes < 90 ? `about ${minutes} minutes` : `about ${Math.round(minutes / 30) / 2} hours`;
}

/** "about 9 minutes left at your pace". */
export function paceSentence(waiting: number, medianDecisionMs: number | null): string {
  if (waiting === 0) return "nothing left to decide";
  const left = workLeft(waiting, medianDecisionMs);
  return medianDecisionMs === null ? `${left} left` : `${left} left at your pace`;
}
