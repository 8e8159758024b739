import type { UsagePoint } from "#lib/observability";
import type { TimeLine } from "#charts/time-series.client";

/** A line for each of the four versions called most; more would not be told apart. Points open that day's calls. */
export function latencyLines(
  series: UsagePoint[],
  hrefOf: (point: { day: string; versionId: string | null }) => string,
): TimeLine[] {
  const calls = new Map<string, number>();
  for (const { group, count } of series) calls.set(group.key, (calls.get(group.key) ?? 0) + count);
  const most = [...calls]
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, 4)
    .map(([key]) => key);
  return most.map((key) => {
    const own = series.filter(({ group }) => group.key === key);
    const number = own[0]?.group.promptVersionNumber;
    return {
      key,
      label: number ? `v${number}` : "draft",
      points: own.map(({ day, latencyP50Ms, group }) => ({
        at: day,
        value: latencyP50Ms,
        href: hrefOf({ day, versionId: group.promptVersionId }),
      })),
    };
  });
}
