import { writeFileSync } from "node:fs";
import { claimsAboutTheSame } from "../lib/evaluation/comparisons/same.testing.ts";
import { measureMetrics, settle } from "../lib/evaluation/comparisons/metrics.ts";
import { Evaluator } from "../lib/evaluation/evaluators/schema.ts";
import { makeDraws, pairsNeeded } from "../lib/statistics/index.ts";
import {
  type Coverage,
  coverCostChanges,
  coverCosts,
  coverJudges,
  coverLatency,
  coverLimitedCosts,
  coverPairs,
  coverShares,
  gradedLosses,
  gradedPassRate,
  passChances,
} from "../lib/statistics/simulation.testing.ts";

import {
  coverKpis,
  coverShareChanges,
  coverShownShares,
} from "../lib/statistics/simulation-screens.testing.ts";

/** The fuller version of the simulations that `lib/statistics/simulation.test.ts` checks; writes docs/measurements/statistics.md. */
const factor = Number(process.argv[2] ?? 1);
const times = (count: number) => Math.max(50, Math.round(count * factor));
const percent = (share: number | null) => (share === null ? "too few" : (share * 100).toFixed(1));
const lines: string[] = [];
const say = (...text: string[]) => lines.push(...text);

/** One row per truth, one column per number of cases. */
function table(title: string, rows: readonly Coverage[]): void {
  const sizes = [...new Set(rows.map(({ cases }) => cases))].sort((left, right) => left - right);
  const shown = rows.flatMap(({ covered }) => (covered === null ? [] : [covered]));
  const average = shown.reduce((sum, covered) => sum + covered, 0) / shown.length;
  say(
    "",
    `### ${title}`,
    `On average ${percent(average)} %, least ${percent(Math.min(...shown))} %.`,
    "",
    `| truth | ${sizes.map((size) => `n=${size}`).join(" | ")} |`,
    `| --- | ${sizes.map(() => "---").join(" | ")} |`,
  );
  for (const [truth, of] of Map.groupBy(rows, (row) => row.truth))
    say(
      `| ${truth} | ${sizes.map((size) => percent(of.find(({ cases }) => cases === size)?.covered ?? null)).join(" | ")} |`,
    );
}

const sizes = [5, 10, 30, 50, 100];
const shares = [0.001, 0.01, 0.03, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.97, 0.99, 0.999];
const discordances = [
  [0, 0],
  [0.01, 0],
  [0.04, 0.02],
  [0.1, 0.1],
  [0.15, 0.05],
  [0.3, 0.1],
  [0.5, 0.01],
].map(([better = 0, worse = 0]) => ({ better, worse }));

say(
  "# What the statistics promise, and keep",
  "",
  "Written by `node bench/statistics.ts`; `lib/statistics/simulation.test.ts` and `lib/evaluation/comparisons/same.test.ts` check smaller versions in every `npm test`.",
  "",
  "One construction stands behind every interval and test of a mean (`boundedMeanInterval`, after Gaffke 2005): the sample with random weights and one unseen value at the worst it can be. For shares it is Clopper and Pearson's interval, for pairs it leaves 0 out exactly when McNemar's exact test does, and it has a width however alike the scores are. Costs have no limit of their own, so an unseen call is taken to cost at most 25 times the dearest seen (or as far above it as that is above the median), or what it can cost at most where that is known and less; a change of cost lets one side of the unseen pair cost nothing and the other that much. So calls that are 30 times as dear as the rest are covered however rare they are, and a change of cost takes hundreds of pairs, or a limit of tokens, to be shown. What is dearer than that and was not seen is not covered: no method can (Bahadur and Savage 1956), and every screen and the API say so beside the interval. A p95 lies between two calls of the sample; below 59 calls it has no upper end, and its change needs 72.",
  "",
  "## A candidate that is truly worse passes",
  'Chance, in per cent, of passing "not worse" when truly worse by a hair more than the margin. At most 2.5 is promised.',
  "",
  `| margin in points, better by chance | ${sizes.map((size) => `n=${size}`).join(" | ")} |`,
  `| --- | ${sizes.map(() => "---").join(" | ")} |`,
);
const truths = [0.01, 0.02, 0.03, 0.05, 0.1, 0.2].flatMap((margin) =>
  [0, 0.01, 0.05, 0.15, 0.3].map((better) => ({ margin, better, worse: better + margin + 1e-6 })),
);
const chances = sizes.map((size) => passChances(size, truths));
truths.forEach(({ margin, better }, place) =>
  say(
    `| margin ${margin * 100}, better ${better * 100} % | ${chances.map((of) => percent(of[place] ?? 0)).join(" | ")} |`,
  ),
);
for (const margin of [0.05, 0.1])
  for (const { name, draw } of gradedLosses(margin))
    say(
      `| graded, ${margin}: ${name} | ${sizes.map((cases) => percent(gradedPassRate(draw, { cases, margin, repetitions: times(4_000) }))).join(" | ")} |`,
    );
