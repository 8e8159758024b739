import { AppError } from "./errors.ts";

/** Only a text with one of these can hold a number that changes when it is read; most texts are spared the second look. */
const suspicious = /[\d.]{16,}|\d[eE][+-]?\d{3}/;

/**
 * JSON.parse, but for numbers: one whose digits would change, and one too large or too small for a number at all, are
 * refused with the field they stand in. Throws SyntaxError for what
 * is no JSON, AppError invalid_input for such a number.
 */
export function parseJsonExactly(text: string): unknown {
  // Read as usual first: the second way costs several times as much.
  const value = JSON.parse(text) as unknown;
  if (suspicious.test(text)) refuseLostDigits(text);
  return value;
}

/**
 * True when reading this JSON number gives other digits: `9007199254740993`, `0.1234567890123456789`, or infinity or
 * nothing: `1e400`, `1e-400`. A fraction that a program wrote with more digits than it needs is the same number.
 */
export function losesDigits(source: string): boolean {
  const value = Number(source);
  if (!Number.isFinite(value)) return true;
  const written = decimalOf(source);
  const kept = decimalOf(String(value));
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) {
    if (written.digits === kept.digits || written.digits === "") return written.digits !== kept.digits;
    const places = written.digits.length;
    return value === 0 || places > 100 || decimalOf(value.toPrecision(places)).digits !== written.digits;
  }
  // Beyond what is safe the whole part itself is rounded, whatever fraction follows it.
  return written.digits !== kept.digits || written.exponent !== kept.exponent;
}

class LostNumber {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

type SourceReviver = (key: string, value: unknown, context?: { source?: string }) => unknown;

function refuseLostDigits(text: string): void {
  // Not in TypeScript's own types yet. A browser without it gives no context, and the server looks again.
  const parse: (text: string, reviver: SourceReviver) => unknown = JSON.parse;
  let isLost = false;
  const marked = parse(text, (_key, value, context) => {
    if (typeof value !== "number" || context?.source === undefined || !losesDigits(context.source))
      return value;
    isLost = true;
    return new LostNumber(context.source);
  });
  const lost = isLost ? findLost(marked, "") : null;
  if (!lost) return;
  throw new AppError(
    "invalid_input",
    `${lost.path === "" ? "" : `${lost.path}: `}the number ${lost.source.slice(0, 40)} has more digits than a JSON number keeps; send it as a text, in quotes.`,
    { details: { path: lost.path, number: lost.source.slice(0, 400) } },
  );
}

function findLost(value: unknown, path: string): { path: string; source: string } | null {
  if (value instanceof LostNumber) return { path, source: value.source };
  if (typeof value !== "object" || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const found = findLost(inner, path === "" ? key : `${path}.${key}`);
    if (found) return found;
  }
  return null;
}

/** A number's significant digits and the power of ten behind them; both ways of writing one number give the same. */
function decimalOf(source: string): { digits: string; exponent: number } {
  const [mantissa = "", power = "0"] = source.toLowerCase().replace("-", "").split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const kept = digits.replace(/0+$/, "");
  return {
    digits: kept,
    exponent: kept === "" ? 0 : Number(power) - fraction.length + digits.length - kept.length,
  };
}
