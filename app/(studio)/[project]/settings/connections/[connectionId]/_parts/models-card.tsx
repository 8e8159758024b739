import type { ConnectionKind, Model, NumberRange } from "#schema/models";
import { formatNumber, formatValue } from "#platform/format";
import { priceListDate, priceListSource } from "#constants/models";
import { methodName } from "#schema/sustainability";
import { EmptyState } from "#states/empty-state";
import { Card, CardFooter, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { type Column, Table } from "#ui/table";
import { EditModel } from "./edit-model.client.tsx";

type ModelsCardProps = {
  project: string;
  connectionId: string;
  kind: ConnectionKind;
  models: Model[];
  canEdit: boolean;
};

/** The models a connection offers, with the figures cost and carbon are computed from, and who states them. */
export function ModelsCard({ project, connectionId, kind, models, canEdit }: ModelsCardProps) {
  const canAdd = canEdit && kind !== "local";
  return (
    <Card>
      <CardHeader
        title="Models"
        note="prices in USD per million tokens"
        actions={canAdd ? <EditModel project={project} connectionId={connectionId} /> : null}
      />
      {models.length === 0 ? (
        <EmptyState title="No models yet">
          Name the models this connection shall offer, spelled as the provider spells them.
        </EmptyState>
      ) : (
        <Table
          name="models"
          label="Models"
          columns={columns(project, connectionId, canEdit)}
          rows={models}
          rowKey={({ id }) => id}
          isWhole
        />
      )}
      <CardFooter>
        “—” is not known: its cost or carbon is then left out, never counted as 0; a part without a price of
        its own is charged as input or output. The price list is {priceListSource} of {priceListDate}, with
        corrections dated beside their models; sizes are {methodName}&apos;s.
      </CardFooter>
    </Card>
  );
}

function columns(project: string, connectionId: string, canEdit: boolean): Column<Model>[] {
  return [
    {
      key: "model",
      head: "Model",
      className: "font-mono text-sm",
      sort: ({ name }) => name,
      cell: ({ name, isEnabled }) => (
        <>
          {name} {isEnabled ? null : <Chip>switched off</Chip>}
        </>
      ),
    },
    {
      key: "context",
      head: "Context",
      numeric: true,
      sort: ({ contextTokens }) => contextTokens,
      cell: ({ contextTokens }) => formatNumber(contextTokens),
    },
    price("input", "Input", ({ inputPrice }) => inputPrice),
    { ...price("cached", "Cached input", ({ cachedInputPrice }) => cachedInputPrice), mobile: "hide" },
    { ...price("write", "Cache write", ({ cacheWritePrice }) => cacheWritePrice), mobile: "hide" },
    price("output", "Output", ({ outputPrice }) => outputPrice),
    {
      key: "parameters",
      head: "Parameters",
      numeric: true,
      sort: ({ totalParametersBillions }) => totalParametersBillions?.high,
      cell: formatParameters,
    },
    {
      key: "source",
      head: "Stated by",
      className: "max-w-72 text-sm text-text-2",
      mobile: "hide",
      cell: ({ source, sourceDate }) => (sourceDate ? `${source}, ${sourceDate}` : source),
    },
    {
      key: "actions",
      head: <span className="sr-only">Actions</span>,
      label: "Actions",
      className: "text-right",
      mobile: "aside",
      cell: (model) =>
        canEdit ? <EditModel project={project} connectionId={connectionId} model={model} /> : null,
    },
  ];
}

function price(key: string, head: string, of: (model: Model) => number | null): Column<Model> {
  return { key, head, numeric: true, sort: of, cell: (model) => formatPrice(of(model)) };
}

function formatPrice(price: number | null): string {
  return price === null ? "—" : `$${formatValue(price, 4)}`;
}

/** "8 B", "3 of 30 B", "40 to 112 B". */
function formatParameters({
  activeParametersBillions: active,
  totalParametersBillions: total,
}: Model): string {
  if (!total) return "—";
  if (active && active.high !== total.high) return `${formatRange(active)} of ${formatRange(total)} B`;
  return `${formatRange(total)} B`;
}

function formatRange({ low, high }: NumberRange): string {
  return low === high ? formatValue(low) : `${formatValue(low)} to ${formatValue(high)}`;
}
