import { formatPercent } from "#platform/format";

type ShareBarProps = { share: { value: number; low: number; high: number }; max: number; width?: number };

/** A share as a bar with its interval as a whisker, on an axis from zero that the rows of a table have in common. */
export function ShareBar({ share, max, width = 150 }: ShareBarProps) {
  const at = (value: number) => (Math.min(value, max) / max) * (width - 4) + 2;
  const label = `${formatPercent(share.value)}, 95 % interval ${formatPercent(share.low)} to ${formatPercent(share.high)}`;
  return (
    <svg
      width={width}
      height="18"
      viewBox={`0 0 ${width} 18`}
      role="img"
      aria-label={label}
      className="max-w-full align-middle"
    >
      <title>{label}</title>
      <rect
        x={at(0)}
        y="5"
        width={Math.max(0, at(share.value) - at(0))}
        height="8"
        className="fill-accent opacity-60 forced-colors:fill-[Highlight]"
      />
      <g className="stroke-text" strokeWidth="1.5">
        <line x1={at(share.low)} x2={at(share.high)} y1="9" y2="9" />
        <line x1={at(share.low)} x2={at(share.low)} y1="5" y2="13" />
        <line x1={at(share.high)} x2={at(share.high)} y1="5" y2="13" />
      </g>
    </svg>
  );
}
