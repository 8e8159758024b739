import { betaCdf } from "./beta.ts";
import { normalCdf } from "./normal-cdf.ts";

/** `count` exponential variables of mean 1 (a gamma variable), counted `weight` times. Each weight once. */
export type Weighted = { weight: number; count: number };

/** Up to here the integral is computed; above, the saddlepoint is as good and costs a hundredth. */
const integratedUpTo = 60;

/**
 * P(sum of weight x exponential <= 0). With the weights `value - t` this is the chance that a mean of the values
 * with weights drawn from a flat Dirichlet distribution is at most t. Exact to about 1e-9 by numerical inversion
 * (Imhof 1961) for up to 60 variables; above by the saddlepoint (Lugannani and Rice 1980, in the form of
 * Barndorff-Nielsen 1986), whose relative error there is below one in a thousand.
 */
export function chanceNotAboveZero(terms: readonly Weighted[]): number {
  const moving = terms.filter(({ weight, count }) => weight !== 0 && count > 0);
  if (moving.every(({ weight }) => weight < 0)) return 1;
  if (moving.every(({ weight }) => weight > 0)) return 0;
  const size = moving.reduce((most, { weight }) => Math.max(most, Math.abs(weight)), 0);
  const scaled = moving.map(({ weight, count }) => ({ weight: weight / size, count }));
  const up = scaled.filter(({ weight }) => weight > 0);
  const down = scaled.filter(({ weight }) => weight < 0);
  const [high, low] = [up[0], down[0]];
  if (high && low && scaled.length === 2 && Number.isInteger(high.count) && Number.isInteger(low.count))
    return betaCdf(low.weight / (low.weight - high.weight), high.count, low.count);
  const total = scaled.reduce((sum, { count }) => sum + count, 0);
  return total <= integratedUpTo ? byIntegral(scaled) : bySaddlepoint(scaled);
}

/** Gil-Pelaez inversion in x with u = exp(x - exp(-x)) / spread, by the trapezoid rule, which converges exponentially here. */
function byIntegral(terms: readonly Weighted[]): number {
  const spread = Math.sqrt(terms.reduce((sum, { weight, count }) => sum + count * weight * weight, 0));
  const step = 0.09;
  let area = 0;
  for (let x = -3.6; x < 40; x += step) {
    const u = Math.exp(x - Math.exp(-x)) / spread;
    let angle = 0;
    let logLength = 0;
    for (const { weight, count } of terms) {
      const turned = u * weight;
      angle += count * Math.atan(turned);
      logLength += (count / 2) * Math.log1p(turned * turned);
    }
    if (logLength > 32) break;
    area += Math.sin(angle) * Math.exp(-logLength) * (1 + Math.exp(-x));
  }
  return clamp(0.5 - (area * step) / Math.PI);
}

function bySaddlepoint(terms: readonly Weighted[]): number {
  const s = saddlepoint(terms);
  let generating = 0;
  let curve = 0;
  let third = 0;
  for (const { weight, count } of terms) {
    const ratio = weight / (1 - s * weight);
    generating -= count * Math.log1p(-s * weight);
    curve += count * ratio * ratio;
    third += 2 * count * ratio ** 3;
  }
  const root = Math.sign(s) * Math.sqrt(Math.max(0, -2 * generating));
  // At the centre both terms of the formula vanish; this is their limit.
  if (Math.abs(root) < 1e-4) return clamp(0.5 + third / (6 * Math.sqrt(2 * Math.PI) * curve ** 1.5));
  return clamp(normalCdf(root + Math.log((s * Math.sqrt(curve)) / root) / root));
}

/** Where the slope of the cumulant generating function is 0: Newton, kept inside its bracket. */
function saddlepoint(terms: readonly Weighted[]): number {
  let low = 1 / terms.reduce((least, { weight }) => Math.min(least, weight), Infinity);
  let high = 1 / terms.reduce((most, { weight }) => Math.max(most, weight), -Infinity);
  let s = 0;
  for (let turn = 0; turn < 200; turn += 1) {
    let slope = 0;
    let curve = 0;
    for (const { weight, count } of terms) {
      const ratio = weight / (1 - s * weight);
      slope += count * ratio;
      curve += count * ratio * ratio;
    }
    if (slope > 0) high = s;
    else low = s;
    const next = s - slope / curve;
    const kept = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(kept - s) <= 1e-12 * (1 + Math.abs(s))) return kept;
    s = kept;
  }
  return s;
}

function clamp(chance: number): number {
  return Math.min(1, Math.max(0, chance));
}
