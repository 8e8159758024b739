import type { PolicyHit } from "./schema.ts";

const dayMs = 86_400_000;

/**
 * What policies found in a span of whole UTC days: all findings, and per action one point a day, at its first moment. A
 * day without findings is known to have none, so it has 0; an action without any in the span is left out. Pure.
 */
export function hitsByDay(
  hits: readonly PolicyHit[],
  { from, to }: { from: Date; to: Date },
): { total: number; actions: { action: string; points: { at: string; value: number }[] }[] } {
  const days = (to.getTime() - from.getTime()) / dayMs;
  const byAction = Map.groupBy(hits, ({ action }) => action);
  return {
    total: hits.reduce((sum, { findings }) => sum + findings, 0),
    actions: [...byAction].map(([action, own]) => {
      const byDay = new Map(own.map(({ day, findings }) => [day, findings]));
      return {
        action,
        points: Array.from({ length: days }, (_, place) => {
          const at = new Date(from.getTime() + place * dayMs).toISOString();
          return { at, value: byDay.get(at.slice(0, 10)) ?? 0 };
        }),
      };
    }),
  };
}
