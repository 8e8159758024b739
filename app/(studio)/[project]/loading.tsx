import { PageSkeleton } from "#states/skeletons";
import { Skeleton } from "#ui/skeleton";

/** The shape of a page while it is read. */
export default function Loading() {
  return (
    <>
      <div className="flex h-(--top) shrink-0 items-center border-b border-line bg-surface px-5 max-sm:px-3.5">
        <Skeleton className="w-44" />
      </div>
      <PageSkeleton />
    </>
  );
}
