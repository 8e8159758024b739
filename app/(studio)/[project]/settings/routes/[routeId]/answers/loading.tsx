import { PageSkeleton } from "#states/skeletons";

export default function Loading() {
  return <PageSkeleton rows={10} columns={6} />;
}
