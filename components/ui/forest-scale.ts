/** A change with its interval, in the units of the axis. */
export type Change = { low: number; mid: number; high: number };

/** Whether more is better (1), less is better (-1) or neither (0). */
export type Better = 1 | -1 | 0;

export type ForestScale = {
  zero: number;
  low: number;
  mid: number;
  high: number;
  /** The interval goes on beyond the axis on that side. */
  clippedLow: boolean;
  clippedHigh: boolean;
  /** The interval leaves zero out. */
  sure: boolean;
  verdict: "better" | "worse" | "changed" | "unsure";
};

const edge = 6;

/** Places of a change on an axis from -max to max, `width` pixels wide. */
export function scaleChange(
  { low, mid, high }: Change,
  max: number,
  better: Better,
  width: number,
): ForestScale {
  const half = width / 2;
  const reach = max > 0 ? max : 1;
  const place = (value: number) => half + (Math.min(reach, Math.max(-reach, value)) / reach) * (half - edge);
  const sure = low * high > 0;
  const verdict = !sure ? "unsure" : better === 0 ? "changed" : mid * better > 0 ? "better" : "worse";
  return {
    zero: half,
    low: place(low),
    mid: place(mid),
    high: place(high),
    clippedLow: low < -reach,
    clippedHigh: high > reach,
    sure,
    verdict,
  };
}

/** The axis that holds all of these changes, a tenth wider than the widest. */
export function forestMax(changes: readonly (Change | null)[]): number {
  const widest = Math.max(
    0,
    ...changes
      .flatMap((change) => (change ? [Math.abs(change.low), Math.abs(change.high)] : []))
      .filter(Number.isFinite),
  );
  return widest > 0 ? widest * 1.1 : 1;
}
