import { Card } from "#ui/card";
import { Skeleton } from "#ui/skeleton";

const widths = ["w-40", "w-52", "w-32", "w-48", "w-36"] as const;

function steps(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** The shape of a table that is coming. */
export function TableSkeleton({
  rows = 8,
  columns = 5,
}: {
  rows?: number | undefined;
  columns?: number | undefined;
}) {
  return (
    <output aria-label="Loading" className="block rounded-lg border border-line bg-surface">
      {steps(rows + 1).map((row) => (
        <div key={row} className="flex h-9 items-center gap-6 border-b border-line px-3 last:border-b-0">
          {steps(columns).map((column) => (
            <Skeleton
              key={column}
              className={
                column === 0
                  ? `${widths[row % widths.length] ?? "w-40"} max-w-[50%]`
                  : "ml-auto w-14 max-sm:not-last:hidden"
              }
            />
          ))}
        </div>
      ))}
    </output>
  );
}

/** The shape of panels that are coming. */
export function CardsSkeleton({ cards = 4 }: { cards?: number | undefined }) {
  return (
    <output aria-label="Loading" className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
      {steps(cards).map((card) => (
        <Card key={card} className="flex flex-col gap-3 p-3.5">
          <Skeleton className="w-32" />
          <Skeleton className="h-24 w-full" />
        </Card>
      ))}
    </output>
  );
}

/** The shape of a page: title, then a table. For loading.tsx. */
export function PageSkeleton({ rows, columns }: { rows?: number | undefined; columns?: number | undefined }) {
  return (
    <div className="flex flex-col gap-4 p-5 max-sm:p-3.5">
      <Skeleton className="my-1.5 h-4 w-56" />
      <TableSkeleton rows={rows} columns={columns} />
    </div>
  );
}
