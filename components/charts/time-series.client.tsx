"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
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
import { formatExact } from "#platform/format";
import { Table, TableBody, TableHead, Td, Th, Tr } from "#ui/table";
import { ChartFrame, SeriesMarker } from "./chart-frame.client.tsx";
import { ChartTip } from "./chart-tip.tsx";
import { niceDomain, niceTicks } from "./domain.ts";
import { lookOf, type Measure, measures } from "./measure.ts";
import {
  fittingMarks,
  formatTick,
  type TimeLine,
  type TimeMark,
  type TimeRow,
  timeRows,
  timeTicks,
  timeValues,
} from "./time-rows.ts";

export type { TimeLine, TimeMark } from "./time-rows.ts";

export type TimeSeriesProps = {
  /** What it shows: "Quality in production, 30 days". */
  label: string;
  lines: readonly TimeLine[];
  measure: Measure;
  /** Promotions and incidents, as vertical lines. */
  marks?: readonly TimeMark[] | undefined;
  /** A level to keep to, drawn across. */
  target?: { value: number; label: string } | undefined;
  height?: number | undefined;
  note?: ReactNode;
  /** For callers on the client; else a point's href is opened. */
  onPointClick?: ((at: number) => void) | undefined;
  className?: string | undefined;
};

/** Lines over time with their intervals, marks, exact values on hover, and a way into each point. */
export function TimeSeries({
  label,
  lines,
  measure,
  marks = [],
  target,
  height = 210,
  note,
  onPointClick,
  className,
}: TimeSeriesProps) {
  const router = useRouter();
  const [width, setWidth] = useState(640);
  const rows = timeRows(lines);
  const { write, tick, fromZero, min, max } = measures[measure];
  if (rows.length === 0)
    return <p className="grid h-30 place-items-center text-text-3">Nothing was measured in this span.</p>;

  const domain = niceDomain([...timeValues(rows), ...(target ? [target.value] : [])], { fromZero, min, max });
  const moments = rows.map((row) => row.at);
  const first = moments[0] ?? 0;
  const last = moments.at(-1) ?? first;
  const shownMarks = marks
    .map((mark) => ({ ...mark, at: new Date(mark.at).getTime() }))
    .filter((mark) => mark.at >= first && mark.at <= last);
  const open = (at: number) => {
    if (onPointClick) return onPointClick(at);
    const href = hrefOf(rows.find((row) => row.at === at));
    if (href) router.push(href);
  };
  const opens = onPointClick !== undefined || rows.some((row) => hrefOf(row));

  return (
    <ChartFrame
      label={label}
      legend={lines.map((line) => line.label)}
      note={note}
      className={className}
      table={<NumbersTable label={label} lines={lines} rows={rows} write={write} marks={shownMarks} />}
    >
      <ResponsiveContainer
        width="100%"
        height={height}
        initialDimension={{ width: 640, height }}
        onResize={(wide) => setWidth(wide)}
      >
        <ComposedChart
          data={rows}
          accessibilityLayer={false}
          margin={{ top: shownMarks.length > 0 ? 18 : 6, right: 14, bottom: 0, left: 0 }}
          onClick={(state) => state.activeLabel !== undefined && open(Number(state.activeLabel))}
          {...(opens ? { cursor: "pointer" } : {})}
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
            tickFormatter={tick}
            tickLine={false}
            axisLine={false}
            tick={axisText}
            width="auto"
          />
          {fittingMarks(shownMarks, { first, last, spanPx: width - axisPx }).map((mark) => (
            <ReferenceLine
              key={`${mark.at} ${mark.label}`}
              x={mark.at}
              stroke="var(--line-2)"
              strokeDasharray="3 3"
              label={{ value: mark.words, position: "insideTopLeft", offset: 5, ...axisText, dy: -16 }}
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
              activeDot={{ r: 3.5, strokeWidth: 0 }}
              isAnimationActive={false}
              connectNulls={false}
            />
          ))}
          <Tooltip
            cursor={{ stroke: "var(--line-2)" }}
            isAnimationActive={false}
            content={({ active, label: at }) => {
              const row = active ? rows.find((each) => each.at === Number(at)) : undefined;
              if (!row) return null;
              return (
                <ChartTip
                  title={formatExact(row.at)}
                  lines={lines.map((line, index) => ({
                    index,
                    name: line.label,
                    text: write(row.cells[line.key]?.value),
                    note: interval(row, line.key, write),
                  }))}
                  notes={shownMarks.filter((mark) => mark.at === row.at).map((mark) => mark.label)}
                />
              );
            }}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}

/** What the vertical axis and the margins take of the width. */
const axisPx = 60;
const axisText = { fill: "var(--text-3)", fontSize: 11 };

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

function hrefOf(row: TimeRow | undefined): string | undefined {
  return row ? Object.values(row.cells).find((cell) => cell.href)?.href : undefined;
}

function interval(row: TimeRow, key: string, write: (value: number) => string): string | undefined {
  const band = row.cells[key]?.band;
  return band ? `${write(band[0])} to ${write(band[1])}` : undefined;
}

type NumbersTableProps = {
  label: string;
  lines: readonly TimeLine[];
  rows: readonly TimeRow[];
  write: (value: number | null | undefined) => string;
  marks: readonly { at: number; label: string }[];
};

function NumbersTable({ label, lines, rows, write, marks }: NumbersTableProps) {
  return (
    <Table label={label} keepColumns>
      <TableHead>
        <Th>Moment</Th>
        {lines.map((line) => (
          <Th key={line.key} numeric>
            {line.label}
          </Th>
        ))}
        <Th>Interval</Th>
        <Th>Mark</Th>
      </TableHead>
      <TableBody>
        {rows.map((row) => {
          const href = hrefOf(row);
          return (
            <Tr key={row.at}>
              <Td>{href ? <Link href={href}>{formatExact(row.at)}</Link> : formatExact(row.at)}</Td>
              {lines.map((line) => (
                <Td key={line.key} numeric>
                  {write(row.cells[line.key]?.value)}
                </Td>
              ))}
              <Td>{lines.map((line) => interval(row, line.key, write) ?? "—").join(" · ")}</Td>
              <Td>
                {marks
                  .filter((mark) => mark.at === row.at)
                  .map((mark) => mark.label)
                  .join(", ") || "—"}
              </Td>
            </Tr>
          );
        })}
      </TableBody>
    </Table>
  );
}
