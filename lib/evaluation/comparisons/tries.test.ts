import { describe, expect, it, test } from "vitest";
import { notWorse } from "#statistics";
import { seededRandom } from "#platform/random";
import { SuiteContent } from "../suites/schema.ts";
import type { LightCase } from "./load.ts";
import { decideTries } from "./tries.ts";

/** What one try made of an example; null: the call failed, "unjudged": nobody could say, "open": never called. */
type Answer = number | null | "unjudged" | "open";

const suite = (direction: "higher" | "lower" = "higher") =>
  SuiteContent.parse({
    evaluators: [{ key: "accuracy", name: "Accuracy", kind: "exact", config: {}, direction }],
    primaryMetric: "accuracy",
  });

function run(answers: readonly Answer[], direction?: "higher" | "lower") {
  const cases = new Map(
    answers.map((answer, place): [string, LightCase] => [
      `e${place}`,
      {
        caseId: `c${place}`,
        exampleId: `e${place}`,
        contentHash: `e${place}`,
        position: place,
        status: answer === null ? "failed" : answer === "open" ? "cancelled" : "succeeded",
        isPassed: null,
        outputHash: "",
        isAnswered: answer !== null && answer !== "open",
        scores: new Map(typeof answer === "number" ? [["accuracy", answer]] : []),
        latencyMs: null,
        costUsd: null,
        carbonGrams: null,
      },
    ]),
  );
  return { suite: suite(direction), cases };
}
const repeat = <Value>(count: number, value: Value): Value[] => Array.from({ length: count }, () => value);
const once = { candidate: 1, baseline: 1 };

describe("a decision over all tries", () => {
  it("is the comparison's own where there is one try and nothing failed", () => {
    const right = repeat(200, 1);
    const { looks, confidence, decision, misses } = decideTries([run(right)], [run(right)], once);
    expect({ looks, confidence, misses }).toEqual({ looks: 1, confidence: 0.95, misses: 0 });
    expect(decision).toMatchObject({ pairs: 200, change: 0 });
    expect(decision && notWorse(decision, 0.02)).toBe("met");
  });

  it("counts what the candidate failed or nobody could judge as the worst the scale has", () => {
    const before = [run(repeat(200, 1))];
    for (const lost of [null, "unjudged"] as const) {
      const { decision, own, misses } = decideTries(
        [run([...repeat(4, lost), ...repeat(196, 1)])],
        before,
        once,
      );
      expect(misses).toBe(4);
      expect(own?.value).toBeCloseTo(0.98, 12);
      expect(decision).toMatchObject({ pairs: 200, worse: 4 });
      expect(decision && notWorse(decision, 0.02)).toBe("not_shown");
    }
    const fewer = decideTries([run([null, 0, 0.5], "lower")], [run([0, 0, 0.5], "lower")], once);
    expect(fewer.own?.value).toBe(0.5);
    expect(fewer.decision).toMatchObject({ worse: 1, better: 0 });
  });

  it("leaves out what the baseline could not answer: it argues for neither", () => {
    const { decision } = decideTries([run([1, 1, null])], [run([null, "unjudged", null])], once);
    expect(decision?.pairs).toBe(0);
  });

  it("takes the mean of the tries of a case, of stopped runs too, and asks more confidence for every look", () => {
    const tries = [run([1, 1]), run([0, "open"])];
    const { own, decision, looks, confidence } = decideTries(tries, [run([1, 0]), run([0, 0])], {
      candidate: 2,
      baseline: 2,
    });
    expect(own?.value).toBe(0.75);
    expect(decision?.change).toBeCloseTo((0 + 1) / 2, 12);
    expect(looks).toBe(3);
    expect(confidence).toBeCloseTo(1 - 0.05 / 9, 12);
  });
});

const repetitions = 1_000;
const allowed = 0.025 + 3 * Math.sqrt((0.025 * 0.975) / repetitions);
/** What the version in use answered, and how each try of a truly worse candidate comes out. */
type Example = { before: 0 | 1; after: () => Answer };
type Truth = { name: string; draw: (random: () => number, loss: number) => Example };

const truths: Truth[] = [
  {
    name: "loses now here, now there",
    draw: (random, loss) => ({ before: 1, after: () => (random() < loss ? 0 : 1) }),
  },
  {
    name: "loses every other time on some cases",
    draw: (random, loss) => {
      const chance = random() < 2 * loss ? 0.5 : 0;
      return { before: 1, after: () => (random() < chance ? 0 : 1) };
    },
  },
  {
    name: "fails now here, now there",
    draw: (random, loss) => ({ before: 1, after: () => (random() < loss ? null : 1) }),
  },
  {
    name: "gains a tenth and loses more",
    draw: (random, loss) =>
      random() < 0.2
        ? { before: 0, after: () => (random() < 0.5 ? 1 : 0) }
        : { before: 1, after: () => (random() < (loss + 0.1) / 0.8 ? 0 : 1) },
  },
];

/** Share of samples in which one of five tries passes "not worse", each try looked at. */
function passRate({ draw }: Truth, { cases, margin }: { cases: number; margin: number }) {
  const random = seededRandom(cases);
  let passed = 0;
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    const examples = Array.from({ length: cases }, () => draw(random, margin + 0.001));
    const baseline = run(examples.map(({ before }) => before));
    const seen: ReturnType<typeof run>[] = [];
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      seen.unshift(run(examples.map(({ after }) => after())));
      const { decision } = decideTries(seen, [baseline], { candidate: attempt, baseline: 1 });
      if (!decision || notWorse(decision, margin) !== "met") continue;
      passed += 1;
      break;
    }
  }
  return passed / repetitions;
}

describe("a candidate that is truly worse by more than the margin passes in at most 2.5 % of samples", () => {
  test.each(truths)("in one of five tries of 100 cases: $name", { timeout: 90_000 }, (truth) => {
    expect(passRate(truth, { cases: 100, margin: 0.1 })).toBeLessThanOrEqual(allowed);
  });

  test("in one of five tries of 200 cases, by failing, within a margin of 2 %", { timeout: 90_000 }, () => {
    const failing = truths.find(({ name }) => name.startsWith("fails"));
    expect(failing && passRate(failing, { cases: 200, margin: 0.02 })).toBeLessThanOrEqual(allowed);
  });
});
