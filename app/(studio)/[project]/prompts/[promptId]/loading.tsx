import { Skeleton } from "#ui/skeleton";

/** The shape of an editor with its rail. */
export default function Loading() {
  return (
    <div
      role="status"
      aria-label="Loading"
      className="grid flex-1 grid-cols-[minmax(0,1fr)_252px] max-md:grid-cols-1"
    >
      <div className="flex flex-col gap-3 p-4">
        <Skeleton className="w-16" />
        <Skeleton className="w-3/4" />
        <Skeleton className="w-2/3" />
        <Skeleton className="w-1/2" />
      </div>
      <div className="flex flex-col gap-3 border-l border-line bg-surface p-3.5">
        <Skeleton className="w-20" />
        <Skeleton className="w-40" />
        <Skeleton className="w-36" />
      </div>
    </div>
  );
}
