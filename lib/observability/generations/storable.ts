import type { Generation } from "./schema.ts";
import type { Span } from "../traces/schema.ts";
import type { TelemetryBatch } from "../store/telemetry-store.ts";

/** A generation with its spans, ready to be stored. */
export type StorableGeneration = {
  projectId: string;
  generation: Generation;
  endUserHash?: string | null;
  spans: Span[];
};

export function batchOf(items: readonly StorableGeneration[]): TelemetryBatch {
  return {
    generations: items,
    spans: items.flatMap(({ projectId, spans }) => spans.map((span) => ({ projectId, span }))),
  };
}
