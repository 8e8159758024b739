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

export const passedKey = "passed";

type Said = { name: string; value: number | null; isPassed: boolean | null; reason: string | null };

/** What each metric says of one answer. Several checks may be one metric: their mean, and unknown where one of them is. */
export function scoresOf(checks: CaseResult["checks"]): Map<string, Said> {
  return new Map(
    [...groupBy(checks, ({ key }) => key)].map(([key, given]) => [
      key,
      {
        name: given[0]?.name ?? key,
        value: wholeMean(given.map(({ score }) => score)),
        isPassed: given.some(({ isPassed }) => isPassed === false)
          ? false
          : given.every(({ isPassed }) => isPassed === true)
            ? true
            : null,
        reason: given.flatMap(({ reason }) => reason ?? []).join("\n") || null,
      },
    ]),
  );
}

/**
 * What every metric says of one test: the mean of its samples, and unknown where one of them is. A call that failed
 * passes nothing; of the other metrics it says nothing.
 */
export function meansOf(samples: readonly CaseResult[]): Map<string, Pick<Said, "name" | "value">> {
  const said = samples.flatMap(({ isPassed, checks }) => [
    { key: passedKey, name: "Passed", value: isPassed === null ? null : Number(isPassed) },
    ...[...scoresOf(checks)].map(([key, { name, value }]) => ({ key, name, value })),
  ]);
  return new Map(
    [...groupBy(said, ({ key }) => key)].map(([key, given]) => [
      key,
      { name: given[0]?.name ?? key, value: wholeMean(given.map(({ value }) => value)) },
    ]),
  );
}

/** Every metric of a column, the share of passed cases first, each with its 95 % interval over tests. */
export function metricsOf({ cases }: Pick<Results, "cases">, column: number): Metric[] {
  const tests = groupBy(
    cases.filter((item) => item.column === column),
    ({ test }) => test,
  );
  const found = groupBy(
    [...tests.values()].flatMap((samples) => [...meansOf(samples)]),
    ([key]) => key,
  );
  return [...found].map(([key, given]) => {
    const values = given.map(([, { value }]) => value).filter((value) => value !== null);
    const interval = values.length > 0 ? boundedMeanInterval(values) : null;
    return {
      key,
      name: given[0]?.[1].name ?? key,
      value: values.length > 0 ? mean(values) : null,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      judged: values.length,
      unjudged: given.length - values.length,
    };
  });
}

function wholeMean(values: readonly (number | null)[]): number | null {
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
