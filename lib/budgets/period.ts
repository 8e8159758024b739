import type { BudgetPeriod } from "./constants.ts";

const minuteMs = 60_000;

/** The calendar period in UTC that a moment lies in: [startsAt, endsAt). Pure. */
export function periodAt(period: BudgetPeriod, at: Date): { startsAt: Date; endsAt: Date } {
  switch (period) {
    case "minute": {
      const start = Math.floor(at.getTime() / minuteMs) * minuteMs;
      return { startsAt: new Date(start), endsAt: new Date(start + minuteMs) };
    }
    case "day":
      return { startsAt: dayOf(at, 0), endsAt: dayOf(at, 1) };
    case "month":
      return { startsAt: monthOf(at, 0), endsAt: monthOf(at, 1) };
    default:
      return period satisfies never;
  }
}

const dayOf = (at: Date, later: number) =>
  new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() + later));
const monthOf = (at: Date, later: number) =>
  new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + later, 1));
