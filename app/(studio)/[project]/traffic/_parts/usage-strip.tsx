import {
  formatCarbon,
  formatCount,
  formatDuration,
  formatEstimated,
  formatMoney,
  formatNumber,
  formatPercent,
  formatUncertainty,
} from "#platform/format";
import { type UsageSummary } from "#schema/observability";
import { answeredOf, costPer1000, errorRate, p95Of, p95Value, p95Words } from "#client/observability";
import { gridYear, methodName } from "#schema/sustainability";
import { Stat, StatStrip } from "#ui/stat";
import type { TrafficFilters } from "./traffic-list.ts";

type Props = {
  usage: UsageSummary;
  /** The list with one more filter. */
  hrefOf: (extra: Partial<TrafficFilters>) => string;
};

/** The calls of the scope in five numbers; each opens the calls behind it. */
export function UsageStrip({ usage, hrefOf }: Props) {
  const answered = answeredOf(usage);
  const all = hrefOf({ simulated: "false" });
  const known = usage.carbonKnown > 0;
  return (
    <StatStrip className="max-sm:grid-cols-2">
      <Stat
        label="Calls"
        value={formatNumber(usage.count)}
        note={
          usage.simulatedCount > 0
            ? `and ${formatNumber(usage.simulatedCount)} simulated, counted apart`
            : `${formatNumber(answered)} answered`
        }
        href={all}
      />
      <Stat
        label="Failed"
        value={usage.count > 0 ? formatPercent(errorRate(usage)) : "—"}
        note={formatCount(usage.failed, "call")}
        href={hrefOf({ simulated: "false", status: "failed" })}
      />
      <Stat
        label="Latency p95"
        value={p95Value(usage)}
        note={
          usage.latencyP50Ms === null
            ? "no answered call"
            : `${p95Of(usage) === null ? `p95 ${p95Words(usage)}, ` : ""}p50 ${formatDuration(usage.latencyP50Ms)}, ${errorWords(usage)}`
        }
        href={hrefOf({ simulated: "false", status: "succeeded" })}
      />
      <Stat
        label="Cost"
        value={usage.priced > 0 ? formatEstimated(formatMoney(usage.costUsd), usage.usageEstimated > 0) : "—"}
        note={[
          ...(usage.priced > 0
            ? [
                `${formatEstimated(formatMoney(costPer1000(usage)), usage.usageEstimated > 0)} per 1,000 priced calls`,
              ]
            : []),
          ...(usage.costUnknown > 0 ? [`${formatCount(usage.costUnknown, "call")} of unknown price`] : []),
          ...(usage.usageEstimated > 0
            ? [`≈ in ${formatCount(usage.usageEstimated, "call")} whose provider did not count`]
            : []),
        ].join(", ")}
        href={all}
      />
      <Stat
        label="Carbon"
        value={known ? formatEstimated(formatCarbon(usage.carbonGrams), usage.usageEstimated > 0) : "—"}
        note={[
          ...(known
            ? [
                `${formatUncertainty(usage.carbonGrams, { low: usage.carbonGramsLow, high: usage.carbonGramsHigh })} by the method of each call's day, now ${methodName} with grids of ${gridYear}; the range is of model size and PUE only`,
              ]
            : []),
          ...(usage.carbonUnknown > 0
            ? [`without ${formatCount(usage.carbonUnknown, "call")} of unknown size`]
            : []),
        ].join(", ")}
        href={all}
      />
    </StatStrip>
  );
}

/** How near the percentiles are to the exact ones. */
export function errorWords({ latencyError }: UsageSummary): string {
  return latencyError === 0 ? "exact" : `within ${formatPercent(latencyError)}`;
}
