import { PageSkeleton } from "#states/skeletons";

/** The shape of the sentence, the reasons and the list. */
export default function Loading() {
  return <PageSkeleton rows={8} columns={6} />;
}
