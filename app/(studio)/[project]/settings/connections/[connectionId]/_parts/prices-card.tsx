import { formatMoney } from "#platform/format";
import type { PriceOverride } from "#schema/models";
import { EmptyState } from "#states/empty-state";
import { Card, CardFooter, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { Table, TableBody, TableHead, Td, Th, Tr } from "#ui/table";
import { EndPrice } from "./end-price.client.tsx";
import { SetPrice } from "./set-price.client.tsx";

type PricesCardProps = {
  project: string;
  connectionId: string;
  overrides: PriceOverride[];
  canEdit: boolean;
  now: Date;
};

/** What this project pays in place of the list, and when. Ended prices stay: they say why older calls cost what they cost. */
export function PricesCard({ project, connectionId, overrides, canEdit, now }: PricesCardProps) {
  return (
    <Card>
      <CardHeader
        title="Own prices"
        note="in place of the list, USD per million tokens"
        actions={canEdit ? <SetPrice project={project} connectionId={connectionId} /> : null}
      />
      {overrides.length === 0 ? (
        <EmptyState title="The list's prices hold">
          Where a contract says something else, set it here, from one day to another.
        </EmptyState>
      ) : (
        <Table label="Own prices">
          <TableHead>
            <Th>Models</Th>
            <Th>Holds</Th>
            <Th numeric>Input</Th>
            <Th numeric>Cached input</Th>
            <Th numeric>Cache write</Th>
            <Th numeric>Output</Th>
            <Th numeric>Thinking</Th>
            <Th>Set by</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </TableHead>
          <TableBody>
            {overrides.map((override) => (
              <Tr key={override.id}>
                <Td mobile="title" className="font-mono text-sm">
                  {override.modelPattern} <State override={override} now={now} />
                </Td>
                <Td label="holds" className="num text-sm">
                  {day(override.from)} to {override.to ? day(override.to) : "further notice"}
                </Td>
                <Td numeric label="input">
                  {formatMoney(override.inputPrice)}
                </Td>
                <Td numeric mobile="hide">
                  {formatMoney(override.cachedInputPrice)}
                </Td>
                <Td numeric mobile="hide">
                  {formatMoney(override.cacheWritePrice)}
                </Td>
                <Td numeric label="output">
                  {formatMoney(override.outputPrice)}
                </Td>
                <Td numeric mobile="hide">
                  {formatMoney(override.reasoningPrice)}
                </Td>
                <Td className="max-w-72 text-sm text-text-2" mobile="hide">
                  {override.createdByName}
                  {override.note ? `: ${override.note}` : ""}
                </Td>
                <Td className="text-right" mobile="aside">
                  {canEdit && (override.to === null || override.to > now) ? (
                    <EndPrice project={project} overrideId={override.id} pattern={override.modelPattern} />
                  ) : null}
                </Td>
              </Tr>
            ))}
          </TableBody>
        </Table>
      )}
      <CardFooter>
        A call is charged by the price that holds when it begins, and keeps its cost: a price set or ended
        later changes no call already recorded.
      </CardFooter>
    </Card>
  );
}

function State({ override: { from, to }, now }: { override: PriceOverride; now: Date }) {
  if (to !== null && (to <= now || to <= from)) return <Chip>ended</Chip>;
  return from > now ? <Chip>from {day(from)}</Chip> : <Chip tone="good">holds</Chip>;
}

/** Moments are UTC, as everywhere; the time of day is left out where it is midnight. */
function day(moment: Date): string {
  const text = moment.toISOString();
  return text.slice(11, 19) === "00:00:00" ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 16)}`;
}
