"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useId } from "react";
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { Table, TableBody, TableHead, Td, Th, Tr } from "#ui/table";
import { ChartFrame } from "./chart-frame.client.tsx";
import { ChartTip } from "./chart-tip.tsx";
import { niceDomain, niceTicks } from "./domain.ts";
import { lookOf, type Measure, measures } from "./measure.ts";

export type BarRow = {
  /** Under the bar: a day, a model, a bucket. */
  label: string;
  values: Record<string, number | null>;
  href?: string | undefined;
};

export type BarSeriesProps = {
  label: string;
  /** The parts of each bar, by key of `values`. */
  series: readonly { key: string; label: string }[];
  rows: readonly BarRow[];
  measure: Measure;
  /** Parts on top of each other instead of side by side. */
  stacked?: boolean | undefined;
  /** What the rows are, as the table's head. */
  rowName?: string | undefined;
  height?: number | undefined;
  note?: ReactNode;
  onBarClick?: ((row: BarRow) => void) | undefined;
  className?: string | undefined;
};

/** Amounts as bars from zero. */
export function BarSeries({
  label,
  series,
  rows,
  measure,
  stacked = false,
  rowName = "Group",
  height = 180,
  note,
  onBarClick,
  className,
}: BarSeriesProps) {
  const router = useRouter();
  const patternId = useId();
  const { write, tick } = measures[measure];
  if (rows.length === 0)
    return <p className="grid h-30 place-items-center text-text-3">Nothing was measured in this span.</p>;

  const amounts = rows.flatMap((row) => {
    const values = series.map((each) => row.values[each.key] ?? 0);
    return stacked ? [values.reduce((sum, value) => sum + value, 0)] : values;
  });
  const domain = niceDomain(amounts, { fromZero: true });
  const opens = onBarClick !== undefined || rows.some((row) => row.href);
  const open = (row: BarRow | undefined) => {
    if (!row) return;
    if (onBarClick) onBarClick(row);
    else if (row.href) router.push(row.href);
  };

  return (
    <ChartFrame
      label={label}
      legend={series.map((each) => each.label)}
      note={note}
      className={className}
      table={<NumbersTable label={label} rowName={rowName} series={series} rows={rows} write={write} />}
    >
      <ResponsiveContainer width="100%" height={height} initialDimension={{ width: 640, height }}>
        <BarChart
          data={[...rows]}
          accessibilityLayer={false}
          margin={{ top: 6, right: 4, bottom: 0, left: 0 }}
          barCategoryGap="20%"
          barGap={2}
          onClick={(state) => open(rows[Number(state.activeTooltipIndex ?? -1)])}
          {...(opens ? { cursor: "pointer" } : {})}
        >
          <defs>
            {series.map((each, index) => {
              const look = lookOf(index);
              return (
                <pattern
                  key={each.key}
                  id={`${patternId}${index}`}
                  width="6"
                  height="6"
                  patternUnits="userSpaceOnUse"
                >
                  <rect width="6" height="6" fill={look.color} fillOpacity={look.pattern ? 0.45 : 1} />
                  {look.pattern ? <path d={look.pattern} stroke={look.color} strokeWidth="2" /> : null}
                </pattern>
              );
            })}
          </defs>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="label"
            tickLine={false}
            axisLine={false}
            tick={{ fill: "var(--text-3)", fontSize: 11 }}
            tickMargin={8}
            interval="preserveStartEnd"
            minTickGap={16}
          />
          <YAxis
            domain={domain}
            ticks={niceTicks(domain, 4)}
            tickFormatter={tick}
            tickLine={false}
            axisLine={false}
            tick={{ fill: "var(--text-3)", fontSize: 11 }}
            width="auto"
          />
          <Tooltip
            cursor={{ fill: "var(--sunken)" }}
            isAnimationActive={false}
            content={({ active, label: name }) => {
              const row = active ? rows.find((each) => each.label === name) : undefined;
              return row ? (
                <ChartTip
                  title={row.label}
                  lines={series.map((each, index) => ({
                    index,
                    name: each.label,
                    text: write(row.values[each.key]),
                  }))}
                />
              ) : null;
            }}
          />
          {series.map((each, index) => (
            <Bar
              key={each.key}
              dataKey={(row: BarRow) => row.values[each.key] ?? null}
              name={each.label}
              fill={`url(#${patternId}${index})`}
              isAnimationActive={false}
              maxBarSize={36}
              {...(stacked ? { stackId: "all" } : {})}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}

type NumbersTableProps = {
  label: string;
  rowName: string;
  series: BarSeriesProps["series"];
  rows: readonly BarRow[];
  write: (value: number | null | undefined) => string;
};

function NumbersTable({ label, rowName, series, rows, write }: NumbersTableProps) {
  return (
    <Table label={label} keepColumns>
      <TableHead>
        <Th>{rowName}</Th>
        {series.map((each) => (
          <Th key={each.key} numeric>
            {each.label}
          </Th>
        ))}
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <Tr key={row.label}>
            <Td>{row.href ? <Link href={row.href}>{row.label}</Link> : row.label}</Td>
            {series.map((each) => (
              <Td key={each.key} numeric>
                {write(row.values[each.key])}
              </Td>
            ))}
          </Tr>
        ))}
      </TableBody>
    </Table>
  );
}
