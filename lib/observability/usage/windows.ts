const dayMs = 86_400_000;

/** How days are put together: as many to a window, counted back from the last one (YYYY-MM-DD). */
export type Windows = { days: number; last: string };

/** The windows of a span. */
export function windowsOf({ to }: { to: Date }, days: number): Windows {
  return { days, last: new Date(to.getTime() - 1).toISOString().slice(0, 10) };
}

/** The last day of the window that a UTC day is in. */
export function windowEnd(day: string, { days, last }: Windows): string {
  const end = Date.parse(last);
  const back = Math.floor((end - Date.parse(day)) / dayMs / days);
  return new Date(end - back * days * dayMs).toISOString().slice(0, 10);
}
