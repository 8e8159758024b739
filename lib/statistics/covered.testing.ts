import { expect } from "vitest";
import type { Coverage } from "./simulation.testing.ts";

/** The promise of every interval on screen; bench/statistics.ts says how much more than that each keeps. */
export function expectCovered(rows: readonly Coverage[]): void {
  const shown = rows.filter(({ covered }) => covered !== null);
  expect(shown.length).toBeGreaterThan(0);
  for (const { covered, error, ...row } of shown)
    expect(covered, JSON.stringify(row)).toBeGreaterThanOrEqual(0.92 - error);
  const average = shown.reduce((sum, { covered }) => sum + (covered ?? 0), 0) / shown.length;
  expect(average).toBeGreaterThanOrEqual(0.94);
}
