/** A round step, so that about `count` of them cover the span. */
function niceStep(span: number, count: number): number {
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const share = rough / power;
  return (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10) * power;
}

export type DomainOptions = {
  /** Amounts (cost, counts, latency) start at zero; shares and scores show where they move. */
  fromZero?: boolean | undefined;
  /** What the quantity can't go under or over, such as 0 and 1 for a share. */
  min?: number | undefined;
  max?: number | undefined;
};

/** The honest axis for these values: round ends that hold them all, with zero where amounts are compared. */
export function niceDomain(
  values: readonly number[],
  { fromZero = false, min, max }: DomainOptions,
): [number, number] {
  const known = values.filter(Number.isFinite);
  if (known.length === 0) return [0, 1];
  let from = Math.min(...known, ...(fromZero ? [0] : []));
  let to = Math.max(...known, ...(fromZero ? [0] : []));
  const size = Math.max(Math.abs(from), Math.abs(to));
  // One value, or values that differ by dust: some room on both sides.
  if (to - from <= Math.max(1e-9 * size, 1e-12)) {
    const room = size > 1e-12 ? size * 0.1 : 1;
    from = fromZero && from >= 0 ? 0 : from - room;
    to += room;
  }
  const step = niceStep(to - from, 5);
  const low = round(Math.floor(from / step + 1e-9) * step);
  const high = round(Math.ceil(to / step - 1e-9) * step);
  return [min === undefined ? low : Math.max(min, low), max === undefined ? high : Math.min(max, high)];
}

/** Round ticks inside a domain. */
export function niceTicks([from, to]: readonly [number, number], count = 5): number[] {
  const step = niceStep(to - from, count);
  const ticks: number[] = [];
  for (let tick = Math.ceil(from / step - 1e-9) * step; tick <= to + step * 1e-9; tick += step)
    ticks.push(round(tick));
  return ticks;
}

/** Cuts the dust of floating point. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}
