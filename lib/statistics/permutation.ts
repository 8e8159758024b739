import { seededRandom } from "#platform/random";

/** Guards against differences that are equal but for rounding. */
const epsilon = 1e-12;
const exactUpTo = 16;

/**
 * Paired permutation test by sign flips (Fisher 1935), two-sided, on the sum of the differences. Exact for up
 * to 16 differences that are not zero; else `draws` seeded flips with p = (b+1)/(B+1) (Davison and Hinkley 1997).
 */
export function signFlipTest(
  differences: readonly number[],
  options: { draws?: number; seed?: number } = {},
): { p: number; isExact: boolean } {
  // A zero is the same either way up: leaving it out changes no p and keeps the exact case in reach.
  // Sorted, so that the seeded draws do not depend on the order the pairs came in.
  const moving = differences
    .filter((difference) => Math.abs(difference) > epsilon)
    .sort((left, right) => left - right);
  if (moving.length === 0) return { p: 1, isExact: true };
  const observed = Math.abs(moving.reduce((total, difference) => total + difference, 0)) - epsilon;
  if (moving.length <= exactUpTo) return { p: exactShare(moving, observed), isExact: true };
  const { draws = 10_000, seed = 1 } = options;
  const random = seededRandom(seed);
  let extreme = 0;
  for (let draw = 0; draw < draws; draw += 1) {
    let total = 0;
    for (const difference of moving) total += random() < 0.5 ? difference : -difference;
    if (Math.abs(total) >= observed) extreme += 1;
  }
  return { p: (extreme + 1) / (draws + 1), isExact: false };
}

function exactShare(moving: readonly number[], observed: number): number {
  const flips = 2 ** moving.length;
  let extreme = 0;
  for (let flip = 0; flip < flips; flip += 1) {
    let total = 0;
    for (let place = 0; place < moving.length; place += 1)
      total += (flip >> place) & 1 ? -(moving[place] ?? 0) : (moving[place] ?? 0);
    if (Math.abs(total) >= observed) extreme += 1;
  }
  return extreme / flips;
}
