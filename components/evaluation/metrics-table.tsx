import { formatNumber } from "#platform/format";
import type { MetricComparison } from "#schema/evaluation";
import { intervalEnd, metricChange, sideValue, unseenCallDetail, writeP } from "#client/evaluation";
import { Card, CardFooter } from "#ui/card";
import { Chip } from "#ui/chip";
import { ForestPlot, forestMax } from "#ui/forest-plot";
import { PlainTable, TableBody, TableHead, Td, Th, Tr } from "#ui/plain-table";
import { GateChip } from "./gate-chip.tsx";

type Props = { metrics: readonly MetricComparison[]; baseline: string; candidate: string };

/** Every metric of a comparison: values, change with its interval, paired test, pairs, gate. */
export function MetricsTable({ metrics, baseline, candidate }: Props) {
  // Points of quality share one axis, percents of cost, time and carbon another: a doubled cost must not squash them.
  const axis = (isQuality: boolean) =>
    forestMax(
      metrics
        .filter((metric) => isOfQuality(metric) === isQuality)
        .map(onAxis)
        .filter((change) => change !== null),
    );
  const [qualityMax, effortMax] = [axis(true), axis(false)];
  return (
    <Card>
      <PlainTable label="Metrics" keepColumns={false}>
        <TableHead>
          <Th>Metric</Th>
          <Th numeric>{baseline}</Th>
          <Th numeric>{candidate}</Th>
          <Th numeric>Change</Th>
          <Th>95 % interval of the change</Th>
          <Th>Paired test</Th>
          <Th numeric>Better / worse / same</Th>
          <Th>Gate</Th>
        </TableHead>
        <TableBody>
          {metrics.map((metric) => (
            <MetricRow
              key={metric.key}
              metric={metric}
              max={isOfQuality(metric) ? qualityMax : effortMax}
              baseline={baseline}
              candidate={candidate}
            />
          ))}
        </TableBody>
      </PlainTable>
      {metrics.some(restsOnUnseen) ? <CardFooter>{unseenCallDetail}</CardFooter> : null}
    </Card>
  );
}

function MetricRow({
  metric,
  max,
  baseline,
  candidate,
}: {
  metric: MetricComparison;
  max: number;
  baseline: string;
  candidate: string;
}) {
  const change = onAxis(metric);
  const isQuality = isOfQuality(metric);
  return (
    <Tr>
      <Td mobile="title" className="font-medium">
        {metric.name}
        {metric.isPrimary ? <Chip className="ml-1.5 font-normal">primary</Chip> : null}
      </Td>
      <Td numeric label={baseline}>
        {sideValue(metric, "baseline")}
      </Td>
      <Td numeric label={candidate}>
        {sideValue(metric, "candidate")}
      </Td>
      <Td numeric label="Change" mobile="aside" className="font-medium">
        {metricChange(metric)}
      </Td>
      <Td label="95 % interval">
        {change ? (
          <ForestPlot
            {...change}
            max={max}
            better={betterOf(metric)}
            width={190}
            format={(value) => intervalEnd("share", value / 100)}
          />
        ) : (
          <span className="text-text-3">{metric.outcome === "too_few" ? "too few" : "—"}</span>
        )}
      </Td>
      <Td label="Test" className="text-sm text-text-2">
        {metric.test.note}
        {metric.test.adjustedP !== null && metric.test.adjustedP !== metric.test.p ? (
          <span className="text-text-3"> (Holm {writeP(metric.test.adjustedP)})</span>
        ) : null}
      </Td>
      <Td numeric label="Better / worse / same" className="text-text-2">
        {isQuality && metric.pairs > 0
          ? `${formatNumber(metric.better)} / ${formatNumber(metric.worse)} / ${formatNumber(metric.same)}`
          : ""}
      </Td>
      <Td label="Gate">{metric.gate ? <GateChip {...metric.gate} /> : null}</Td>
    </Tr>
  );
}

/** Colour says what the adjusted test says; where only the bare interval leaves zero, the plot stays neutral. */
function betterOf({ direction, outcome }: MetricComparison): 1 | -1 | 0 {
  if (outcome !== "better" && outcome !== "worse") return 0;
  return direction === "higher" ? 1 : -1;
}

function restsOnUnseen({ kind, low }: MetricComparison): boolean {
  return low !== null && (kind === "cost" || kind === "carbon");
}

function isOfQuality({ kind }: MetricComparison): boolean {
  return kind === "quality" || kind === "safety";
}

/** Where a change lies on its axis: points of a share, hundredths of a score, percent of cost, time and carbon. */
function onAxis({
  unit,
  change,
  relativeChange,
  low,
  high,
}: MetricComparison): { low: number; mid: number; high: number } | null {
  const mid = unit === "share" || unit === "score" ? change : relativeChange;
  if (mid === null || low === null || high === null) return null;
  return { low: low * 100, mid: mid * 100, high: high * 100 };
}
