import fc from "fast-check";
import { beforeEach, expect, it } from "vitest";
import { forget } from "#platform/runtime";
import { takeToken } from "./token-bucket.ts";

beforeEach(() => forget("platform.buckets"));

/** How many of so many requests at one moment pass. */
function passed(name: string, perMinute: number, nowMs: number, asked = 200): number {
  return Array.from({ length: asked }, () => isTaken(name, perMinute, nowMs)).filter(Boolean).length;
}

function isTaken(name: string, perMinute: number, nowMs: number): boolean {
  try {
    takeToken(name, perMinute, nowMs);
    return true;
  } catch {
    return false;
  }
}

it("a name that begins has a minute's worth at once, and nothing more in the same moment", () => {
  expect(passed("a", 60, 5_000)).toBe(60);
  expect(passed("one", 1, 5_000)).toBe(1);
  expect(passed("b", 60, 5_000)).toBe(60);
});

it("gives back what the time since the last request is worth, to the millisecond", () => {
  passed("a", 60, 10_000);
  expect(passed("a", 60, 10_999)).toBe(0);
  expect(passed("a", 60, 11_000)).toBe(1);
  expect(passed("a", 60, 41_000)).toBe(30);
  expect(passed("a", 60, 41_000)).toBe(0);
});

it("saves up a minute's worth and no more, however long a name was silent", () => {
  passed("a", 60, 0);
  expect(passed("a", 60, 24 * 3_600_000)).toBe(60);
});

it("takes no token away when a clock goes back", () => {
  takeToken("a", 60, 60_000);
  expect(passed("a", 60, 0)).toBe(59);
});

it("says how long to wait, and that is long enough and no longer", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6_000 }),
      fc.integer({ min: 0, max: 5_000 }),
      (perMinute, later) => {
        forget("platform.buckets");
        passed("a", perMinute, 0, perMinute);
        let waitMs = 0;
        try {
          takeToken("a", perMinute, later);
          return;
        } catch (error) {
          expect(error).toMatchObject({ code: "rate_limited", details: { perMinute } });
          waitMs = (error as { details: { retryAfterMs: number } }).details.retryAfterMs;
        }
        expect(waitMs).toBeGreaterThan(0);
        expect(waitMs).toBeLessThanOrEqual(60_000 / perMinute + 1);
        // A hundredth of a millisecond is lost in sums of fractions.
        expect(isTaken("a", perMinute, later + waitMs + 0.01)).toBe(true);
      },
    ),
  );
});

it("says the wait in whole seconds, rounded up", () => {
  passed("a", 20, 0, 20);
  expect(() => takeToken("a", 20, 0)).toThrow("At most 20 requests a minute. Wait 3 s and try again.");
  expect(() => takeToken("a", 20, 1_500)).toThrow("Wait 2 s");
});

it("has no limit where none is set", () => {
  expect(passed("a", 0, 0, 500)).toBe(500);
});

it("keeps at most 50,000 names, and forgets the one unused longest rather than grow", () => {
  expect(passed("busy", 60, 0)).toBe(60);
  expect(passed("idle", 60, 0)).toBe(60);
  for (let name = 0; name < 49_997; name += 1) takeToken(`n${name}`, 60, 0);
  // All 50,000 places but one are taken; the busy name was used last, the idle one is the oldest.
  expect(isTaken("busy", 60, 0)).toBe(false);
  takeToken("last", 60, 0);
  takeToken("one more", 60, 0);
  expect(isTaken("busy", 60, 0)).toBe(false);
  expect(passed("idle", 60, 0)).toBe(60);
});

it("says in how many seconds all of it is back", () => {
  expect(takeToken("whole", 60, 0)).toEqual({ perMinute: 60, remaining: 59, resetS: 1 });
  for (let call = 0; call < 28; call += 1) takeToken("whole", 60, 0);
  expect(takeToken("whole", 60, 0)).toEqual({ perMinute: 60, remaining: 30, resetS: 30 });
  // Half a second gives half of one back.
  expect(takeToken("whole", 60, 500)).toEqual({ perMinute: 60, remaining: 29, resetS: 31 });
});
