/** How often each run of `length` tokens stands in a list, the tokens of a run joined by `between`. */
export function countRuns(tokens: readonly string[], length: number, between = " "): Map<string, number> {
  const counts = new Map<string, number>();
  for (let start = 0; start + length <= tokens.length; start += 1) {
    const run = tokens.slice(start, start + length).join(between);
    counts.set(run, (counts.get(run) ?? 0) + 1);
  }
  return counts;
}

/** How many runs two lists share, each as often as both have it. */
export function countShared(left: ReadonlyMap<string, number>, right: ReadonlyMap<string, number>): number {
  let shared = 0;
  for (const [run, count] of left) shared += Math.min(count, right.get(run) ?? 0);
  return shared;
}
