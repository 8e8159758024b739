import {
  formatCarbon,
  formatCount,
  formatDuration,
  formatMoney,
  formatNumber,
  formatPercent,
  formatUncertainty,
} from "#platform/format";
import { paths } from "#platform/paths";
import type { UsageSummary } from "#schema/observability";
import { gridYear, methodName } from "#schema/sustainability";
import { Stat, StatStrip } from "#ui/stat";

type Props = { project: string; usage: UsageSummary; from: Date };

/** The last seven days in five numbers; each opens the calls behind it. */
export function UsageStrip({ project, usage, from }: Props) {
  const since = `from=${from.toISOString().slice(0, 10)}&simulated=false`;
  const answered = usage.count - usage.failed - usage.cancelled;
  const all = `${paths.traffic(project)}?${since}`;
  return (
    <StatStrip className="max-sm:grid-cols-2">
      <Stat
        label="Calls in 7 days"
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
        value={usage.count > 0 ? formatPercent(usage.failed / usage.count) : "—"}
        note={formatCount(usage.failed, "call")}
        href={`${all}&status=failed`}
      />
      <Stat
        label="Latency p95"
        value={formatDuration(usage.latencyP95Ms)}
        note={
          usage.latencyP50Ms === null
            ? "no answered call"
            : `p50 ${formatDuration(usage.latencyP50Ms)}, within 5 %`
        }
        href={`${all}&status=succeeded`}
      />
      <Stat
        label="Cost"
        value={usage.count > 0 ? formatMoney(usage.costUsd) : "—"}
        note={[
          usage.costUnknown > 0
            ? `without ${formatCount(usage.costUnknown, "call")} of unknown price`
            : `${formatNumber(usage.inputTokens + usage.outputTokens)} tokens`,
          ...(usage.usageEstimated > 0
            ? [`≈ in ${formatCount(usage.usageEstimated, "call")} whose provider did not count`]
            : []),
        ].join(", ")}
        href={all}
      />
      <Stat
        label="Carbon"
        value={usage.carbonGrams > 0 ? formatCarbon(usage.carbonGrams) : "—"}
        note={[
          ...(usage.carbonGrams > 0
            ? [
                `${formatUncertainty(usage.carbonGrams, { low: usage.carbonGramsLow, high: usage.carbonGramsHigh })} by ${methodName}, grids of ${gridYear}; the range is of model size and PUE alone`,
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
