import { cn } from "./cn.tsx";

export type SparklineProps = {
  /** One value per step; null is a gap. */
  values: readonly (number | null)[];
  /** What the line shows, for screen readers: "Quality over 30 days, last 0.87". */
  label: string;
  width?: number | undefined;
  height?: number | undefined;
  className?: string | undefined;
};

/** A trend in the height of a row, without an axis: stands beside its number. */
export function Sparkline({ values, label, width = 84, height = 20, className }: SparklineProps) {
  const known = values.filter((value): value is number => value !== null && Number.isFinite(value));
  if (known.length === 0) return <span className="text-text-3">—</span>;
  const least = Math.min(...known);
  const span = Math.max(...known) - least;
  const points = values.map((value, index) =>
    value === null || !Number.isFinite(value)
      ? null
      : {
          x: values.length === 1 ? width / 2 : (index / (values.length - 1)) * (width - 4) + 2,
          y: span === 0 ? height / 2 : height - 3 - ((value - least) / span) * (height - 6),
        },
  );
  const last = points.findLast((point) => point !== null);
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
      className={cn("inline-block max-w-none shrink-0 align-middle text-s1", className)}
    >
      <path d={path(points)} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
      {last ? <circle cx={last.x.toFixed(1)} cy={last.y.toFixed(1)} r="2" fill="currentColor" /> : null}
    </svg>
  );
}

function path(points: readonly ({ x: number; y: number } | null)[]): string {
  return points
    .map((point, index) =>
      point === null
        ? ""
        : `${index === 0 || points[index - 1] === null ? "M" : "L"}${point.x.toFixed(1)} ${point.y.toFixed(1)}`,
    )
    .join("");
}
