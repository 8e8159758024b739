import { type Context, may } from "#lib/identity";
import { AppError } from "#platform/errors";
import { detectPii } from "./pii/detect.ts";
import { placeholders } from "./pii/placeholder.ts";
import { replaceSpans } from "./pii/redact.ts";
import { piiTypeTable, piiTypes } from "./constants.ts";
import { type PiiType } from "./schema.ts";

/** Every kind but links: what a person who may not read personal data must not see. */
const maskedTypes = piiTypes.filter((type) => type !== "URL");

/** How one actor reads what users, models, tools and reviewers wrote. */
export type Mask = { isMasking: boolean; text(text: string): string; value(value: unknown): unknown };

const whole: Mask = { isMasking: false, text: (text) => text, value: (value) => value };
const masking: Mask = { isMasking: true, text: maskText, value: maskWithin };

/**
 * The one place that decides who reads personal data: people with the permission pii.read, the studio itself, and
 * programs whose key was made by somebody who may; all others read chips such as [person] in its place.
 */
export function maskFor(ctx: Context): Mask {
  return may(ctx, "pii.read") ? whole : masking;
}

/** A row with these of its fields as this actor may read them. */
export function maskFieldsForRole<Row extends object>(
  ctx: Context,
  row: Row,
  fields: readonly (keyof Row)[],
): Row {
  const mask = maskFor(ctx);
  if (!mask.isMasking) return row;
  const masked = { ...row };
  for (const field of fields) masked[field] = mask.value(row[field]) as Row[typeof field];
  return masked;
}

/**
 * Refuses a search for personal data by an actor who may not read it: that something was found would tell what is
 * hidden. Throws forbidden.
 */
export function requireSearchable(ctx: Context, value: unknown): void {
  const mask = maskFor(ctx);
  if (!mask.isMasking || value === undefined || value === null) return;
  if (JSON.stringify(mask.value(value)) === JSON.stringify(value)) return;
  throw new AppError(
    "forbidden",
    "Your role may not read personal data and so cannot search for it. Search for other words.",
  );
}

/** Personal data, and placeholders that redaction left, as chips such as [person] or [card]. */
export function maskPii(text: string): string {
  const spans = detectPii(text, { types: maskedTypes }).map(({ type, start, end }) => ({
    start,
    end,
    placeholder: `[${piiTypeTable[type].chip}]`,
  }));
  return replaceSpans(text, spans).replace(placeholders(), (placeholder) => {
    const label = placeholder.slice(1, -1).replace(/_\d+$/, "");
    const type = piiTypes.find((known) => known === label) satisfies PiiType | undefined;
    return type ? `[${piiTypeTable[type].chip}]` : "[redacted]";
  });
}

/** A text that is JSON, such as a tool's arguments, is read as what it says: escapes would hide what stands beside them. */
function maskText(text: string): string {
  const inner = jsonWithin(text);
  if (inner === undefined) return maskPii(text);
  const masked = JSON.stringify(maskWithin(inner));
  return masked === JSON.stringify(inner) ? maskPii(text) : masked;
}

function jsonWithin(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

/** A number of fewer digits is no card, account or telephone. */
const shortestNumber = 1_000_000;

function maskWithin(value: unknown): unknown {
  if (typeof value === "string") return maskText(value);
  if (typeof value === "number" && Math.abs(value) >= shortestNumber) {
    const text = String(value);
    return maskPii(text) === text ? value : maskPii(text);
  }
  if (Array.isArray(value)) return value.map(maskWithin);
  if (value === null || typeof value !== "object" || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [maskPii(key), maskWithin(inner)]));
}
