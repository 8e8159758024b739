/** The trace a caller's request belongs to, and the caller's own span in it. */
export type TraceParent = { traceId: string; spanId: string };

/** Reads W3C's `traceparent` (version 00, and later ones by its first four fields); null for none and for what is not one. */
export function readTraceParent(header: string | undefined): TraceParent | null {
  const found = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/.exec(header?.trim() ?? "");
  const [, version, traceId = "", spanId = "", more] = found ?? [];
  if (!found || version === "ff" || (version === "00" && more !== undefined)) return null;
  // A trace or a span of zeros only is none.
  return /^0+$/.test(traceId) || /^0+$/.test(spanId) ? null : { traceId, spanId };
}
