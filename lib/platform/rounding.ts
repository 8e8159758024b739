/**
 * The one rule of rounding: what is printed lies on the same side of a limit as what was measured, and on the limit
 * only when it is the limit. 1,999 of 2,000 is 99.95 %, not 100 %; p = .0496 and .0504 are not both 0.05.
 */

/** Closer than this is the limit itself: what is left over by floating point. */
const tolerance = 1e-9;
const mostExtra = 10;

/**
 * A number with `least` to `most` decimals, and as many more as it takes to stay on its side of every limit. Grouped,
 * with the true minus sign; never "−0".
 */
export function writeDecimals(
  value: number,
  { least = 0, most, limits = [] }: { least?: number; most: number; limits?: readonly number[] },
): string {
  return writeApart(value, limits, (extra) =>
    formatter(least + (extra > 0 ? most - least + extra : 0), most + extra),
  );
}

/** The same by significant digits: 0.8132 -> 0.813. */
export function writeSignificant(value: number, digits: number, limits: readonly number[] = []): string {
  return writeApart(value, limits, (extra) => significantFormatter(digits + extra));
}

function writeApart(
  value: number,
  limits: readonly number[],
  formatterOf: (extra: number) => Intl.NumberFormat,
): string {
  const apart = limits.filter((limit) => Math.abs(value - limit) > tolerance);
  let text = "";
  for (let extra = 0; extra <= mostExtra; extra += 1) {
    text = formatterOf(extra).format(value);
    const printed = Number(text.replaceAll(",", ""));
    if (apart.every((limit) => (value > limit ? printed > limit : printed < limit))) break;
  }
  return text.replace(/^-(0(?:\.0+)?)$/, "$1").replace("-", "−");
}

/**
 * Limits on both sides of a number that a person set: with them it is written as it was set, so that 0.125 % is not
 * 0.1 %.
 */
export function asSet(limit: number): number[] {
  return [limit * (1 - 1e-6), limit * (1 + 1e-6)];
}

const formatters = new Map<string, Intl.NumberFormat>();

function formatter(least: number, most: number): Intl.NumberFormat {
  return kept(`${least} ${most}`, { minimumFractionDigits: least, maximumFractionDigits: most });
}

function significantFormatter(digits: number): Intl.NumberFormat {
  return kept(`s${digits}`, { maximumSignificantDigits: digits });
}

/** Making a formatter costs a hundred times what using it does. */
function kept(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const known = formatters.get(key) ?? new Intl.NumberFormat("en-US", options);
  formatters.set(key, known);
  return known;
}