say(
  "",
  `Pairs it takes to be shown not worse where none differs: ${[0.01, 0.02, 0.03, 0.05, 0.1].map((margin) => `${margin * 100} % ${pairsNeeded({ margin })}`).join(", ")}. (At 5 % instead of 2.5 % it would be 149 for 2 %.)`,
  "",
  "## Coverage of stated 95 % intervals",
  "In per cent; above 95 is how conservative each is. Shares and pairs of shares are computed over every possible sample, the rest is drawn.",
);
table("A share", coverShares([1, 2, 5, 10, 30, 50, 100, 300], shares));
table("A paired change of a share", coverPairs([5, 10, 30, 50, 100], discordances));
table("The mean of a judge", coverJudges([3, 5, 10, 30, 50, 100, 1_000], times(4_000)));
table("Mean cost", coverCosts([5, 10, 30, 60, 100, 200, 300], times(2_000)));
table("Mean cost that cannot pass a known most", coverLimitedCosts([10, 30, 100, 300], times(2_000)));
table("Relative change of mean cost", coverCostChanges([5, 10, 30, 100, 300], times(1_000)));
table("Share on a screen, from one decision on", coverShownShares([1, 5, 10, 30, 100, 300], shares));
table(
  "Change of a share between two spans",
  coverShareChanges(
    [5, 10, 30],
    [0.01, 0.05, 0.2, 0.5, 0.9].flatMap((before) =>
      [0.01, 0.1, 0.5].map((after) => [before, after] as const),
    ),
  ),
);
const kpis = coverKpis([10, 20, 30, 60, 200], times(4_000));
table(
  "Mean of a KPI",
  kpis.filter(({ figure }) => figure === "mean of a KPI"),
);
table(
  "Change of a KPI between two spans",
  kpis.filter(({ figure }) => figure !== "mean of a KPI"),
);
const latency = coverLatency([10, 58, 59, 72, 100, 300], times(4_000));
table(
  "p95 of latency",
  latency.filter(({ figure }) => figure === "p95 of latency"),
);
table(
  "Relative change of p95",
  latency.filter(({ figure }) => figure !== "p95 of latency"),
);

say(
  "",
  "## Two runs of the same",
  "Four quality metrics, cost, latency and carbon, identical distributions: how many sentences claim any difference. At most 5 % is promised (Holm over all tests).",
  "",
);
for (const cases of [10, 30, 100]) {
  const repetitions = times(1_000);
  const { claims } = claimsAboutTheSame(cases, repetitions);
  say(`- ${cases} cases: ${claims} of ${repetitions} (${percent(claims / repetitions)} %)`);
}

const { levels, lognormal, random } = makeDraws(5);
const grade = levels([
  [1, 0.9],
  [0, 0.1],
]);
const [cost, time] = [lognormal(1), lognormal(0.5)];
const evaluators = ["accuracy", "format", "similarity", "judge"].map((key) =>
  Evaluator.parse({ key, name: key, kind: "exact", config: {} }),
);
const side = () => ({
  isAnswered: true,
  scores: new Map(evaluators.map(({ key }, place) => [key, place < 2 ? grade() : random()])),
  costUsd: cost(),
  latencyMs: time(),
  carbonGrams: cost(),
});
const pairs = Array.from({ length: 10_000 }, () => ({ baseline: side(), candidate: side() }));
const start = performance.now();
settle([
  {
    pairs,
    metrics: measureMetrics(pairs, { evaluators: evaluators, primaryMetric: "accuracy", isSimulated: false }),
  },
]);
const tookMs = performance.now() - start;
say(
  "",
  "## Speed",
  `Comparing two runs of 10,000 cases, two metrics that pass or fail, two graded with 10,000 different scores, cost, latency and carbon: ${Math.round(tookMs)} ms on one core, beside other work. By bootstraps of 10,000 draws and drawn sign flips, as before, the same took 41 s.`,
);
writeFileSync("docs/measurements/statistics.md", `${lines.join("\n")}\n`);
