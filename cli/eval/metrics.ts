import { boundedMeanInterval, mean } from "#statistics";
import type { CaseResult, Results } from "./results.ts";

/** One metric of one column over its tests. */
export type Metric = {
  key: string;
  name: string;
  /** Mean over tests of the mean over samples; null where nothing was judged. */
  value: number | null;
  low: number | null;
  high: number | null;
  /** Tests judged, and those that could not be. */
  judged: number;
  unjudged: number;
};

/** A test's scores on one metric: one value a sample that the metric was asked of. */
export type PerTest = { hash: string; values: (number | null)[] };

export const passedKey = "passed";

/** What every metric says of each test of a column. A call that failed passes nothing; of the other metrics it says nothing. */
export function perTest(cases: readonly CaseResult[]): Map<string, { name: string; tests: PerTest[] }> {
  const metrics = new Map<string, { name: string; tests: PerTest[] }>();
  const seen = new Map<string, number>();
  for (const samples of groupBy(cases, ({ test }) => test).values()) {
    const asked = samples[0]?.hash ?? "";
    const again = seen.get(asked) ?? 0;
    seen.set(asked, again + 1);
    // Tests that ask the same are told apart by their order.
    const hash = `${asked} ${again}`;
    const add = (key: string, name: string, value: number | null) => {
      const metric = metrics.get(key) ?? { name, tests: [] };
      metrics.set(key, metric);
      const last = metric.tests.at(-1);
      if (last?.hash === hash) last.values.push(value);
      else metric.tests.push({ hash, values: [value] });
    };
    for (const { isPassed, checks } of samples) {
      add(passedKey, "Passed", isPassed === null ? null : Number(isPassed));
      for (const [key, given] of groupBy(checks, (check) => check.key)) {
        const scores = given.map(({ score }) => score);
        add(
          key,
          given[0]?.name ?? key,
          scores.includes(null) ? null : mean(scores.map((score) => score ?? 0)),
        );
      }
    }
  }
  return metrics;
}

/** Every metric of a column, the share of passed cases first, each with its 95 % interval over tests. */
export function metricsOf({ cases }: Pick<Results, "cases">, column: number): Metric[] {
  const found = perTest(cases.filter((item) => item.column === column));
  return [...found].map(([key, { name, tests }]) => {
    const values = tests.map(valueOf).filter((value) => value !== null);
    const interval = values.length > 0 ? boundedMeanInterval(values) : null;
    return {
      key,
      name,
      value: values.length > 0 ? mean(values) : null,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      judged: values.length,
      unjudged: tests.length - values.length,
    };
  });
}

/** A test's value: the mean of its samples, and unknown where one of them is. */
export function valueOf({ values }: PerTest): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === values.length ? mean(known) : null;
}

export function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
