import { maskFieldsForRole } from "#lib/guardrails";
import { type Context, requirePermission } from "#lib/identity";
import { NotFound } from "#platform/errors";
import { telemetryStore } from "../store/open.ts";
import { GetTraceInput, type Span, type SpanNode, type Trace } from "../schema.ts";
import { generationWriter } from "./writer.ts";

const mostSpans = 10_000;

/** A trace as a tree of spans. Throws forbidden, not_found. */
export async function getTrace(ctx: Context, input: GetTraceInput): Promise<Trace> {
  requirePermission(ctx, "generation.read");
  const { traceId } = GetTraceInput.parse(input);
  const waiting = generationWriter().find(ctx.project, ({ generation }) => generation.traceId === traceId);
  const stored = await telemetryStore(ctx).readSpans(ctx.project, traceId, mostSpans);
  // Of spans that begin in one millisecond the one that ended first came first; else they stay as they were written.
  const all = [...stored, ...waiting.flatMap((item) => item.spans)]
    .map((span) => maskFieldsForRole(ctx, span, ["name", "attributes"]))
    .toSorted((a, b) => a.startedAt.getTime() - b.startedAt.getTime() || a.durationMs - b.durationMs);
  if (all.length === 0) throw new NotFound("trace");
  return buildTrace(traceId, all);
}

/** Arranges spans as a tree; a span whose parent is missing (or its own descendant) becomes a root. */
export function buildTrace(traceId: string, list: Span[]): Trace {
  const nodes = new Map(list.map((span) => [span.spanId, { ...span, children: [] as SpanNode[] }]));
  const roots: SpanNode[] = [];
  for (const node of nodes.values()) {
    const parent =
      node.parentSpanId === null || isCycle(node, nodes) ? undefined : nodes.get(node.parentSpanId);
    (parent?.children ?? roots).push(node);
  }
  const begin = Math.min(...list.map((span) => span.startedAt.getTime()));
  const end = Math.max(...list.map((span) => span.startedAt.getTime() + span.durationMs));
  const generationIds = [...new Set(list.flatMap((span) => span.generationId ?? []))];
  return { traceId, startedAt: new Date(begin), durationMs: end - begin, roots, generationIds };
}

function isCycle(node: SpanNode, nodes: Map<string, SpanNode>): boolean {
  const seen = new Set<string>();
  let current: SpanNode | undefined = node;
  while (current) {
    if (seen.has(current.spanId)) return true;
    seen.add(current.spanId);
    current = current.parentSpanId === null ? undefined : nodes.get(current.parentSpanId);
  }
  return false;
}
