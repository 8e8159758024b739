const dayMs = 86_400_000;

export type Range = { from: Date; to: Date; before: { from: Date; to: Date }; days: string[] };

/** The last `days` UTC days up to and with today, and as many before them. `to` is the first moment after. */
export function rangeOf(now: Date, days: number): Range {
  const end = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()) + dayMs;
  const from = new Date(end - days * dayMs);
  return {
    from,
    to: new Date(end),
    before: { from: new Date(end - 2 * days * dayMs), to: from },
    days: Array.from({ length: days }, (_, position) =>
      new Date(from.getTime() + position * dayMs).toISOString().slice(0, 10),
    ),
  };
}

/** The last day inside a span, for readers that count both ends. */
export function lastDay(to: Date): Date {
  return new Date(to.getTime() - 1);
}
