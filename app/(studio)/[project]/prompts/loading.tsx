import { TopBar } from "#components/shell/page-header";
import { PageSkeleton } from "#states/skeletons";

export default function Loading() {
  return (
    <>
      <TopBar crumbs={[{ label: "Prompts" }]} />
      <PageSkeleton rows={10} columns={6} />
    </>
  );
}
