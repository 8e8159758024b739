import { formatPercent } from "#platform/format";

export type ShareWhiskerProps = { low: number | null; mid: number | null; high: number | null };

/** A share between 0 and 1 with its interval: whisker and point on a line from 0 to 100 %. */
export function ShareWhisker({ low, mid, high }: ShareWhiskerProps) {
  if (low === null || mid === null || high === null) return <>—</>;
  const words = `${formatPercent(low, 0)} to ${formatPercent(high, 0)}`;
  return (
    <span className="flex items-center gap-2">
      <svg viewBox="0 0 104 12" className="h-3 w-26 shrink-0" aria-hidden="true">
        <line x1="2" x2="102" y1="6" y2="6" className="stroke-line-2" strokeWidth="1" />
        <line
          x1={2 + low * 100}
          x2={2 + high * 100}
          y1="6"
          y2="6"
          className="stroke-text-2"
          strokeWidth="2"
        />
        <circle cx={2 + mid * 100} cy="6" r="3" className="fill-text" />
      </svg>
      <span className="num text-sm whitespace-nowrap text-text-3">{words}</span>
    </span>
  );
}
