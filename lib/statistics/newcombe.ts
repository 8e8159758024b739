import { type Interval, wilsonInterval } from "./wilson.ts";

/** Interval of the difference of two unpaired shares, right - left: Newcombe 1998, method 10 (hybrid score). */
export function newcombeDifference(
  left: { successes: number; trials: number },
  right: { successes: number; trials: number },
  confidence = 0.95,
): Interval {
  if (left.trials === 0 || right.trials === 0) return { low: -1, high: 1 };
  const [first, second] = [left.successes / left.trials, right.successes / right.trials];
  const [from, to] = [
    wilsonInterval(left.successes, left.trials, confidence),
    wilsonInterval(right.successes, right.trials, confidence),
  ];
  const change = second - first;
  return {
    low: change - Math.hypot(second - to.low, from.high - first),
    high: change + Math.hypot(to.high - second, first - from.low),
  };
}
