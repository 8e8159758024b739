import { seededRandom } from "#platform/random";
import { normalQuantile } from "./normal.ts";

export type Draw = () => number;

/** Seeded draws of the shapes that scores, costs and times take. */
export function makeDraws(seed: number) {
  const random = seededRandom(seed);
  const normal: Draw = () => normalQuantile(Math.min(1 - 1e-12, Math.max(1e-12, random())));
  const levels =
    (parts: readonly (readonly [value: number, share: number])[]): Draw =>
    () => {
      let drawn = random();
      for (const [value, share] of parts) {
        if (drawn < share) return value;
        drawn -= share;
      }
      return parts.at(-1)?.[0] ?? 0;
    };
  const lognormal =
    (sigma: number): Draw =>
    () =>
      Math.exp(sigma * normal());
  const exponential: Draw = () => -Math.log(1 - random());
  /** From 1 on; the smaller the shape, the heavier the tail (no variance up to 2). */
  const pareto =
    (shape: number): Draw =>
    () =>
      (1 - random()) ** (-1 / shape);
  return { pareto, random, normal, levels, lognormal, exponential };
}
