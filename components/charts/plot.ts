type Point = { x: number; y: number };
type BandPoint = { x: number; low: number; high: number };

/** A place in px for every value of a span; the middle of nothing is its start. */
export function scale([from, to]: readonly [number, number], [start, end]: readonly [number, number]) {
  return (value: number) => (to === from ? start : start + ((value - from) / (to - from)) * (end - start));
}

/** The points between two gaps, in order. */
function pieces<Each>(points: readonly (Each | null)[]): Each[][] {
  const all: Each[][] = [];
  let open: Each[] | null = null;
  for (const point of points) {
    if (point === null) open = null;
    else if (open) open.push(point);
    else all.push((open = [point]));
  }
  return all;
}

/** An SVG path through points, with gaps where there are none. */
export function linePath(points: readonly (Point | null)[]): string {
  return pieces(points)
    .map((piece) => piece.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${px(x)},${px(y)}`).join(""))
    .join("");
}

/** An SVG path around the surface between low and high. */
export function bandPath(points: readonly (BandPoint | null)[]): string {
  return pieces(points)
    .map((piece) => {
      const there = piece.map(({ x, high }) => `${px(x)},${px(high)}`);
      const back = piece.toReversed().map(({ x, low }) => `${px(x)},${px(low)}`);
      return `M${[...there, ...back].join("L")}Z`;
    })
    .join("");
}

/** The index of the value next to `target`; values ascend. */
export function nearest(values: readonly number[], target: number): number {
  let best = 0;
  for (const [index, value] of values.entries())
    if (Math.abs(value - target) < Math.abs((values[best] ?? value) - target)) best = index;
  return best;
}

/** Texts along an axis that leave each other room; the first and the last stay. `half` is half a text's width. */
export function roomyTicks<Tick extends { x: number; half: number }>(ticks: readonly Tick[]): Tick[] {
  const [first, ...rest] = ticks;
  const last = rest.pop();
  if (!first || !last) return [...ticks];
  const kept = [first];
  for (const tick of rest) {
    const before = kept.at(-1) ?? first;
    const isClear =
      tick.x - tick.half > before.x + before.half + 5 && tick.x + tick.half < last.x - last.half - 5;
    if (isClear) kept.push(tick);
  }
  return [...kept, last];
}

function px(value: number): number {
  return Math.round(value * 100) / 100;
}
