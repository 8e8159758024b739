import { miniLmModel, useLiteModel } from "#constants/models";

type Thresholds = { sureFrom: number; greyFrom: number };

/** Chosen on one half of the measured questions, reported on the other: docs/measurements/semantic-cache.md. */
const measured: Record<string, Thresholds> = {
  [miniLmModel]: { sureFrom: 0.92, greyFrom: 0.8 },
  [useLiteModel]: { sureFrom: 0.94, greyFrom: 0.85 },
};
/** Of a model nobody has measured here little is taken for sure: its checks will tell. */
const unmeasured: Thresholds = { sureFrom: 0.95, greyFrom: 0.88 };

/** By so much the nearest question must be nearer than the next one. */
export const leastLead = 0.02;

/** From which cosine two questions are taken for one, and from which on they are looked at. */
export function thresholdsOf(
  model: string,
  chosen: { sureFrom?: number | undefined; greyFrom?: number | undefined } = {},
): Thresholds {
  const usual = measured[model] ?? unmeasured;
  const sureFrom = chosen.sureFrom ?? Math.max(usual.sureFrom, chosen.greyFrom ?? 0);
  return { sureFrom, greyFrom: Math.min(sureFrom, chosen.greyFrom ?? usual.greyFrom) };
}
