"use client";

import { type MouseEvent, type ReactNode, useState } from "react";
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { SeriesMarker } from "./chart-frame.client.tsx";
import { niceDomain, niceTicks } from "./domain.ts";
import { lookOf, type Measure, measures } from "./measure.ts";
import { fittingMarks, formatTick, type TimeLine, type TimeRow, timeTicks, timeValues } from "./time-rows.ts";

export type TimePlotProps = {
  rows: readonly TimeRow[];
  lines: readonly TimeLine[];
  measure: Measure;
  marks: readonly { at: number; label: string; href?: string | undefined }[];
  /** Opens what a mark stands for. */
  onOpenMark: (href: string) => void;
  target: { value: number; label: string } | undefined;
  height: number;
  /** What is said of the row under the pointer. */
  tip: (row: TimeRow) => ReactNode;
  /** Opens what is behind a moment; left out where nothing is. */
  onOpen: ((at: number) => void) | undefined;
  /** Opens what is behind one line's point, where the points of a moment stand on different rows. */
  onOpenPoint: ((href: string) => void) | undefined;
};

/** What the vertical axis and the margins take of the width. */
const axisPx = 60;
const axisText = { fill: "var(--text-3)", fontSize: 11 };

/** The drawing of a time series by Recharts: grid, axes, marks, intervals, lines, and what is under the pointer. */
export function TimePlot({
  rows,
  lines,
  measure,
  marks,
  onOpenMark,
  target,
  height,
  tip,
  onOpen,
  onOpenPoint,
}: TimePlotProps) {
  const [width, setWidth] = useState(640);
  const { tick, fromZero, min, max } = measures[measure];
  const domain = niceDomain([...timeValues(rows), ...(target ? [target.value] : [])], { fromZero, min, max });
  const moments = rows.map((row) => row.at);
  const first = moments[0] ?? 0;
  const last = moments.at(-1) ?? first;
  return (
    <ResponsiveContainer
      width="100%"
      height={height}
      initialDimension={{ width: 640, height }}
      onResize={(wide) => setWidth(wide)}
    >
      <ComposedChart
        data={rows}
        accessibilityLayer={false}
        margin={{ top: marks.length > 0 ? 18 : 6, right: 14, bottom: 0, left: 0 }}
        onClick={(state) => state.activeLabel !== undefined && onOpen?.(Number(state.activeLabel))}
        {...(onOpen ? { cursor: "pointer" } : {})}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="at"
          type="number"
          domain={[first, last === first ? first + 1 : last]}
          ticks={timeTicks(moments)}
          tickFormatter={(at: number) => formatTick(at, last - first)}
          tickLine={false}
          axisLine={false}
          tick={axisText}
          tickMargin={8}
          interval="preserveStartEnd"
        />
        <YAxis
          domain={domain}
          ticks={niceTicks(domain, 4)}
          // Recharts passes the place as well, which a formatter would take for an argument of its own.
          tickFormatter={(value: number) => tick(value)}
          tickLine={false}
          axisLine={false}
          tick={axisText}
          width="auto"
        />
        {fittingMarks(marks, { first, last, spanPx: width - axisPx }).map((mark) => (
          <ReferenceLine
            key={`${mark.at} ${mark.label}`}
            x={mark.at}
            stroke="var(--line-2)"
            strokeDasharray="3 3"
            label={{
              value: mark.words,
              position: mark.side === "right" ? "insideTopLeft" : "insideTopRight",
              offset: 5,
              ...axisText,
              dy: -16,
              ...opening(mark.href, onOpenMark),
            }}
          />
        ))}
        {target ? (
          <ReferenceLine
            y={target.value}
            stroke="var(--warn)"
            strokeDasharray="4 3"
            label={{ value: target.label, position: "insideTopRight", ...axisText }}
          />
        ) : null}
        {lines.map((line, index) => (
          <Area
            key={`${line.key} band`}
            dataKey={(row: TimeRow) => row.cells[line.key]?.band ?? null}
            stroke="none"
            fill={lookOf(index).color}
            fillOpacity={0.14}
            isAnimationActive={false}
            activeDot={false}
            tooltipType="none"
            legendType="none"
          />
        ))}
        {lines.map((line, index) => (
          <Line
            key={line.key}
            dataKey={(row: TimeRow) => row.cells[line.key]?.value ?? null}
            name={line.label}
            stroke={lookOf(index).color}
            strokeWidth={2}
            strokeDasharray={lookOf(index).dash ?? ""}
            dot={(dot: DotProps) => (
              <Dot
                key={dot.index}
                {...dot}
                series={index}
                shown={
                  rows.length === 1 ||
                  (lines.length > 1 && dot.index === rows.length - 1) ||
                  isAlone(rows, line.key, dot.index)
                }
              />
            )}
            activeDot={(dot: ActiveDotProps) => (
              <circle
                key={line.key}
                cx={dot.cx}
                cy={dot.cy}
                r={4}
                fill={lookOf(index).color}
                {...opening(dot.payload?.cells[line.key]?.href, onOpenPoint)}
              />
            )}
            isAnimationActive={false}
            connectNulls={false}
          />
        ))}
        <Tooltip
          cursor={{ stroke: "var(--line-2)" }}
          isAnimationActive={false}
          content={({ active, label: at }) => {
            const row = active ? rows.find((each) => each.at === Number(at)) : undefined;
            return row ? tip(row) : null;
          }}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}

/** A mark's words open it; what is behind the point below them does not open as well. */
function opening(href: string | undefined, open: ((href: string) => void) | undefined) {
  if (!href || !open) return {};
  return {
    cursor: "pointer",
    onClick: (event: MouseEvent) => {
      event.stopPropagation();
      open(href);
    },
  };
}

type ActiveDotProps = { cx?: number | undefined; cy?: number | undefined; payload?: TimeRow | undefined };
type DotProps = { cx?: number | undefined; cy?: number | undefined; index: number };

/** A marker where the line alone would not tell: its end, or a value between two gaps. */
function Dot({ cx, cy, series, shown }: DotProps & { series: number; shown: boolean }) {
  return shown && cx !== undefined && cy !== undefined && Number.isFinite(cy) ? (
    <SeriesMarker x={cx} y={cy} index={series} />
  ) : (
    <g />
  );
}

function isAlone(rows: readonly TimeRow[], key: string, index: number): boolean {
  const known = (at: number) => typeof rows[at]?.cells[key]?.value === "number";
  return known(index) && !known(index - 1) && !known(index + 1);
}
