/** Holm's step-down adjustment (Holm 1979): holds the chance of any false finding; for gates. */
export function holm(pValues: readonly number[]): number[] {
  return adjust(pValues, (p, rank, count) => p * (count - rank), "up");
}

/** Benjamini and Hochberg 1995: holds the share of false findings; for looking around. */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  return adjust(pValues, (p, rank, count) => (p * count) / (rank + 1), "down");
}

/** Scales the sorted values and makes them monotone: a running maximum upwards, a running minimum downwards. */
function adjust(
  pValues: readonly number[],
  scale: (p: number, rank: number, count: number) => number,
  way: "up" | "down",
): number[] {
  const order = pValues.map((p, place) => ({ p, place })).sort((left, right) => left.p - right.p);
  const scaled = order.map(({ p, place }, rank) => ({ place, value: scale(p, rank, order.length) }));
  const walk = way === "up" ? scaled : scaled.toReversed();
  const adjusted = Array.from(pValues, () => 1);
  let bound = way === "up" ? 0 : 1;
  for (const { place, value } of walk) {
    bound = way === "up" ? Math.max(bound, value) : Math.min(bound, value);
    adjusted[place] = Math.min(1, bound);
  }
  return adjusted;
}
