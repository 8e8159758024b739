import { shiftSystemClock, systemClock } from "#platform/clock";

export const dayMs = 24 * 60 * 60 * 1000;
const hourMs = dayMs / 24;

/** Something that happens over weeks: it yields the moment of its next act and goes on when the clock has got there. */
export type Timeline<Result = void> = AsyncGenerator<Date, Result, void>;

/** The month that the seed goes through. */
export type Calendar = {
  /** The true moment at which the seed began: nothing is planned after it. */
  end: Date;
  /** An hour (UTC) of the day so many days ago, but no later than `end`. */
  at(daysAgo: number, hour: number, minute?: number): Date;
};

export function makeCalendar(end = new Date()): Calendar {
  const midnight = Math.floor(end.getTime() / dayMs) * dayMs;
  return {
    end,
    at: (daysAgo, hour, minute = 0) =>
      new Date(
        Math.min(end.getTime(), midnight - daysAgo * dayMs + hour * hourMs + Math.round(minute * 60_000)),
      ),
  };
}

/** Sets the process's clock to a moment; it goes on from there. */
export function setDemoClock(moment: Date): void {
  shiftSystemClock(moment.getTime() - Date.now());
}

/** Back to the present. */
export function restoreClock(): void {
  shiftSystemClock(0);
}

/**
 * Runs several timelines at once, always the one whose next act comes first. The clock is moved from act to
 * act and never backwards: an act that takes longer than planned pushes the next one on.
 */
export async function runTimelines(timelines: Timeline[]): Promise<void> {
  const waiting: { timeline: Timeline; moment: Date }[] = [];
  const goOn = async (timeline: Timeline) => {
    const { done, value } = await timeline.next();
    if (!done) waiting.push({ timeline, moment: value });
  };
  for (const timeline of timelines) await goOn(timeline);
  for (;;) {
    waiting.sort((a, b) => a.moment.getTime() - b.moment.getTime());
    const next = waiting.shift();
    if (!next) return;
    if (next.moment > systemClock.now()) setDemoClock(next.moment);
    await goOn(next.timeline);
  }
}
