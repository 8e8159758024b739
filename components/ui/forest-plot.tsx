import { cn } from "./cn.tsx";
import { type Better, scaleChange } from "./forest-scale.ts";

export { type Better, forestMax } from "./forest-scale.ts";

const inks = { better: "text-good", worse: "text-bad", changed: "text-text", unsure: "text-text-3" };
const words = { better: "better", worse: "worse", changed: "changed", unsure: "may be no change" };

export type ForestPlotProps = {
  low: number;
  mid: number;
  high: number;
  /** The axis runs from -max to max; take `forestMax(changes)` so that the rows of a table share one. */
  max: number;
  better?: Better | undefined;
  width?: number | undefined;
  /** How a value reads aloud. */
  format?: ((value: number) => string) | undefined;
  confidence?: number | undefined;
  className?: string | undefined;
};

/** A change drawn with its interval: square and coloured when it leaves zero, a grey circle when it does not. */
export function ForestPlot({
  low,
  mid,
  high,
  max,
  better = 1,
  width = 150,
  format = String,
  confidence = 0.95,
  className,
}: ForestPlotProps) {
  const scale = scaleChange({ low, mid, high }, max, better, width);
  const label = `${format(mid)}, ${Math.round(confidence * 100)} % interval ${format(low)} to ${format(high)}: ${words[scale.verdict]}`;
  return (
    <svg
      width={width}
      height="18"
      viewBox={`0 0 ${width} 18`}
      role="img"
      aria-label={label}
      className={cn("inline-block max-w-none shrink-0 align-middle", inks[scale.verdict], className)}
    >
      <title>{label}</title>
      <line x1={scale.zero} x2={scale.zero} y1="1" y2="17" className="stroke-line-2" />
      <line x1={scale.low} x2={scale.high} y1="9" y2="9" stroke="currentColor" strokeWidth="2" />
      <Whisker x={scale.low} clipped={scale.clippedLow} direction={-1} />
      <Whisker x={scale.high} clipped={scale.clippedHigh} direction={1} />
      <rect x={scale.mid - 3.5} y="5.5" width="7" height="7" rx={scale.sure ? 1 : 3.5} fill="currentColor" />
    </svg>
  );
}

/** The end of the interval; an arrow head where it goes on beyond the axis. */
function Whisker({ x, clipped, direction }: { x: number; clipped: boolean; direction: 1 | -1 }) {
  if (clipped)
    return (
      <path
        d={`M${x} 5l${direction * 5} 4l${-direction * 5} 4`}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
      />
    );
  return <line x1={x} x2={x} y1="5" y2="13" stroke="currentColor" strokeWidth="1.5" />;
}
