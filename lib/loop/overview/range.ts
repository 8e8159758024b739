import { spanBefore } from "#lib/observability";

const dayMs = 86_400_000;

type Span = { from: Date; to: Date };
export type Range = Span & { before: Span; days: string[] };

/** A span with the one just as long before it and the UTC days it touches, in order. */
export function rangeOf({ from, to }: Span): Range {
  const first = Math.floor(from.getTime() / dayMs);
  const last = Math.floor((to.getTime() - 1) / dayMs);
  return {
    from,
    to,
    before: spanBefore({ from, to }),
    days: Array.from({ length: Math.max(1, last - first + 1) }, (_, position) =>
      new Date((first + position) * dayMs).toISOString().slice(0, 10),
    ),
  };
}
