import { Skeleton } from "#ui/skeleton";

const rows = Array.from({ length: 8 }, (_, index) => index);

/** The shape of the workplace: list, task, decision. */
export default function Loading() {
  return (
    <output
      aria-label="Loading the queue"
      className="grid flex-1 grid-cols-[minmax(0,1fr)_280px] max-md:grid-cols-1 lg:grid-cols-[260px_minmax(0,1fr)_300px]"
    >
      <div className="flex flex-col gap-5 border-r border-line bg-surface p-3.5 max-lg:hidden">
        {rows.map((row) => (
          <Skeleton key={row} className="h-8 w-full" />
        ))}
      </div>
      <div className="flex flex-col gap-3.5 px-7 py-5 max-sm:px-3.5">
        <Skeleton className="w-48" />
        <Skeleton className="h-20 w-full" />
        <Skeleton className="h-28 w-full" />
      </div>
      <div className="flex flex-col gap-2.5 border-l border-line bg-surface p-4 max-md:hidden">
        {rows.slice(0, 4).map((row) => (
          <Skeleton key={row} className="h-10 w-full" />
        ))}
      </div>
    </output>
  );
}
