import { failureWords } from "#constants/routes";
import { formatDuration, formatNumber } from "#platform/format";
import type { ModelTarget } from "#schema/models";
import type { TargetState } from "#schema/routes";
import { Card, CardHeader } from "#ui/card";
import { PlainTable, TableBody, TableHead, Td, Th, Tr } from "#ui/plain-table";
import { RelativeTime } from "#ui/relative-time";
import { TargetChip } from "./route-diagram.tsx";

type HealthCardProps = { states: readonly TargetState[]; nameOf: (target: ModelTarget) => string };

/** How the models of a route are doing, as this process has seen it. */
export function HealthCard({ states, nameOf }: HealthCardProps) {
  return (
    <Card>
      <CardHeader title="How its models are doing" note="as this process has seen its own calls" />
      <PlainTable label="How its models are doing">
        <TableHead>
          <Th>Model</Th>
          <Th>Circuit</Th>
          <Th numeric>Failed</Th>
          <Th numeric>At it now</Th>
          <Th numeric>First token</Th>
          <Th numeric>Whole answer</Th>
          <Th>Last failure</Th>
        </TableHead>
        <TableBody>
          {states.map((state) => (
            <Tr key={`${state.connectionId} ${state.model}`}>
              <Td mobile="title" className="max-w-60 truncate">
                {nameOf(state)}
              </Td>
              <Td mobile="aside">
                {state.calls === null && state.isOffered ? (
                  <span className="text-text-3">no breaker</span>
                ) : (
                  <TargetChip state={state} />
                )}
              </Td>
              <Td numeric label="Failed">
                {state.calls === null
                  ? "—"
                  : `${formatNumber(state.failures ?? 0)} of ${formatNumber(state.calls)}`}
              </Td>
              <Td numeric label="At it now">
                {state.waiting > 0 ? `${state.active}, ${state.waiting} wait` : state.active}
              </Td>
              <Td numeric label="First token">
                {state.firstTokenMs === null ? "—" : formatDuration(state.firstTokenMs)}
              </Td>
              <Td numeric label="Whole answer">
                {state.wholeMs === null ? "—" : formatDuration(state.wholeMs)}
              </Td>
              <Td label="Last failure" className="text-text-2">
                <LastError state={state} />
              </Td>
            </Tr>
          ))}
        </TableBody>
      </PlainTable>
    </Card>
  );
}

function LastError({ state }: { state: TargetState }) {
  const [last] = state.lastErrors;
  if (!last) return "none seen";
  return (
    <>
      {failureWords[last.errorClass]} · <RelativeTime value={last.at} />
    </>
  );
}
