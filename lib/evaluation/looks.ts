/**
 * The confidence at which a figure is read that is looked at for the so-manieth time: 95 % the first, and more at each
 * later look, so that trying again until it passes gains little (docs/decisions/0015-tries-and-misses.md).
 */
export const confidenceAt = (look: number): number => 1 - 0.05 / look ** 2;
