"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { SeriesMarker } from "./chart-frame.client.tsx";
import { niceDomain, niceTicks } from "./domain.ts";
import { lookOf, type Measure, measures } from "./measure.ts";
import { bandPath, linePath, nearest, roomyTicks, scale } from "./plot.ts";
import { fittingMarks, formatTick, type TimeLine, type TimeRow, timeTicks, timeValues } from "./time-rows.ts";

type TimePlotProps = {
  rows: readonly TimeRow[];
  lines: readonly TimeLine[];
  measure: Measure;
  marks: readonly { at: number; label: string }[];
  target: { value: number; label: string } | undefined;
  height: number;
  /** What is said of the row under the pointer. */
  tip: (row: TimeRow) => ReactNode;
  /** Opens what is behind a moment; left out where nothing is. */
  onOpen: ((at: number) => void) | undefined;
};

const axisHeight = 30;
const rightPx = 14;
/** Width of a character of the axis text, in px. */
const characterPx = 6.2;
const axisText = { fill: "var(--text-3)", fontSize: 11 };

/** The drawing of a time series: grid, axes, marks, intervals, lines, and what is under the pointer. */
export function TimePlot({ rows, lines, measure, marks, target, height, tip, onOpen }: TimePlotProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(640);
  const [active, setActive] = useState<number | null>(null);
  // Follows the width of the page.
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const { tick, fromZero, min, max } = measures[measure];
  const domain = niceDomain([...timeValues(rows), ...(target ? [target.value] : [])], { fromZero, min, max });
  const levels = niceTicks(domain, 4).map((value) => ({ value, text: tick(value) }));
  const left = Math.max(...levels.map(({ text }) => text.length), 1) * characterPx + 10;
  const [top, right, bottom] = [marks.length > 0 ? 18 : 6, width - rightPx, height - axisHeight];
  const moments = rows.map((row) => row.at);
  const [first = 0, last = first] = [moments[0], moments.at(-1)];
  const x = scale([first, last], [left, Math.max(left, right)]);
  const y = scale(domain, [bottom, top]);
  const shown = active === null ? undefined : rows[active];

  const follow = (clientX: number) => {
    const box = frame.current?.getBoundingClientRect();
    if (box) setActive(nearest(moments.map(x), clientX - box.left));
  };

  return (
    // The same numbers and links stand in the table beside it; this is the way of the pointer.
    <div
      ref={frame}
      role="presentation"
      className={onOpen ? "relative cursor-pointer" : "relative"}
      style={{ height }}
      onPointerMove={(event) => follow(event.clientX)}
      onPointerDown={(event) => follow(event.clientX)}
      onPointerLeave={() => setActive(null)}
      onClick={() => (shown && onOpen ? onOpen(shown.at) : undefined)}
    >
      <svg width={width} height={height} className="absolute inset-0 max-w-full overflow-visible">
        {levels.map(({ value, text }) => (
          <g key={value}>
            <line x1={left} x2={right} y1={y(value)} y2={y(value)} stroke="var(--line)" />
            <text x={left - 8} y={y(value)} dy="0.355em" textAnchor="end" {...axisText}>
              {text}
            </text>
          </g>
        ))}
        <TimeAxis moments={moments} x={x} y={bottom + 18} width={width} />
        {fittingMarks(marks, { first, last, spanPx: right - left }).map((mark) => (
          <g key={`${mark.at} ${mark.label}`}>
            <line
              x1={x(mark.at)}
              x2={x(mark.at)}
              y1={top}
              y2={bottom}
              stroke="var(--line-2)"
              strokeDasharray="3 3"
            />
            <text x={x(mark.at) + 5} y={top - 4} {...axisText}>
              {mark.words}
            </text>
          </g>
        ))}
        {target ? (
          <g>
            <line
              x1={left}
              x2={right}
              y1={y(target.value)}
              y2={y(target.value)}
              stroke="var(--warn)"
              strokeDasharray="4 3"
            />
            <text x={right - 5} y={y(target.value) + 14} textAnchor="end" {...axisText}>
              {target.label}
            </text>
          </g>
        ) : null}
        {lines.map((line, index) => (
          <path
            key={line.key}
            d={bandPath(
              rows.map(({ at, cells }) => {
                const band = cells[line.key]?.band;
                return band ? { x: x(at), low: y(band[0]), high: y(band[1]) } : null;
              }),
            )}
            fill={lookOf(index).color}
            fillOpacity={0.14}
          />
        ))}
        {shown ? (
          <line x1={x(shown.at)} x2={x(shown.at)} y1={top} y2={bottom} stroke="var(--line-2)" />
        ) : null}
        {lines.map((line, index) => (
          <Series
            key={line.key}
            line={line}
            index={index}
            rows={rows}
            x={x}
            y={y}
            isOne={lines.length === 1}
          />
        ))}
        {lines.map((line, index) => {
          const value = shown?.cells[line.key]?.value;
          return shown && typeof value === "number" ? (
            <circle key={line.key} cx={x(shown.at)} cy={y(value)} r={3.5} fill={lookOf(index).color} />
          ) : null;
        })}
      </svg>
      {shown ? (
        <div
          className="pointer-events-none absolute z-10"
          style={
            x(shown.at) > width / 2
              ? { top, right: width - x(shown.at) + 10 }
              : { top, left: x(shown.at) + 10 }
          }
        >
          {tip(shown)}
        </div>
      ) : null}
    </div>
  );
}

type TimeAxisProps = { moments: readonly number[]; x: (at: number) => number; y: number; width: number };

function TimeAxis({ moments, x, y, width }: TimeAxisProps) {
  const spanMs = (moments.at(-1) ?? 0) - (moments[0] ?? 0);
  const ticks = timeTicks(moments).map((at) => {
    const text = formatTick(at, spanMs);
    const half = (text.length * characterPx) / 2;
    return { at, text, half, x: Math.min(x(at), width - half) };
  });
  return roomyTicks(ticks).map((tick) => (
    <text key={tick.at} x={tick.x} y={y} textAnchor="middle" {...axisText}>
      {tick.text}
    </text>
  ));
}

type SeriesProps = {
  line: TimeLine;
  index: number;
  rows: readonly TimeRow[];
  x: (at: number) => number;
  y: (value: number) => number;
  isOne: boolean;
};

/** A line with its gaps, and markers where it alone would not tell: its end, or a value between two gaps. */
function Series({ line, index, rows, x, y, isOne }: SeriesProps) {
  const look = lookOf(index);
  const points = rows.map(({ at, cells }) => {
    const value = cells[line.key]?.value;
    return typeof value === "number" ? { x: x(at), y: y(value) } : null;
  });
  return (
    <g>
      <path
        d={linePath(points)}
        fill="none"
        stroke={look.color}
        strokeWidth={2}
        strokeDasharray={look.dash}
      />
      {points.map((point, place) => {
        const isEnd = rows.length === 1 || (!isOne && place === rows.length - 1);
        const isAlone = !points[place - 1] && !points[place + 1];
        return point && (isEnd || isAlone) ? (
          <SeriesMarker key={point.x} x={point.x} y={point.y} index={index} />
        ) : null;
      })}
    </g>
  );
}
