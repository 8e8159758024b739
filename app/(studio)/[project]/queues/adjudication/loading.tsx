import { PageSkeleton } from "#states/skeletons";

/** The shape of the list, the task and the decision. */
export default function Loading() {
  return <PageSkeleton rows={6} columns={3} />;
}
