import { PageSkeleton } from "#states/skeletons";

export default function Loading() {
  return <PageSkeleton rows={5} columns={5} />;
}
