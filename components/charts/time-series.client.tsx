"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { formatExact } from "#platform/format";
import { PlainTable, TableBody, TableHead, Td, Th, Tr } from "#ui/plain-table";
import { ChartFrame } from "./chart-frame.client.tsx";
import { ChartTip } from "./chart-tip.tsx";
import { type Measure, measures } from "./measure.ts";
import { hrefOf, type TimeLine, type TimeMark, type TimeRow, timeRows } from "./time-rows.ts";

export type { TimeLine, TimeMark } from "./time-rows.ts";

/** The chart library comes after the page, so that the page's words and table do not wait for it. */
const TimePlot = dynamic(() => import("./time-plot.client.tsx").then((module) => module.TimePlot), {
  ssr: false,
});

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
  const rows = timeRows(lines);
  const { write } = measures[measure];
  if (rows.length === 0)
    return <p className="grid h-30 place-items-center text-text-3">Nothing was measured in this span.</p>;

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
  const openPoint = (href: string) => router.push(href);

  return (
    <ChartFrame
      label={label}
      legend={lines.map((line) => line.label)}
      note={note}
      className={className}
      table={(isShown) => (
        <NumbersTable
          isShown={isShown}
          label={label}
          lines={lines}
          rows={rows}
          write={write}
          marks={shownMarks}
        />
      )}
    >
      {/* As high as the chart, so that nothing moves when it comes. */}
      <div style={{ height }}>
        <TimePlot
          rows={rows}
          lines={lines}
          measure={measure}
          marks={shownMarks}
          onOpenMark={(href) => router.push(href)}
          target={target}
          height={height}
          onOpen={opens ? open : undefined}
          onOpenPoint={onPointClick ? undefined : openPoint}
          tip={(row) => (
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
          )}
        />
      </div>
    </ChartFrame>
  );
}

function interval(row: TimeRow, key: string, write: (value: number) => string): string | undefined {
  const band = row.cells[key]?.band;
  return band ? `${write(band[0])} to ${write(band[1])}` : undefined;
}

type NumbersTableProps = {
  /** Else it is there only for a screen reader: without links and without a region that scrolls, which would take the focus unseen. */
  isShown: boolean;
  label: string;
  lines: readonly TimeLine[];
  rows: readonly TimeRow[];
  write: (value: number | null | undefined) => string;
  marks: readonly Mark[];
};

type Mark = { at: number; label: string; href?: string | undefined };

function Marks({ marks, areLinks }: { marks: readonly Mark[]; areLinks: boolean }) {
  if (marks.length === 0) return <>—</>;
  return marks.map(({ label, href }, index) => (
    <span key={label}>
      {index > 0 ? ", " : ""}
      {areLinks && href ? <Link href={href}>{label}</Link> : label}
    </span>
  ));
}

type ValueProps = {
  cell: TimeRow["cells"][string] | undefined;
  isLink: boolean;
  write: NumbersTableProps["write"];
};

/** A line's number of a moment; it opens its own rows where those of the other lines are others. */
function Value({ cell, isLink, write }: ValueProps) {
  return isLink && cell?.href ? <Link href={cell.href}>{write(cell.value)}</Link> : <>{write(cell?.value)}</>;
}

function NumbersTable({ isShown, label, lines, rows, write, marks }: NumbersTableProps) {
  const content = (
    <>
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
              <Td>
                {isShown && href ? <Link href={href}>{formatExact(row.at)}</Link> : formatExact(row.at)}
              </Td>
              {lines.map((line) => (
                <Td key={line.key} numeric>
                  <Value cell={row.cells[line.key]} isLink={isShown && !href} write={write} />
                </Td>
              ))}
              <Td>{lines.map((line) => interval(row, line.key, write) ?? "—").join(" · ")}</Td>
              <Td>
                <Marks marks={marks.filter((mark) => mark.at === row.at)} areLinks={isShown} />
              </Td>
            </Tr>
          );
        })}
      </TableBody>
    </>
  );
  return isShown ? (
    <PlainTable label={label} keepColumns>
      {content}
    </PlainTable>
  ) : (
    <table aria-label={label}>{content}</table>
  );
}
