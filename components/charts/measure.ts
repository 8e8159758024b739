import {
  formatCarbon,
  formatCompact,
  formatDuration,
  formatMoney,
  formatNumber,
  formatPercent,
  formatValue,
} from "#platform/format";

/** What a chart shows; decides how its numbers are written and whether its axis starts at zero. */
export type Measure = "score" | "share" | "money" | "duration" | "carbon" | "count" | "value";

type Row = {
  write: (value: number | null | undefined) => string;
  tick: (value: number) => string;
  fromZero: boolean;
  min?: number;
  max?: number;
};

export const measures: Record<Measure, Row> = {
  score: { write: (value) => formatValue(value, 3), tick: (value) => formatValue(value, 3), fromZero: false },
  share: {
    write: (value) => formatPercent(value),
    tick: (value) => formatPercent(value),
    fromZero: false,
    min: 0,
    max: 1,
  },
  money: { write: (value) => formatMoney(value), tick: (value) => formatMoney(value), fromZero: true },
  duration: {
    write: (value) => formatDuration(value),
    tick: (value) => formatDuration(value),
    fromZero: true,
  },
  carbon: { write: (value) => formatCarbon(value), tick: (value) => formatCarbon(value), fromZero: true },
  count: { write: (value) => formatNumber(value), tick: formatCompact, fromZero: true },
  value: { write: (value) => formatValue(value, 4), tick: formatCompact, fromZero: false },
};

/** The look of the first four series: colour and, for those who can't tell colours, dash and marker. */
export const seriesLooks = [
  { color: "var(--s1)", dash: undefined, marker: "●", pattern: undefined },
  { color: "var(--s2)", dash: "6 3", marker: "■", pattern: "M0 6L6 0" },
  { color: "var(--s3)", dash: "2 3", marker: "▲", pattern: "M3 0V6" },
  { color: "var(--s4)", dash: "8 3 2 3", marker: "◆", pattern: "M0 3H6" },
] as const;

export type SeriesLook = (typeof seriesLooks)[number];

/** The look of the series at a place; from the fifth on they repeat. */
export function lookOf(index: number): SeriesLook {
  return seriesLooks[index % seriesLooks.length] ?? seriesLooks[0];
}
