"use client";

import { type ReactNode, useState } from "react";
import { Button } from "#ui/button";
import { cn } from "#ui/cn";
import { lookOf } from "./measure.ts";

export type ChartFrameProps = {
  /** What the chart shows, with its unit and span. */
  label: string;
  /** The names of the lines, when there are several. */
  legend: readonly string[];
  note?: ReactNode;
  /** The same numbers; `isShown` false: only for a screen reader, where nothing may take the focus unseen. */
  table: (isShown: boolean) => ReactNode;
  className?: string | undefined;
  children: ReactNode;
};

/** A drawing and the same numbers as a table: shown on demand, and always there for a screen reader. */
export function ChartFrame({ label, legend, note, table, className, children }: ChartFrameProps) {
  const [asTable, setAsTable] = useState(false);
  return (
    <figure aria-label={label} className={cn("flex min-w-0 flex-col gap-1", className)}>
      {asTable ? null : <div aria-hidden="true">{children}</div>}
      <div className={asTable ? "max-h-70 overflow-y-auto" : "sr-only"}>{table(asTable)}</div>
      <figcaption className="flex flex-wrap items-center gap-x-3.5 gap-y-1 text-sm text-text-2">
        {legend.length > 1
          ? legend.map((name, index) => (
              <span key={name} className="inline-flex items-center gap-1.5">
                <LegendSign index={index} />
                {name}
              </span>
            ))
          : null}
        {note ? <span className="text-text-3">{note}</span> : null}
        <Button
          variant="ghost"
          size="sm"
          className="ml-auto font-normal text-text-3"
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? "As a chart" : "As a table"}
        </Button>
      </figcaption>
    </figure>
  );
}

/** The dash and marker of a series, as in the drawing. */
export function LegendSign({ index }: { index: number }) {
  const look = lookOf(index);
  return (
    <svg width="18" height="8" aria-hidden="true">
      <line x1="0" x2="18" y1="4" y2="4" stroke={look.color} strokeWidth="2" strokeDasharray={look.dash} />
      <SeriesMarker x={9} y={4} index={index} />
    </svg>
  );
}

/** A series' marker: circle, square, triangle, diamond. */
export function SeriesMarker({ x, y, index }: { x: number; y: number; index: number }) {
  const look = lookOf(index);
  if (look.marker === "●") return <circle cx={x} cy={y} r="2.5" fill={look.color} />;
  if (look.marker === "■") return <rect x={x - 2.5} y={y - 2.5} width="5" height="5" fill={look.color} />;
  if (look.marker === "▲") return <path d={`M${x} ${y - 3}l3 5.500h-6z`} fill={look.color} />;
  return <path d={`M${x} ${y - 3.5}l3.500 3.500-3.500 3.500-3.500-3.500z`} fill={look.color} />;
}
