import { LRUCache } from "lru-cache";
import { once } from "#platform/runtime";
import type { CounterKey } from "./statements.ts";

/** What this process last heard of a counter, with what it let through itself while the database was away. */
export type Known = { used: number; held: number; heardAt: number };

/** Far more counters than are in use at one time; one that falls out is asked for again. */
const mostCounters = 50_000;
/** A used-up limit is refused from memory for so long, so that a flood of refused calls is none for the database. */
const surelyMs = 1_000;

const counters = () => once("budgets.known", () => new LRUCache<string, Known>({ max: mostCounters }));

/** A counter's name in memory. Pure. */
export function keyOf({ budgetId, subject, periodStart }: CounterKey): string {
  return `${budgetId} ${periodStart.getTime()} ${subject}`;
}

/** Takes in what the database said. */
export function hear(counter: CounterKey & { used: number; reserved: number }): void {
  const { used, reserved } = counter;
  counters().set(keyOf(counter), { used, held: reserved, heardAt: performance.now() });
}

/** What is known of a counter; nothing used where nothing is known. */
export function knownOf(key: CounterKey): Known {
  return counters().get(keyOf(key)) ?? { used: 0, held: 0, heardAt: Number.NEGATIVE_INFINITY };
}

/** Counts here alone, while the database cannot. */
export function countHere(key: CounterKey, { used, held }: { used: number; held: number }): void {
  const before = knownOf(key);
  const after = { used: before.used + used, held: Math.max(0, before.held + held), heardAt: before.heardAt };
  counters().set(keyOf(key), after);
}

/** True where the database said a moment ago that all is used: that does not come back before the period ends. */
export function isSurelyUsedUp(key: CounterKey, amount: number): boolean {
  const { used, heardAt } = knownOf(key);
  return used >= amount && performance.now() - heardAt < surelyMs;
}
