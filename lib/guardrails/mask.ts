import { type Context, may } from "#lib/identity";
import { AppError } from "#platform/errors";
import { detectPii } from "./pii/detect.ts";
import { placeholders } from "./pii/placeholder.ts";
import { replaceSpans } from "./pii/redact.ts";
import { type PiiType, piiTypeTable, piiTypes } from "./schema.ts";

/** Every kind but links: what a person who may not read personal data must not see. */
const maskedTypes = piiTypes.filter((type) => type !== "URL");

/** The text as this actor may read it: without the permission pii.read, personal data is a chip such as [person]. */
export function maskForRole(ctx: Context, text: string): string {
  return may(ctx, "pii.read") ? text : maskPii(text);
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

/**
 * A row with these of its fields as this person may read them. Programs act for those who made their key, who may
 * read personal data, and get it whole.
 */
export function maskFieldsForRole<Row extends object>(
  ctx: Context,
  row: Row,
  fields: readonly (keyof Row)[],
): Row {
  if (!isMasked(ctx)) return row;
  const masked = { ...row };
  for (const field of fields) masked[field] = maskWithin(row[field]) as Row[typeof field];
  return masked;
}

/**
 * Refuses a search for personal data by a person who may not read it: that something was found would tell what is
 * hidden. Throws forbidden.
 */
export function requireSearchable(ctx: Context, value: unknown): void {
  if (!isMasked(ctx) || value === undefined || value === null) return;
  if (JSON.stringify(maskWithin(value)) === JSON.stringify(value)) return;
  throw new AppError(
    "forbidden",
    "Your role may not read personal data and so cannot search for it. Search for other words.",
  );
}

const isMasked = (ctx: Context) => ctx.actor.kind === "user" && !may(ctx, "pii.read");

function maskWithin(value: unknown): unknown {
  if (typeof value === "string") return maskPii(value);
  if (Array.isArray(value)) return value.map(maskWithin);
  if (value === null || typeof value !== "object" || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskWithin(inner)]));
}
