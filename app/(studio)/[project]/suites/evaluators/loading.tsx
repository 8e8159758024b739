import { PageSkeleton } from "#states/skeletons";

export default function Loading() {
  return <PageSkeleton rows={12} columns={5} />;
}
