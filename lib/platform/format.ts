import { writeDecimals, writeSignificant } from "./rounding.ts";

/** How numbers, money, carbon and time are written on every screen. Pure; "—" for nothing, never 0. */

const none = "—";
type Maybe = number | null | undefined;

const isNumber = (value: Maybe): value is number => typeof value === "number" && Number.isFinite(value);

/** Grouped: 48,210. `digits` are kept after the point. */
export function formatNumber(value: Maybe, digits = 0): string {
  if (!isNumber(value)) return none;
  return fixed(value, digits, digits);
}

/** A measured value to `significant` digits: 0.8132 -> 0.813, 48210.4 -> 48,210. Never rounded onto or past `limits`. */
export function formatValue(value: Maybe, significant = 3, limits: readonly number[] = []): string {
  if (!isNumber(value)) return none;
  if (Math.abs(value) >= 10 ** significant) return writeDecimals(value, { most: 0, limits });
  return writeSignificant(value, significant, limits);
}

/** Short for axes and tight places: 48.2k, 1.3M. */
export function formatCompact(value: Maybe): string {
  if (!isNumber(value)) return none;
  const size = Math.abs(value);
  if (size >= 1e9) return `${formatValue(value / 1e9)}B`;
  if (size >= 1e6) return `${formatValue(value / 1e6)}M`;
  if (size >= 1e4) return `${formatValue(value / 1e3)}k`;
  return formatValue(value, 4);
}

/**
 * US dollars to four significant digits: $0.00003, $1.823, $12.34.
 * Never rounded onto or past the `limits` it is compared with; never coarser than a cent below $1,000 or a dollar above, never fewer decimals than cents: $0.50, $212.40, $48,211.
 */
export function formatMoney(usd: Maybe, limits: readonly number[] = []): string {
  if (!isNumber(usd)) return none;
  if (usd === 0) return "$0";
  const digits = moneyDigits(Math.abs(usd), usd < 0 ? limits.map((limit) => -limit) : limits);
  return `${usd < 0 ? "−" : ""}$${digits}`;
}

/**
 * A share of one as a percentage: 0.905 -> 90.5 %. Not all is never 100 %, something never 0 %, and no figure is
 * rounded onto or past the `limits` (shares) it is compared with: 1,999 of 2,000 is 99.95 %.
 */
export function formatPercent(share: Maybe, digits = 1, limits: readonly number[] = []): string {
  if (!isNumber(share)) return none;
  return `${writeDecimals(share * 100, { most: digits, limits: [0, 100, ...limits.map((limit) => limit * 100)] })} %`;
}

/** A score of 0..1: 1, 0.75, 0.996; not rounded to all or nothing, nor onto the `others` it stands beside. */
export function formatScore(score: Maybe, others: readonly number[] = []): string {
  if (!isNumber(score)) return none;
  return writeDecimals(score, { most: 2, limits: [0, 1, ...others] });
}

/** An upper bound of a share, rounded up to two significant digits, so that it stays one: 0.00622 -> 0.63 %. */
export function formatPercentUp(share: Maybe): string {
  if (!isNumber(share)) return none;
  if (share <= 0 || share >= 1) return formatPercent(share);
  const unit = 10 ** (Math.floor(Math.log10(share * 100)) - 1);
  return formatPercent((Math.ceil((share * 100) / unit - 1e-9) * unit) / 100, 6);
}

/** With its sign: +4.2, −2.1, 0. Something is never 0: +0.0004. */
export function formatSigned(value: Maybe, digits = 2): string {
  if (!isNumber(value)) return none;
  const text = writeDecimals(value, { most: digits, limits: [0] });
  return text === "0" ? text : value > 0 ? `+${text}` : text;
}

/** A change of a share in percentage points: 0.042 -> +4.2 points. */
export function formatPoints(change: Maybe, digits = 1): string {
  if (!isNumber(change)) return none;
  return `${formatSigned(change * 100, digits)} points`;
}

export type CarbonInterval = { low: number; high: number };

/**
 * Grams of CO₂ equivalent with their uncertainty: 0.021 gCO₂e ± 40 %, 1.9 kgCO₂e. Never rounded onto or past the
 * `limits` (grams) it is compared with.
 */
export function formatCarbon(
  grams: Maybe,
  interval?: CarbonInterval | null,
  limits: readonly number[] = [],
): string {
  if (!isNumber(grams)) return none;
  const [size, unit] = Math.abs(grams) >= 1000 ? [1000, "kgCO₂e"] : [1, "gCO₂e"];
  const uncertainty = formatUncertainty(grams, interval);
  const inUnit = limits.map((limit) => limit / size);
  return `${formatValue(grams / size, 2, inUnit)} ${unit}${uncertainty ? ` ${uncertainty}` : ""}`;
}

/** The uncertainty only, for a line below the number: ± 40 %; empty where it is not known. */
export function formatUncertainty(grams: Maybe, interval?: CarbonInterval | null): string {
  if (!isNumber(grams) || !interval || grams <= 0) return "";
  const share = Math.max(interval.high - grams, grams - interval.low) / grams;
  return share > 0 ? `± ${fixed(share * 100, 0, 0)} %` : "";
}

/** Watt-hours or kilowatt-hours: 0.42 Wh, 1.2 kWh. */
export function formatEnergy(kwh: Maybe): string {
  if (!isNumber(kwh)) return none;
  return Math.abs(kwh) >= 1 ? `${formatValue(kwh, 2)} kWh` : `${formatValue(kwh * 1000, 2)} Wh`;
}

