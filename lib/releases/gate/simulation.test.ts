import { describe, expect, test } from "vitest";
import { seededRandom } from "#platform/random";
import {
  baseline,
  comparison,
  gateEvidence,
  gateOf,
  metric,
  run,
  summaryOf,
  triesOf,
} from "./judge.testing.ts";
import { judgeGate } from "./judge.ts";
import type { Gate } from "./schema.ts";

const repetitions = 4_000;
/** Three standard errors of a share of 2.5 % over so many repetitions. */
const monteCarlo = 3 * Math.sqrt((0.025 * 0.975) / repetitions);
const sizes = [5, 10, 30, 50, 100];

/** Share of samples in which the gate lets the candidate pass whose cases truly get better and worse this often. */
function passRate(gate: Gate, cases: number, truth: { better: number; worse: number }): number {
  const random = seededRandom(cases * 1_000 + Math.round(truth.worse * 10_000));
  const known = new Map<string, boolean>();
  let passed = 0;
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    let [better, worse] = [0, 0];
    for (let place = 0; place < cases; place += 1) {
      const drawn = random();
      if (drawn < truth.worse) worse += 1;
      else if (drawn < truth.worse + truth.better) better += 1;
    }
    const key = `${better} ${worse}`;
    let passes = known.get(key);
    if (passes === undefined) {
      passes = decides(gate, { better, worse, same: cases - better - worse });
      known.set(key, passes);
    }
    if (passes) passed += 1;
  }
  return passed / repetitions;
}

function decides(gate: Gate, pairs: { better: number; worse: number; same: number }): boolean {
  const cases = pairs.better + pairs.worse + pairs.same;
  const size = { totalCases: cases, summary: summaryOf(cases) };
  const primary = metric(pairs);
  const against = comparison({ baseline: baseline(size), primary, pairs: cases, answeredPairs: cases });
  const candidate = run({ ...size, overTries: triesOf(primary) });
  return judgeGate(gate, gateEvidence({ run: candidate, comparison: against })).status === "met";
}

/** The least a gate can ask for, so that the rule is proven of every gate. */
const least = { leastCases: 10 };
const notWorseBy = (margin: number) => gateOf({ kind: "suite_passed", margin, thresholds: "ignored" }, least);

describe("a candidate that is truly worse by more than the margin passes in at most 2.5 % of all samples", () => {
  const rows = sizes.flatMap((cases) =>
    [0.02, 0.05, 0.1].flatMap((margin) => [0, 0.05, 0.15].map((noise) => ({ cases, margin, noise }))),
  );
  test.each(rows)(
    "of $cases cases, margin $margin, $noise of them better by chance",
    ({ cases, margin, noise }) => {
      // Just past the margin is where a wrong pass is most likely.
      const worse = margin + noise + 0.001;
      expect(passRate(notWorseBy(margin), cases, { better: noise, worse })).toBeLessThanOrEqual(
        0.025 + monteCarlo,
      );
    },
  );

  test.each(sizes)("five points worse of %i cases, in at most 2.5 %", (cases) => {
    expect(passRate(notWorseBy(0.02), cases, { better: 0, worse: 0.05 })).toBeLessThanOrEqual(
      0.025 + monteCarlo,
    );
  });
});

test.each(sizes)("a candidate that is no better passes 'better' in at most 2.5 %, of %i cases", (cases) => {
  const gate = gateOf({ kind: "suite_passed", requires: "better", thresholds: "ignored" }, least);
  for (const share of [0.05, 0.2, 0.5])
    expect(passRate(gate, cases, { better: share / 2, worse: share / 2 })).toBeLessThanOrEqual(
      0.025 + monteCarlo,
    );
});

test("a good candidate does pass where there are cases enough", () => {
  const gate = notWorseBy(0.05);
  expect(passRate(gate, 100, { better: 0.02, worse: 0 })).toBeGreaterThan(0.95);
  expect(passRate(gate, 50, { better: 0, worse: 0 })).toBe(0);
  const better = gateOf({ kind: "suite_passed", requires: "better", thresholds: "ignored" }, least);
  expect(passRate(better, 100, { better: 0.15, worse: 0.02 })).toBeGreaterThan(0.8);
});

test("nothing passes on fewer cases than the gate asks for", () => {
  const gate = gateOf({ kind: "suite_passed", margin: 1, thresholds: "ignored" });
  expect(decides(gate, { better: 49, worse: 0, same: 0 })).toBe(false);
  expect(decides(gate, { better: 50, worse: 0, same: 0 })).toBe(true);
});
