import type { SpanNode, Trace } from "#schema/observability";

/** A span on its line of the waterfall; offset and width are shares (0..1) of the trace. */
export type WaterfallRow = {
  id: string;
  name: string;
  kind: string;
  status: SpanNode["status"];
  depth: number;
  startMs: number;
  durationMs: number;
  offset: number;
  width: number;
  attributes: [string, string][];
};

/** A trace's spans from top to bottom, each below its parent, with its place in time. */
export function waterfallRows(trace: Pick<Trace, "roots" | "durationMs">): WaterfallRow[] {
  const whole = Math.max(trace.durationMs, 0.001);
  const rows: WaterfallRow[] = [];
  const visit = (span: SpanNode, depth: number) => {
    const startMs = span.offsetMs;
    rows.push({
      id: span.spanId,
      name: span.name,
      kind: span.kind,
      status: span.status,
      depth,
      startMs,
      durationMs: span.durationMs,
      offset: clamp(startMs / whole),
      width: clamp(Math.min(span.durationMs / whole, 1 - startMs / whole)),
      attributes: Object.entries(span.attributes).map(([name, value]) => [
        name,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    });
    for (const child of span.children) visit(child, depth + 1);
  };
  for (const root of trace.roots) visit(root, 0);
  return rows;
}

const clamp = (share: number) => Math.min(1, Math.max(0, share));
