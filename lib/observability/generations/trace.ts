import { maskFieldsForRole } from "#lib/guardrails";
import { type Context, requirePermission } from "#lib/identity";
import { NotFound } from "#platform/errors";
import { telemetryStore } from "../store/open.ts";
import { GetTraceInput, type Span, type SpanNode, type Trace } from "../traces/schema.ts";
import { generationWriter } from "./writer.ts";

const mostSpans = 10_000;

/** A trace as a tree of spans. Throws forbidden, not_found. */
export async function getTrace(ctx: Context, input: GetTraceInput): Promise<Trace> {
  requirePermission(ctx, "generation.read");
  const { traceId } = GetTraceInput.parse(input);
  // In this order: what is stored meanwhile is found twice, and not missed.
  const waiting = generationWriter().find(ctx.project, ({ generation }) => generation.traceId === traceId);
  const stored = await telemetryStore(ctx).readSpans(ctx.project, traceId, mostSpans);
  const found = new Map<string, Span>();
  for (const span of [...stored, ...waiting.flatMap((item) => item.spans)])
    found.set(span.spanId, maskFieldsForRole(ctx, span, ["name", "attributes", "statusMessage", "events"]));
  if (found.size === 0) throw new NotFound("trace");
  return buildTrace(traceId, [...found.values()]);
}

/** Arranges spans as a tree; a span whose parent is missing (or its own descendant) becomes a root. */
export function buildTrace(traceId: string, list: readonly Span[]): Trace {
  const begin = list.reduce((least, { startUs }) => Math.min(least, startUs), Infinity);
  const end = list.reduce((most, { endUs }) => Math.max(most, endUs), -Infinity);
  // Of spans that begin together the one that ended first came first.
  const inOrder = list.toSorted((a, b) => a.startUs - b.startUs || a.endUs - b.endUs);
  const nodes = new Map(inOrder.map((span) => [span.spanId, nodeOf(span, begin)]));
  const roots: SpanNode[] = [];
  for (const node of nodes.values()) {
    const parent =
      node.parentSpanId === null || isCycle(node, nodes) ? undefined : nodes.get(node.parentSpanId);
    (parent?.children ?? roots).push(node);
  }
  return {
    traceId,
    startedAt: new Date(begin / 1_000),
    durationMs: (end - begin) / 1_000,
    roots,
    generationIds: [...new Set(inOrder.flatMap((span) => span.generationId ?? []))],
  };
}

function nodeOf({ startUs, endUs, events, ...span }: Span, beginUs: number): SpanNode {
  return {
    ...span,
    startedAt: new Date(startUs / 1_000),
    offsetMs: (startUs - beginUs) / 1_000,
    durationMs: (endUs - startUs) / 1_000,
    events: events.map(({ name, atUs, attributes }) => ({
      name,
      offsetMs: (atUs - beginUs) / 1_000,
      attributes,
    })),
    children: [],
  };
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
