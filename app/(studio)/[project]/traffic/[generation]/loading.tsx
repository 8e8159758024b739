import { CardsSkeleton } from "#states/skeletons";
import { Skeleton } from "#ui/skeleton";

export default function Loading() {
  return (
    <div className="flex flex-col gap-4 p-5 max-sm:p-3.5">
      <Skeleton className="my-1.5 h-4 w-56" />
      <Skeleton className="h-20 w-full" />
      <CardsSkeleton cards={4} />
    </div>
  );
}
