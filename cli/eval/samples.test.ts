import { describe, expect, it } from "vitest";
import { Evaluator } from "#schema/evaluation";
import { compareToBaseline } from "./baseline.ts";
import { exitCodes, gateOf } from "./gate.ts";
import { metricsOf } from "./metrics.ts";
import type { CaseResult, Results } from "./results.ts";

const accuracy = { key: "acc", name: "Accuracy", kind: "contains", config: { text: "x" } };
const demand = (more: object) => Evaluator.parse({ ...accuracy, ...more });

/** Answers that are all right; `failed` calls gave none. */
function answer(test: number, sample: number, { failed = false, latencyMs = 100 } = {}): CaseResult {
  const check = { ...accuracy, type: "contains", weight: 1, score: 1, isPassed: true, reason: null, line: 1 };
  return {
    test,
    column: 0,
    sample,
    hash: `asked ${test}`,
    description: "",
    variables: { q: test },
    reference: null,
    metadata: {},
    output: failed ? null : "x",
    error: failed ? "HTTP 503" : null,
    isPassed: !failed,
    score: failed ? null : 1,
    checks: failed ? [] : [check],
    latencyMs: failed ? null : latencyMs,
    inputTokens: failed ? null : 1,
    outputTokens: failed ? null : 1,
    file: "f.yaml",
    line: 1,
  };
}

function results(cases: CaseResult[], demands: Evaluator[] = []): Results {
  return {
    format: "valueloop-eval/1",
    name: "triage",
    file: "f.yaml",
    startedAt: "2026-11-28T00:00:00.000Z",
    durationMs: 1,
    columns: [{ prompt: "p", provider: "m" }],
    repeat: Math.max(...cases.map(({ sample }) => sample)),
    demands,
    skipped: [],
    cases,
  };
}

/** So many tests, asked so often each. */
function run(tests: number, repeat: number, of: (test: number, sample: number) => CaseResult): CaseResult[] {
  return Array.from({ length: tests * repeat }, (_, at) => of(Math.floor(at / repeat), (at % repeat) + 1));
}

describe("a demand on tests that were asked several times", () => {
  const everySecondFails = run(20, 2, (test, sample) => answer(test, sample, { failed: sample === 2 }));

  it("counts every call that failed as a miss: half of 40 is not 70 %", () => {
    const { code, sentence, summaries } = gateOf(
      results(everySecondFails, [demand({ threshold: 0.7 })]),
      null,
    );
    expect({ code, sentence }).toMatchObject({
      code: exitCodes.failed,
      sentence: expect.stringContaining("20 of 40") as string,
    });
    // 20 tests are 20 pieces of evidence, each half right.
    expect(summaries[0]).toMatchObject({
      succeeded: 20,
      failed: 20,
      evaluators: [{ examples: 20, gate: "unmet" }],
    });
  });

  it("is no clean record of safety while a call gave no answer", () => {
    expect(gateOf(results(everySecondFails, [demand({ isSafety: true })]), null).code).toBe(exitCodes.unsure);
  });

  it("reads the p95 from one call a test, not from the slowest of its calls", () => {
    let seed = 7;
    const uniform = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return (seed + 0.5) / 2_147_483_648;
    };
    const cases = run(300, 5, (test, sample) =>
      answer(test, sample, { latencyMs: -1_000 * Math.log(uniform()) }),
    );
    const quick = demand({ key: "lat", name: "Latency", kind: "latency", config: {}, threshold: 3_500 });
    const { code, summaries } = gateOf(results(cases, [quick]), null);
    // Of times with a mean of 1 s it is -ln(0.05) = 3.0 s; of the slowest of five it would be 4.6 s.
    expect(summaries[0]?.evaluators[0]?.value).toBeCloseTo(2_749, 0);
    expect(code).toBe(exitCodes.passed);
  });
});

describe("a comparison of tests that were asked several times", () => {
  const good = results(run(80, 2, answer));
  const failing = (isFailed: (sample: number) => boolean) =>
    results(run(80, 2, (test, sample) => answer(test, sample, { failed: test < 40 && isFailed(sample) })));
  const passedOf = (candidate: Results) => {
    const [column] = compareToBaseline(good, candidate).columns;
    return { ...column?.metrics.find(({ key }) => key === "passed"), verdict: column?.verdict };
  };

  it("leaves calls that failed out of the change in what passed, and names them", () => {
    const half = passedOf(failing((sample) => sample === 2));
    expect(half).toMatchObject({ change: 0, baseline: 1, candidate: 1, pairs: 80 });
    expect(half.verdict?.headline).toContain("40 of");
    const both = passedOf(failing(() => true));
    expect(both).toMatchObject({ change: 0, baseline: 1, candidate: 1, pairs: 40 });
    expect(both.verdict?.headline).toContain("80 of");
  });

  it("still has what passed where no call of this run was answered", () => {
    const none = results(run(80, 2, (test, sample) => answer(test, sample, { failed: true })));
    expect(passedOf(none)).toMatchObject({ change: null, pairs: 0, verdict: { kind: "too_few" } });
  });

  it("keeps them as misses in the share of this run that passed, and in a demand of the suite", () => {
    const half = failing((sample) => sample === 2);
    expect(metricsOf(half, 0)[0]).toMatchObject({ key: "passed", value: 0.75, judged: 80 });
    const demanded = { ...half, demands: [demand({ threshold: 0.9 })] };
    const [column] = compareToBaseline(good, demanded).columns;
    expect(column?.metrics.find(({ key }) => key === "acc")).toMatchObject({
      change: 0,
      gate: { state: "unmet" },
    });
  });

  it("takes the latency of a test only where its first call was answered", () => {
    const latency = (candidate: Results) =>
      compareToBaseline(good, candidate).columns[0]?.metrics.find(({ kind }) => kind === "latency")?.pairs;
    expect(latency(failing((sample) => sample === 1))).toBe(40);
    expect(latency(failing((sample) => sample === 2))).toBe(80);
    const demands = [demand({ key: "lat", name: "Latency", kind: "latency", config: {}, threshold: 1_000 })];
    const isFirst = failing((sample) => sample === 1);
    const [column] = compareToBaseline(good, { ...isFirst, demands }).columns;
    // A call without an answer took for ever: of 80 first ones, 40.
    expect(column?.metrics.find(({ kind }) => kind === "latency")?.gate?.state).toBe("unmet");
  });
});
