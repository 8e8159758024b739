import { expect, it } from "vitest";
import type { SpanNode } from "#schema/observability";
import { waterfallRows } from "./waterfall-rows.ts";

const at = (ms: number) => new Date(Date.UTC(2026, 10, 23) + ms);
const span = (name: string, startMs: number, durationMs: number, children: SpanNode[] = []): SpanNode => ({
  traceId: "t",
  spanId: name,
  parentSpanId: null,
  generationId: null,
  name,
  kind: "internal",
  startedAt: at(startMs),
  offsetMs: startMs,
  durationMs,
  status: "ok",
  statusMessage: null,
  attributes: { "gen_ai.usage.input_tokens": 3, text: "x" },
  events: [],
  children,
});

it("draws children below their parent at their share of the trace", () => {
  const rows = waterfallRows({
    durationMs: 100,
    roots: [span("root", 0, 100, [span("a", 10, 20), span("b", 40, 60, [span("c", 50, 5)])])],
  });
  expect(rows.map(({ name, depth, offset, width }) => [name, depth, offset, width])).toEqual([
    ["root", 0, 0, 1],
    ["a", 1, 0.1, 0.2],
    ["b", 1, 0.4, 0.6],
    ["c", 2, 0.5, 0.05],
  ]);
  expect(rows[0]?.attributes).toEqual([
    ["gen_ai.usage.input_tokens", "3"],
    ["text", "x"],
  ]);
});

it("keeps bars inside, also of a trace without length and of a span that outlasts it", () => {
  const rows = waterfallRows({
    durationMs: 0,
    roots: [span("root", 0, 0), span("late", 50, 10)],
  });
  for (const { offset, width } of rows) {
    expect(offset + width).toBeLessThanOrEqual(1.000001);
    expect(width).toBeGreaterThanOrEqual(0);
  }
});
