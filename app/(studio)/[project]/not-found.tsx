import { OverviewLink } from "#components/shell/overview-link.client";
import { TopBar } from "#components/shell/page-header";
import { EmptyState } from "#states/empty-state";

/** Where something of a project is asked for that it does not have. */
export default function ProjectNotFound() {
  return (
    <>
      <TopBar crumbs={[{ label: "Not found" }]} />
      <h1 className="sr-only">Not found</h1>
      <EmptyState title="Nothing at this address" action={<OverviewLink />}>
        It was deleted, it belongs to another project, or the address has a typing error.
      </EmptyState>
    </>
  );
}
