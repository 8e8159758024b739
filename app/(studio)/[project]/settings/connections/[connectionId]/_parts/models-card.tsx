import type { ConnectionKind, Model, NumberRange } from "#schema/models";
import { formatNumber, formatValue } from "#platform/format";
import { priceListDate, priceListSource } from "#schema/models";
import { methodName } from "#schema/sustainability";
import { EmptyState } from "#states/empty-state";
import { Card, CardFooter, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { Table, TableBody, TableHead, Td, Th, Tr } from "#ui/table";
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
        <Table label="Models">
          <TableHead>
            <Th>Model</Th>
            <Th numeric>Context</Th>
            <Th numeric>Input</Th>
            <Th numeric>Cached input</Th>
            <Th numeric>Cache write</Th>
            <Th numeric>Output</Th>
            <Th numeric>Parameters</Th>
            <Th>Stated by</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </TableHead>
          <TableBody>
            {models.map((model) => (
              <Tr key={model.id}>
                <Td mobile="title" className="font-mono text-sm">
                  {model.name} {model.isEnabled ? null : <Chip>switched off</Chip>}
                </Td>
                <Td numeric label="context">
                  {formatNumber(model.contextTokens)}
                </Td>
                <Td numeric label="input">
                  {formatPrice(model.inputPrice)}
                </Td>
                <Td numeric mobile="hide">
                  {formatPrice(model.cachedInputPrice)}
                </Td>
                <Td numeric mobile="hide">
                  {formatPrice(model.cacheWritePrice)}
                </Td>
                <Td numeric label="output">
                  {formatPrice(model.outputPrice)}
                </Td>
                <Td numeric label="parameters">
                  {formatParameters(model)}
                </Td>
                <Td className="max-w-72 text-sm text-text-2" mobile="hide">
                  {model.source}
                  {model.sourceDate ? `, ${model.sourceDate}` : ""}
                </Td>
                <Td className="text-right" mobile="aside">
                  {canEdit ? <EditModel project={project} connectionId={connectionId} model={model} /> : null}
                </Td>
              </Tr>
            ))}
          </TableBody>
        </Table>
      )}
      <CardFooter>
        “—” is not known: its cost or carbon is then left out, never counted as 0; a part without a price of
        its own is charged as input or output. The price list is {priceListSource} of {priceListDate}, with
        corrections dated beside their models; sizes are {methodName}&apos;s.
      </CardFooter>
    </Card>
  );
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
