import { PageSkeleton } from "#states/skeletons";

/** The shape of the list of queues. */
export default function Loading() {
  return <PageSkeleton rows={5} columns={5} />;
}
