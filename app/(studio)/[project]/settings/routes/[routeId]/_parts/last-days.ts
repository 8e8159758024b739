/** The span that a cache's figures are of: the last 30 days. */
export function lastDays(now: Date): { from: Date; to: Date } {
  // A call that began this very moment belongs to it.
  return { from: new Date(now.getTime() - 30 * 86_400_000), to: new Date(now.getTime() + 1) };
}
