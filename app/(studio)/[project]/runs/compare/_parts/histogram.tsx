import { binCounts } from "#statistics";
import { formatCount } from "#platform/format";
import { cn } from "#ui/cn";
import { PlainTable, TableBody, TableHead, Td, Th, Tr } from "#ui/plain-table";

const bins = 10;
const height = 96;

type Props = {
  names: [string, string];
  baseline: readonly number[];
  candidate: readonly number[];
  low: number;
  high: number;
  format: (value: number) => string;
};

/** Two distributions side by side in ten bars each, with the same numbers as a table for a screen reader. */
export function Histogram({ names, baseline, candidate, low, high, format }: Props) {
  const [left, right] = [binCounts(baseline, { low, high, bins }), binCounts(candidate, { low, high, bins })];
  const most = Math.max(1, ...left, ...right);
  const edge = (bin: number) => low + ((high - low) * bin) / bins;
  return (
    <figure className="p-3.5">
      <div className="flex items-end gap-1.5 border-b border-line-2" style={{ height }} aria-hidden="true">
        {left.map((cases, bin) => (
          <div
            key={bin}
            className="flex flex-1 items-end gap-px"
            title={`${format(edge(bin))} to ${format(edge(bin + 1))}: ${names[0]} ${cases}, ${names[1]} ${right[bin] ?? 0}`}
          >
            <div
              className={cn("flex-1", cases > 0 && "border border-s2 bg-sunken")}
              style={{ height: Math.round((cases / most) * (height - 4)) }}
            />
            <div
              className="flex-1 bg-s1"
              style={{ height: Math.round(((right[bin] ?? 0) / most) * (height - 4)) }}
            />
          </div>
        ))}
      </div>
      <div className="num flex justify-between text-sm text-text-3" aria-hidden="true">
        <span>{format(low)}</span>
        <span>{format(high)}</span>
      </div>
      <figcaption className="mt-1 flex gap-3.5 text-sm text-text-2">
        <span className="inline-flex items-center gap-1">
          <span className="size-2.5 border border-s2 bg-sunken" aria-hidden="true" />
          {names[0]}, {formatCount(baseline.length, "case")}
        </span>
        <span className="inline-flex items-center gap-1">
          <span className="size-2.5 bg-s1" aria-hidden="true" />
          {names[1]}, {formatCount(candidate.length, "case")}
        </span>
      </figcaption>
      <div className="sr-only">
        <PlainTable label="The same numbers">
          <TableHead>
            <Th>From</Th>
            <Th>{names[0]}</Th>
            <Th>{names[1]}</Th>
          </TableHead>
          <TableBody>
            {left.map((cases, bin) => (
              <Tr key={bin}>
                <Td>{format(edge(bin))}</Td>
                <Td>{cases}</Td>
                <Td>{right[bin] ?? 0}</Td>
              </Tr>
            ))}
          </TableBody>
        </PlainTable>
      </div>
    </figure>
  );
}
