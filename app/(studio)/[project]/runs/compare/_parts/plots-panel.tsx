import { listScorePairs } from "#lib/evaluation";
import type { Context } from "#lib/identity";
import { formatDuration, formatNumber } from "#platform/format";
import type { Comparison } from "#schema/evaluation";
import { Card, CardHeader } from "#ui/card";
import { Histogram } from "./histogram.tsx";

/** How scores and latencies lie, both runs over each other. */
export async function PlotsPanel({
  comparison,
  ctx,
  names,
}: {
  comparison: Comparison;
  ctx: Context;
  names: [string, string];
}) {
  const { scores, latency } = await listScorePairs(ctx, {
    baselineRunId: comparison.baseline.runId,
    candidateRunId: comparison.candidate.runId,
  });
  return (
    <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
      {scores.map(({ key, name, baseline, candidate }) => (
        <Card key={key}>
          <CardHeader title={name} note="cases by score" />
          <Histogram
            names={names}
            baseline={baseline}
            candidate={candidate}
            low={0}
            high={1}
            format={(value) => formatNumber(value, 1)}
          />
        </Card>
      ))}
      {latency.baseline.length > 0 ? (
        <Card>
          <CardHeader title="Latency" note="cases by time; the slowest 1 % in the last bar" />
          <Histogram names={names} {...latency} low={0} high={latency.high} format={formatDuration} />
        </Card>
      ) : null}
    </div>
  );
}
