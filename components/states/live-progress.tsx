import type { ReactNode } from "react";
import { formatDuration, formatNumber, formatValue } from "#platform/format";
import { cn } from "#ui/cn";
import { ProgressBar } from "#ui/progress-bar";

export type LiveProgressProps = {
  /** What is being worked on: "Run 214". */
  label: string;
  done: number;
  total: number;
  failed?: number | undefined;
  /** Pieces per second; null while unknown. */
  perSecond?: number | null | undefined;
  /** Time left; null while unknown. */
  leftMs?: number | null | undefined;
  /** What the pieces are: "cases". */
  unit?: string | undefined;
  /** The cancel button. */
  action?: ReactNode;
  /** The sentence it ends with; takes the place of the rate. */
  finished?: ReactNode;
  className?: string | undefined;
};

/** Work under way: done of total, failures, rate, time left, and a button that stops it. */
export function LiveProgress({
  label,
  done,
  total,
  failed = 0,
  perSecond,
  leftMs,
  unit = "cases",
  action,
  finished,
  className,
}: LiveProgressProps) {
  return (
    <div className={cn("flex flex-col gap-2", className)}>
      <div className="flex flex-wrap items-center gap-x-3.5 gap-y-1">
        <span className="font-medium">{label}</span>
        <span className="num text-text-2">
          {formatNumber(done)} of {formatNumber(total)} {unit}
        </span>
        {failed > 0 ? <span className="num text-bad">✕ {formatNumber(failed)} failed</span> : null}
        {finished ? null : (
          <span className="num text-sm text-text-3">
            {perSecond ? `${formatValue(perSecond)} per second` : "measuring the rate"}
            {leftMs === null || leftMs === undefined
              ? ""
              : ` · about ${formatDuration(Math.round(leftMs / 1000) * 1000)} left`}
          </span>
        )}
        {action ? <span className="ml-auto">{action}</span> : null}
      </div>
      <ProgressBar
        label={`${label}: ${unit} done`}
        value={done}
        max={total}
        tone={failed > 0 ? "warn" : "accent"}
      />
      <output className={cn("block text-text-2", !finished && "sr-only")}>{finished}</output>
    </div>
  );
}