/** Grouped tokens: 1,204 tokens, 1 token. */
export function formatTokens(count: Maybe): string {
  if (!isNumber(count)) return none;
  return `${formatNumber(count)} ${count === 1 ? "token" : "tokens"}`;
}

/** A count with its noun: 1 case, 480 cases. */
export function formatCount(count: Maybe, one: string, many = `${one}s`): string {
  if (!isNumber(count)) return none;
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/**
 * A length of time: 26 ms, 1.41 s, 3 min 20 s, 2 h 5 min, 1.4 d. Never rounded onto or past the `limits` (ms) it is
 * compared with: 2,001 ms under a limit of 2 s is 2.001 s.
 */
export function formatDuration(ms: Maybe, limits: readonly number[] = []): string {
  if (!isNumber(ms)) return none;
  const size = Math.abs(ms);
  if (size < 999.5)
    return `${writeDecimals(ms, { most: size > 0 && size < 10 ? 1 : 0, limits: [0, ...limits] })} ms`;
  if (size < 59_950) {
    const inSeconds = limits.map((limit) => limit / 1000);
    return `${formatValue(ms / 1000, 3, inSeconds)} s`;
  }
  const isNear = limits.some((limit) => limit !== ms && Math.abs(limit - ms) < 120_000);
  if (isNear) {
    const inSeconds = limits.map((limit) => limit / 1000);
    return `${writeDecimals(ms / 1000, { most: 0, limits: inSeconds })} s`;
  }
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return pair(Math.floor(seconds / 60), "min", seconds % 60, "s");
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return pair(Math.floor(minutes / 60), "h", minutes % 60, "min");
  return `${fixed(minutes / 1440, 0, 1)} d`;
}

/** A clock of elapsed time: 0:31, 12:05, 1:02:03. */
export function formatElapsed(ms: Maybe): string {
  if (!isNumber(ms)) return none;
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const rest = String(seconds % 60).padStart(2, "0");
  const minutes = Math.floor(seconds / 60) % 60;
  const hours = Math.floor(seconds / 3600);
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** Bytes: 812 B, 1.4 MB. */
export function formatBytes(bytes: Maybe): string {
  if (!isNumber(bytes)) return none;
  const units = ["B", "kB", "MB", "GB", "TB"];
  const step =
    bytes === 0 ? 0 : Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.abs(bytes)) / 3)));
  return `${formatValue(bytes / 1000 ** step, 3)} ${units[step] ?? "B"}`;
}

type Moment = Date | string | number;

/** How long ago or how soon, seen from `now`: just now, 20 min ago, 3 h ago, in 2 d; from a month on the date. */
export function formatRelative(moment: Moment | null | undefined, now: Moment): string {
  const at = toDate(moment);
  if (!at) return none;
  const seconds = Math.round((new Date(now).getTime() - at.getTime()) / 1000);
  const size = Math.abs(seconds);
  if (size < 10) return "just now";
  if (size >= 30 * 86_400) return formatDate(at, now);
  const [count, unit] =
    size < 60
      ? [size, "s"]
      : size < 3600
        ? [Math.floor(size / 60), "min"]
        : size < 86_400
          ? [Math.floor(size / 3600), "h"]
          : [Math.floor(size / 86_400), "d"];
  return seconds > 0 ? `${count} ${unit} ago` : `in ${count} ${unit}`;
}

/** A day in UTC: Nov 12, with the year when it is not that of `now`. */
export function formatDate(moment: Moment | null | undefined, now?: Moment): string {
  const at = toDate(moment);
  if (!at) return none;
  const sameYear = now !== undefined && new Date(now).getUTCFullYear() === at.getUTCFullYear();
  return new Intl.DateTimeFormat("en-US", {
    month: "short",
    day: "numeric",
    ...(sameYear ? {} : { year: "numeric" }),
    timeZone: "UTC",
  }).format(at);
}

/** The exact moment in UTC: 2026-11-23 15:46:09 UTC. */
export function formatExact(moment: Moment | null | undefined): string {
  const at = toDate(moment);
  return at ? `${at.toISOString().slice(0, 19).replace("T", " ")} UTC` : none;
}

/** The first characters of a hash, enough to recognise it. */
export function formatHash(hash: string | null | undefined, length = 10): string {
  return hash ? hash.slice(0, length) : none;
}

function moneyDigits(size: number, limits: readonly number[]): string {
  if (size >= 1000) return writeDecimals(size, { most: 0, limits });
  if (size >= 100) return writeDecimals(size, { least: 2, most: 2, limits });
  if (size < 0.01) return writeSignificant(size, 4, limits);
  const decimals = 3 - Math.floor(Math.log10(size));
  return writeDecimals(size, { least: 2, most: Math.max(2, decimals), limits });
}

function fixed(value: number, least: number, most: number): string {
  return writeDecimals(value, { least, most });
}

function pair(first: number, firstUnit: string, second: number, secondUnit: string): string {
  return second === 0 ? `${first} ${firstUnit}` : `${first} ${firstUnit} ${second} ${secondUnit}`;
}

function toDate(moment: Moment | null | undefined): Date | null {
  if (moment === null || moment === undefined) return null;
  const at = new Date(moment);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** Marks a figure that rests on tokens nobody counted but us. */
export function formatEstimated(text: string, isEstimated: boolean | null | undefined): string {
  return isEstimated ? `≈ ${text}` : text;
}
