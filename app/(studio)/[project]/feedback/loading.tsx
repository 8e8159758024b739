import { PageSkeleton } from "#states/skeletons";

/** The shape of the list of feedback. */
export default function Loading() {
  return <PageSkeleton rows={10} columns={5} />;
}
