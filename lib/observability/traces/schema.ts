import type { Attributes, SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { z } from "zod";

/** Something that happened within a span, as OpenTelemetry has it; in microseconds since 1970. */
export type SpanEvent = { name: string; atUs: number; attributes: Attributes };

/** A step in a trace, with OpenTelemetry's kinds, statuses and attribute names. A span may belong to no call of ours. */
export type Span = {
  traceId: string;
  spanId: string;
  parentSpanId: string | null;
  generationId: string | null;
  name: string;
  kind: Lowercase<keyof typeof SpanKind>;
  /** Microseconds since 1970. */
  startUs: number;
  endUs: number;
  status: Lowercase<keyof typeof SpanStatusCode>;
  statusMessage: string | null;
  attributes: Attributes;
  events: SpanEvent[];
};

/** A span as it is read, with the spans below it in the order they began. */
export type SpanNode = Omit<Span, "startUs" | "endUs" | "events"> & {
  startedAt: Date;
  /** Milliseconds from the trace's begin, and of the span; both to the microsecond. */
  offsetMs: number;
  durationMs: number;
  events: { name: string; offsetMs: number; attributes: Attributes }[];
  children: SpanNode[];
};

/** All spans of one trace as trees; `durationMs` is from the first begin to the last end. */
export type Trace = {
  traceId: string;
  startedAt: Date;
  durationMs: number;
  roots: SpanNode[];
  generationIds: string[];
};

export const GetTraceInput = z.object({ traceId: z.string().min(1).max(64) });
export type GetTraceInput = z.input<typeof GetTraceInput>;
