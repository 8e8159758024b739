import { logFactorial } from "./binomial.ts";

/**
 * P(X <= x) for a beta variable of whole-number shapes: the regularised incomplete beta function by Lentz's continued
 * fraction (Numerical Recipes, 6.4), relative error about 1e-13.
 */
export function betaCdf(x: number, left: number, right: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const log =
    logFactorial(left + right - 1) -
    logFactorial(left - 1) -
    logFactorial(right - 1) +
    left * Math.log(x) +
    right * Math.log1p(-x);
  // The fraction converges quickly on this side of the mean only.
  return x < (left + 1) / (left + right + 2)
    ? (Math.exp(log) * fraction(x, left, right)) / left
    : 1 - (Math.exp(log) * fraction(1 - x, right, left)) / right;
}

function fraction(x: number, left: number, right: number): number {
  let c = 1;
  let d = 1 / guarded(1 - ((left + right) * x) / (left + 1));
  let value = d;
  for (let step = 1; step <= 10_000; step += 1) {
    const even = (step * (right - step) * x) / ((left + 2 * step - 1) * (left + 2 * step));
    d = 1 / guarded(1 + even * d);
    c = guarded(1 + even / c);
    value *= d * c;
    const odd = (-(left + step) * (left + right + step) * x) / ((left + 2 * step) * (left + 2 * step + 1));
    d = 1 / guarded(1 + odd * d);
    c = guarded(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return value;
}

function guarded(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}
