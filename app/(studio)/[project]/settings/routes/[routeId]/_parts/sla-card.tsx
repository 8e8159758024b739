import { answersForP95 } from "#client/observability";
import { slaKept } from "#client/routes";
import { formatCount, formatDuration, formatMoney } from "#platform/format";
import type { RouteFigures } from "#schema/observability";
import type { RouteSla } from "#schema/routes";
import { Card, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { PlainTable, TableBody, TableHead, Td, Th, Tr } from "#ui/plain-table";

type SlaCardProps = { sla: RouteSla | undefined; figures: RouteFigures; days: number };

/** How a route's calls did in the last days, against what it promises. Nothing of a route that nobody has called. */
export function SlaCard({ sla, figures, days }: SlaCardProps) {
  if (!sla && figures.calls === 0) return null;
  const { latencyP95Ms, costUsd, answered, calls } = figures;
  const kept = slaKept(sla ?? {}, { p95Ms: latencyP95Ms, costUsd });
  return (
    <Card>
      <CardHeader
        title="How it does"
        note={`the last ${days} days: ${formatCount(calls, "call")}, ${formatCount(answered, "answer")}; simulated ones left out`}
      />
      <PlainTable label="How it does">
        <TableHead>
          <Th>Figure</Th>
          <Th numeric>Found</Th>
          <Th numeric>Promised</Th>
          <Th>Kept</Th>
        </TableHead>
        <TableBody>
          <Tr>
            <Td mobile="title">95 % of answers within</Td>
            <Td numeric label="Found">
              {latencyP95Ms === null
                ? tooFew(answered)
                : formatDuration(latencyP95Ms, sla?.p95Ms === undefined ? [] : [sla.p95Ms])}
            </Td>
            <Td numeric label="Promised">
              {formatDuration(sla?.p95Ms)}
            </Td>
            <Td mobile="aside">
              <KeptChip isKept={kept.latency} isPromised={sla?.p95Ms !== undefined} />
            </Td>
          </Tr>
          <Tr>
            <Td mobile="title">Cost of an answer, on average</Td>
            <Td numeric label="Found">
              {formatMoney(costUsd, sla?.costUsd === undefined ? [] : [sla.costUsd])}
            </Td>
            <Td numeric label="Promised">
              {formatMoney(sla?.costUsd)}
            </Td>
            <Td mobile="aside">
              <KeptChip isKept={kept.cost} isPromised={sla?.costUsd !== undefined} />
            </Td>
          </Tr>
        </TableBody>
      </PlainTable>
    </Card>
  );
}

const tooFew = (answered: number) =>
  answered === 0 ? "—" : `too few answers: ${answered} of ${answersForP95}`;

function KeptChip({ isKept, isPromised }: { isKept: boolean | null; isPromised: boolean }) {
  if (!isPromised) return <span className="text-text-3">nothing promised</span>;
  if (isKept === null) return <Chip>not known yet</Chip>;
  return (
    <Chip tone={isKept ? "good" : "bad"} sign>
      {isKept ? "kept" : "missed"}
    </Chip>
  );
}
