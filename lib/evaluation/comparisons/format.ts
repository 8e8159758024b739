import type { MetricComparison } from "./shape.ts";

const minus = "−";

/** A number with a true minus sign, fixed digits, grouped. */
export function plain(value: number, digits: number): string {
  const text = Math.abs(value).toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return value < 0 && Number(text.replaceAll(",", "")) !== 0 ? `${minus}${text}` : text;
}

/** The same with a plus before what grew. */
export function signed(value: number, digits: number): string {
  const text = plain(value, digits);
  return value > 0 && !/^[0.,]*$/.test(text) ? `+${text}` : text;
}

/** Enough digits to read and no more: four significant ones for money. */
export function money(usd: number): string {
  if (usd === 0) return "$0";
  const digits = Math.abs(usd) >= 1 ? 2 : Math.min(8, 3 - Math.floor(Math.log10(Math.abs(usd))));
  const text = plain(usd, digits).replace(/(\.\d*?[1-9])0+$/, "$1");
  return text.startsWith(minus) ? `${minus}$${text.slice(1)}` : `$${text}`;
}

export function milliseconds(ms: number): string {
  return ms >= 1000 ? `${plain(ms / 1000, 2)} s` : `${plain(ms, ms < 10 ? 1 : 0)} ms`;
}

export function grams(value: number): string {
  return plain(value, value >= 100 ? 0 : value >= 1 ? 1 : 3);
}

export function percent(share: number, digits = 1): string {
  const text = plain(share * 100, digits);
  return `${text.replace(/\.0+$/, "")} %`;
}

/** A metric's value with its unit; "—" for nothing. */
export function metricValue(unit: MetricComparison["unit"], value: number | null): string {
  if (value === null) return "—";
  switch (unit) {
    case "share":
      return percent(value);
    case "score":
      return plain(value, 2);
    case "usd":
      return money(value);
    case "ms":
      return milliseconds(value);
    case "grams":
      return grams(value);
    default:
      return unit satisfies never;
  }
}

type Change = Pick<MetricComparison, "unit" | "change" | "relativeChange">;

/** A metric's change: points for shares, plain for scores, percent of the baseline for the rest. */
export function metricChange({ unit, change, relativeChange }: Change): string {
  if (unit === "share") return change === null ? "—" : signed(change * 100, 1).replace(/^0\.0$/, "0");
  if (unit === "score") return change === null ? "—" : signed(change, 2);
  return relativeChange === null ? "—" : `${signed(relativeChange * 100, 1)} %`;
}

/** An end of the interval of a change, in the figures `metricChange` shows, without a unit. */
export function intervalEnd(unit: MetricComparison["unit"], value: number): string {
  return unit === "score" ? plain(value, 2) : plain(value * 100, 1);
}

export function pValue(p: number): string {
  if (p < 0.001) return "p < 0.001";
  return `p = ${p < 0.1 ? p.toFixed(3) : p.toFixed(2)}`;
}
