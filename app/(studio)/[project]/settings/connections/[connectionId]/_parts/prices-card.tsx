import { formatMoney } from "#platform/format";
import type { PriceOverride } from "#schema/models";
import { EmptyState } from "#states/empty-state";
import { Card, CardFooter, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { type Column, Table } from "#ui/table";
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
        <Table
          name="own-prices"
          label="Own prices"
          columns={columns(project, canEdit, now)}
          rows={overrides}
          rowKey={({ id }) => id}
          isWhole
          sortName="prices"
        />
      )}
      <CardFooter>
        A call is charged by the price that holds when it begins, and keeps its cost: a price set or ended
        later changes no call already recorded.
      </CardFooter>
    </Card>
  );
}

function columns(project: string, canEdit: boolean, now: Date): Column<PriceOverride>[] {
  return [
    {
      key: "models",
      head: "Models",
      className: "font-mono text-sm",
      sort: ({ modelPattern }) => modelPattern,
      cell: (override) => (
        <>
          {override.modelPattern} <State override={override} now={now} />
        </>
      ),
    },
    {
      key: "holds",
      head: "Holds",
      className: "num text-sm",
      sort: ({ from }) => from,
      cell: ({ from, to }) => `${day(from)} to ${to ? day(to) : "further notice"}`,
    },
    price("input", "Input", ({ inputPrice }) => inputPrice),
    { ...price("cached", "Cached input", ({ cachedInputPrice }) => cachedInputPrice), mobile: "hide" },
    { ...price("write", "Cache write", ({ cacheWritePrice }) => cacheWritePrice), mobile: "hide" },
    price("output", "Output", ({ outputPrice }) => outputPrice),
    { ...price("thinking", "Thinking", ({ reasoningPrice }) => reasoningPrice), mobile: "hide" },
    {
      key: "by",
      head: "Set by",
      className: "max-w-72 text-sm text-text-2",
      mobile: "hide",
      cell: ({ createdByName, note }) => (note ? `${createdByName}: ${note}` : createdByName),
    },
    {
      key: "actions",
      head: <span className="sr-only">Actions</span>,
      label: "Actions",
      className: "text-right",
      mobile: "aside",
      cell: ({ id, to, modelPattern }) =>
        canEdit && (to === null || to > now) ? (
          <EndPrice project={project} overrideId={id} pattern={modelPattern} />
        ) : null,
    },
  ];
}

function price(
  key: string,
  head: string,
  of: (override: PriceOverride) => number | null,
): Column<PriceOverride> {
  return { key, head, numeric: true, sort: of, cell: (override) => formatMoney(of(override)) };
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
