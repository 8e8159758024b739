/**
 * Chance that at least one of `k` answers to a task is right, from `right` of `samples` answers: 1 - C(n-c, k) / C(n, k),
 * unbiased (Chen et al. 2021, arXiv 2107.03374, eq. 1). Throws a RangeError where k is above the samples.
 */
export function passAtK(samples: number, right: number, k: number): number {
  return 1 - allOf(samples, samples - right, k);
}

/**
 * Chance that all of `k` answers to a task are right: C(c, k) / C(n, k), unbiased by the same argument
 * (Yao et al. 2024, arXiv 2406.12045, pass^k). Throws as `passAtK`.
 */
export function passAllK(samples: number, right: number, k: number): number {
  return allOf(samples, right, k);
}

/** C(part, k) / C(samples, k): all of k answers, drawn without putting back, are of the part. As a product, so that nothing overflows. */
function allOf(samples: number, part: number, k: number): number {
  if (!(k >= 1 && k <= samples)) throw new RangeError(`${k} of ${samples} answers cannot be drawn.`);
  if (!(part >= 0 && part <= samples)) throw new RangeError(`${part} of ${samples} answers cannot be right.`);
  let chance = 1;
  for (let drawn = 0; drawn < k; drawn += 1) chance *= Math.max(0, part - drawn) / (samples - drawn);
  return chance;
}
